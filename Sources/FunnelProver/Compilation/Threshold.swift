/// Sums of weights as formulas.
enum Threshold {
  /// How many formulas one sum may take.
  private static let limit = 5_000

  /// The formula that the weights of the parts that hold sum up to a bound at least; nil where it would be too large. No
  /// weight is negative.
  ///
  /// A part is either among those that hold, and the others have less to reach, or it is not looked at; so the formula grows
  /// with the number of different sums, not with the number of choices.
  static func atLeast(_ bound: Int128, _ parts: [(weight: Int128, node: Node)], _ pool: inout FormulaPool) -> Node? {
    guard parts.count <= Space.depthLimit else { return nil }
    var reach: [Int128] = [0]
    for part in parts.reversed() { reach.append(reach[reach.count - 1] + part.weight) }
    reach.reverse()
    // What is left to reach behind each part, ascending, from the end backwards.
    var needed: [[Int128]] = [[bound]]
    var count = 1
    for (index, part) in parts.enumerated() {
      var next: [Int128] = []
      for rest in needed[index] where rest > 0 && rest <= reach[index] {
        next.append(rest - part.weight)
        next.append(rest)
      }
      next.sort()
      next = next.enumerated().filter { $0 == 0 || next[$0 - 1] != $1 }.map(\.element)
      count += next.count
      guard count <= limit else { return nil }
      needed.append(next)
    }
    var later: [(rest: Int128, node: Node)] = []
    for index in parts.indices.reversed() {
      var here: [(rest: Int128, node: Node)] = []
      for rest in needed[index] where rest > 0 && rest <= reach[index] {
        let without = node(rest, reach[index + 1], later)
        let with = node(rest - parts[index].weight, reach[index + 1], later)
        here.append((rest, pool.any([pool.all([parts[index].node, with]), without])))
      }
      later = here
    }
    return node(bound, reach[0], later)
  }

  /// The formula that so much is reached, among those that are known, ascending.
  private static func node(_ rest: Int128, _ reach: Int128, _ known: [(rest: Int128, node: Node)]) -> Node {
    if rest <= 0 { return .always }
    guard rest <= reach else { return .never }
    var (low, high) = (0, known.count)
    while low < high {
      let middle = (low + high) / 2
      if known[middle].rest < rest { low = middle + 1 } else { high = middle }
    }
    return low < known.count && known[low].rest == rest ? known[low].node : .never
  }
}
