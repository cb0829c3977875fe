/// The values of each variable, divided where the sets of a pool begin and end: the ranges between two such places, ascending.
///
/// The first bit of a variable stands for missing, the others for its ranges; so a set of values is a run of bits, and its
/// least and greatest values are found at its ends.
struct Pieces: Sendable {
  /// For each variable, the first of its words, and one more entry for the end.
  private(set) var offsets: [Int] = [0]
  /// All values of all variables.
  private(set) var everything: [UInt64] = []
  /// For each node that is a set of values, where its words begin; -1 for others.
  private(set) var masks: [Int]
  /// For each node that is a set of values, its variable.
  private(set) var variables: [Int]
  /// The words of all nodes' sets.
  private(set) var words: [UInt64] = []
  /// For each variable, its ranges.
  private(set) var ranges: [[ClosedRange<Int64>]] = []

  /// Divides the values by the literals of a pool.
  init(_ pool: FormulaPool) {
    var literals = [[(node: Int, set: ValueSet)]](repeating: [], count: pool.variables.count)
    masks = [Int](repeating: -1, count: pool.forms.count)
    variables = [Int](repeating: 0, count: pool.forms.count)
    for (index, form) in pool.forms.enumerated() {
      guard case .isIn(let variable, let set) = form else { continue }
      literals[variable].append((index, set))
      variables[index] = variable
    }
    for (variable, sets) in literals.enumerated() { divide(pool.variables[variable].domain, sets) }
  }

  /// The range that a bit of a variable stands for; nil for missing.
  func range(_ variable: VariableID, _ bit: Int) -> ClosedRange<Int64>? { bit == 0 ? nil : ranges[variable][bit - 1] }

  private mutating func divide(_ domain: ValueSet, _ literals: [(node: Int, set: ValueSet)]) {
    var starts: [Int64] = []
    func add(_ set: ValueSet) {
      for range in set.ranges {
        starts.append(range.lowerBound)
        if range.upperBound < .max { starts.append(range.upperBound + 1) }
      }
    }
    add(domain)
    for literal in literals { add(literal.set) }
    starts.sort()
    var pieces: [ClosedRange<Int64>] = []
    var place = 0
    for (index, start) in starts.enumerated() where index == 0 || starts[index - 1] != start {
      let next = starts[index...].first { $0 != start }
      while place < domain.ranges.count, domain.ranges[place].upperBound < start { place += 1 }
      guard place < domain.ranges.count, domain.ranges[place].lowerBound <= start else { continue }
      pieces.append(start...(next.map { $0 - 1 } ?? .max))
    }
    ranges.append(pieces)
    let count = (pieces.count + 64) / 64
    everything += bits(of: domain, pieces, count)
    offsets.append(everything.count)
    for literal in literals {
      masks[literal.node] = words.count
      words += bits(of: literal.set, pieces, count)
    }
  }

  private func bits(of set: ValueSet, _ pieces: [ClosedRange<Int64>], _ count: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: count)
    if set.hasMissing { words[0] = 1 }
    var piece = 0
    for range in set.ranges {
      while piece < pieces.count, pieces[piece].upperBound < range.lowerBound { piece += 1 }
      while piece < pieces.count, pieces[piece].lowerBound <= range.upperBound {
        words[(piece + 1) / 64] |= 1 << UInt64((piece + 1) % 64)
        piece += 1
      }
    }
    return words
  }
}
