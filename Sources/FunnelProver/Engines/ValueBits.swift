/// Sets of values as runs of bits: for each variable all that it can be, and for each literal of a pool what is in its set.
///
/// What a bit stands for is the matter of whoever divides the values. A variable seldom needs more than one word.
struct ValueBits: Sendable {
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
  /// For each variable, the nodes that are sets of its values.
  let literals: [[(node: Int, set: ValueSet)]]

  /// Gathers the sets of a pool; their bits are still to be added.
  init(_ pool: FormulaPool) {
    var literals = [[(node: Int, set: ValueSet)]](repeating: [], count: pool.variables.count)
    masks = [Int](repeating: -1, count: pool.forms.count)
    variables = [Int](repeating: 0, count: pool.forms.count)
    for (index, form) in pool.forms.enumerated() {
      guard case .isIn(let variable, let set) = form else { continue }
      literals[variable].append((index, set))
      variables[index] = variable
    }
    self.literals = literals
  }

  /// Adds the next variable with all that it can be.
  mutating func add(_ everything: [UInt64]) {
    self.everything += everything
    offsets.append(self.everything.count)
  }

  /// Adds what is in the set of a node, in as many words as its variable has.
  mutating func add(_ bits: [UInt64], of node: Int) {
    masks[node] = words.count
    words += bits
  }

  /// The ranges of a variable's values between the places where its domain or a literal's set begins or ends, ascending:
  /// all values of one are in the same sets.
  func ranges(of variable: Int, _ domain: ValueSet) -> [ClosedRange<Int64>] {
    var starts: [Int64] = []
    func add(_ set: ValueSet) {
      for range in set.ranges {
        starts.append(range.lowerBound)
        if range.upperBound < .max { starts.append(range.upperBound + 1) }
      }
    }
    add(domain)
    for literal in literals[variable] { add(literal.set) }
    starts.sort()
    var ranges: [ClosedRange<Int64>] = []
    var place = 0
    for (index, start) in starts.enumerated() where index == 0 || starts[index - 1] != start {
      let next = starts[index...].first { $0 != start }
      while place < domain.ranges.count, domain.ranges[place].upperBound < start { place += 1 }
      guard place < domain.ranges.count, domain.ranges[place].lowerBound <= start else { continue }
      ranges.append(start...(next.map { $0 - 1 } ?? .max))
    }
    return ranges
  }
}
