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

  /// Takes note of the sets of a pool; their bits are still to be added.
  init(_ pool: FormulaPool) {
    masks = [Int](repeating: -1, count: pool.count)
    variables = [Int](repeating: 0, count: pool.count)
    for literal in pool.memberships { variables[literal.node.index] = literal.variable }
    offsets.reserveCapacity(pool.variables.count + 1)
    words.reserveCapacity(pool.memberships.count)
  }

  /// Adds the next variable with so many words of what it can be.
  mutating func addVariable(_ count: Int) {
    everything += repeatElement(0, count: count)
    offsets.append(everything.count)
  }

  /// Says that the variable that was added last can have a value.
  mutating func addValue(_ bit: Int) { everything[offsets[offsets.count - 2] + bit / 64] |= 1 << UInt64(bit % 64) }

  /// Adds the set of a node, in so many words, with nothing in it.
  mutating func addSet(_ node: Node, _ count: Int) {
    masks[node.index] = words.count
    words += repeatElement(0, count: count)
  }

  /// Adds a value to the set of a node.
  mutating func add(_ bit: Int, to node: Node) { words[masks[node.index] + bit / 64] |= 1 << UInt64(bit % 64) }
}

/// The literals of a pool that say which values a variable has, by their variables.
struct MembershipsByVariable {
  private let starts: [Int]
  private let places: [Int]

  init(_ pool: FormulaPool) {
    var starts = [Int](repeating: 0, count: pool.variables.count + 1)
    for literal in pool.memberships { starts[literal.variable + 1] += 1 }
    for variable in pool.variables.indices { starts[variable + 1] += starts[variable] }
    var ends = starts
    var places = [Int](repeating: 0, count: pool.memberships.count)
    for (place, literal) in pool.memberships.enumerated() {
      places[ends[literal.variable]] = place
      ends[literal.variable] += 1
    }
    self.starts = starts
    self.places = places
  }

  /// The places of a variable's literals among those of the pool.
  subscript(variable: VariableID) -> ArraySlice<Int> { places[starts[variable]..<starts[variable + 1]] }

  /// The ranges of a variable's values between the places where its domain or a literal's set begins or ends, ascending:
  /// all values of one are in the same sets.
  func ranges(of variable: VariableID, in pool: FormulaPool) -> [ClosedRange<Int64>] {
    let domain = pool.variables[variable].domain.ranges
    var starts: [Int64] = []
    starts.reserveCapacity(2 * self[variable].reduce(domain.count) { $0 + pool.memberships[$1].set.ranges.count })
    func add(_ ranges: [ClosedRange<Int64>]) {
      for range in ranges {
        starts.append(range.lowerBound)
        if range.upperBound < .max { starts.append(range.upperBound + 1) }
      }
    }
    add(domain)
    for place in self[variable] { add(pool.memberships[place].set.ranges) }
    starts.sort()
    var ranges: [ClosedRange<Int64>] = []
    ranges.reserveCapacity(starts.count)
    var place = 0
    var next = 0
    while next < starts.count {
      let start = starts[next]
      next += 1
      while next < starts.count, starts[next] == start { next += 1 }
      while place < domain.count, domain[place].upperBound < start { place += 1 }
      guard place < domain.count, domain[place].lowerBound <= start else { continue }
      ranges.append(start...(next < starts.count ? starts[next] - 1 : .max))
    }
    return ranges
  }
}
