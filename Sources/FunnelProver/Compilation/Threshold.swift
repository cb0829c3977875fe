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
    // What is left to reach behind each part, from the end backwards.
    var needed: [Set<Int128>] = [[bound]]
    var count = 1
    for (index, part) in parts.enumerated() {
      var next: Set<Int128> = []
      for rest in needed[index] where rest > 0 && rest <= reach[index] {
        next.insert(rest)
        next.insert(rest - part.weight)
      }
      count += next.count
      guard count <= limit else { return nil }
      needed.append(next)
    }
    var later: [Int128: Node] = [:]
    for index in parts.indices.reversed() {
      var here: [Int128: Node] = [:]
      for rest in needed[index].sorted() where rest > 0 && rest <= reach[index] {
        let without = node(rest, reach[index + 1], later)
        let with = node(rest - parts[index].weight, reach[index + 1], later)
        here[rest] = pool.any([pool.all([parts[index].node, with]), without])
      }
      later = here
    }
    return node(bound, reach[0], later)
  }

  private static func node(_ rest: Int128, _ reach: Int128, _ known: [Int128: Node]) -> Node {
    if rest <= 0 { return .always }
    return rest > reach ? .never : known[rest] ?? .never
  }
}
