/// Sets of values of some variables, and bounds of what two of them may differ by.
///
/// Values are met from below: a variable has to be as great as the others ask, and then the next value of its set. What is so
/// found is the least solution, however many gaps the sets have, because every demand only grows with what it depends on; and
/// where a demand goes round a circle without meeting a gap, nothing is great enough. Source: Cormen, Leiserson, Rivest and
/// Stein, "Introduction to Algorithms", section 24.4, for the systems without gaps.
struct DifferenceSystem: Sendable {
  /// A state to come back to.
  struct Mark: Hashable, Sendable {
    fileprivate let domains: Int
    fileprivate let active: Int
  }

  private let pieces: Pieces
  private let edges: [Distance]
  private var domains: Domains
  /// The bounds that must be met, in the order in which they were asked for, and whether each is one of them.
  private var active: [Int] = []
  private var isActive: [Bool]
  /// The least and greatest values, while bounds are followed.
  private var values: [Int128]

  /// Makes a system in which nothing is asked for yet, of the variables and literals of a pool.
  init(_ pool: FormulaPool) {
    pieces = Pieces(pool)
    edges = pool.distances
    domains = Domains(pieces.bits)
    isActive = [Bool](repeating: false, count: edges.count)
    values = [Int128](repeating: 0, count: pool.variables.count)
  }

  /// The state at hand.
  var mark: Mark { Mark(domains: domains.mark, active: active.count) }

  /// Goes back to a state.
  mutating func undo(to mark: Mark) {
    domains.undo(to: mark.domains)
    while active.count > mark.active, let edge = active.popLast() { isActive[edge] = false }
  }

  // MARK: Demands

  /// Keeps a variable within the set of a literal, or outside of it; false where no value is left.
  mutating func narrow(_ literal: Node, isOpposite: Bool = false) -> Bool {
    domains.narrow(literal, isOpposite: isOpposite)
  }

  /// Asks for a bound; false where one of the two has no known value.
  mutating func add(_ edge: Int) -> Bool {
    if !isActive[edge] {
      isActive[edge] = true
      active.append(edge)
    }
    let (first, second) = (edges[edge].first, edges[edge].second)
    for variable in [first, second] {
      let start = domains.range(of: variable).lowerBound
      domains.set(start, domains[start] & ~1)
    }
    return lowest(first) != nil && lowest(second) != nil
  }

  // MARK: Questions

  /// Whether a variable is in the set of a literal; nil where both may be.
  func possible(_ literal: Node) -> Bool? { domains.possible(literal) }

  /// Whether a bound is met; nil where it may be and need not.
  func possible(_ comparison: Int) -> Bool? {
    let edge = edges[comparison]
    guard let low = lowest(edge.first), let high = highest(edge.first), let otherLow = lowest(edge.second),
      let otherHigh = highest(edge.second)
    else { return false }
    if Int128(low) - Int128(otherHigh) > edge.bound { return false }
    let isKnown = !mayBeMissing(edge.first) && !mayBeMissing(edge.second)
    if isKnown, Int128(high) - Int128(otherLow) <= edge.bound { return true }
    for index in active {
      let known = edges[index]
      if known.first == edge.first, known.second == edge.second, known.bound <= edge.bound { return true }
      if known.first == edge.second, known.second == edge.first, known.bound < -edge.bound { return false }
    }
    return nil
  }

  private func mayBeMissing(_ variable: VariableID) -> Bool { domains[domains.range(of: variable).lowerBound] & 1 == 1 }

  /// The first known bit of a variable from a bit on; nil where there is none.
  private func firstBit(_ variable: VariableID, from bit: Int) -> Int? {
    let words = domains.range(of: variable)
    var index = words.lowerBound + bit / 64
    guard index < words.upperBound else { return nil }
    var word = domains[index] & (UInt64.max << UInt64(bit % 64))
    while word == 0 {
      index += 1
      guard index < words.upperBound else { return nil }
      word = domains[index]
    }
    return (index - words.lowerBound) * 64 + word.trailingZeroBitCount
  }

  private func lastBit(_ variable: VariableID) -> Int? {
    let words = domains.range(of: variable)
    for index in words.reversed() {
      let word = index == words.lowerBound ? domains[index] & ~1 : domains[index]
      if word != 0 { return (index - words.lowerBound) * 64 + 63 - word.leadingZeroBitCount }
    }
    return nil
  }

  private func lowest(_ variable: VariableID) -> Int64? {
    firstBit(variable, from: 1).flatMap { pieces.range(variable, $0)?.lowerBound }
  }

  private func highest(_ variable: VariableID) -> Int64? {
    lastBit(variable).flatMap { pieces.range(variable, $0)?.upperBound }
  }

  // MARK: Following bounds

  /// The variables that are compared, ascending.
  private var compared: [VariableID] {
    Set(active.flatMap { [edges[$0].first, edges[$0].second] }).sorted()
  }

  /// Follows all bounds, and leaves values out that can't be.
  mutating func tighten(_ budget: inout Budget) -> Tightening {
    guard !active.isEmpty else { return .same }
    let compared = compared
    let before = mark
    guard follow(compared, isFromAbove: false, &budget) else { return .impossible }
    for variable in compared { cut(variable, below: values[variable]) }
    guard follow(compared, isFromAbove: true, &budget) else { return .impossible }
    for variable in compared { cut(variable, above: values[variable]) }
    return mark == before ? .same : .narrower
  }

  private mutating func cut(_ variable: VariableID, below value: Int128) {
    let start = domains.range(of: variable).lowerBound
    for (number, range) in pieces.ranges[variable].enumerated() {
      guard Int128(range.upperBound) < value else { return }
      let index = start + (number + 1) / 64
      domains.set(index, domains[index] & ~(1 << UInt64((number + 1) % 64)))
    }
  }

  private mutating func cut(_ variable: VariableID, above value: Int128) {
    let start = domains.range(of: variable).lowerBound
    for (number, range) in pieces.ranges[variable].enumerated().reversed() {
      guard Int128(range.lowerBound) > value else { return }
      let index = start + (number + 1) / 64
      domains.set(index, domains[index] & ~(1 << UInt64((number + 1) % 64)))
    }
  }

  /// Finds the least values, or the greatest, that meet all bounds; false where there are none, or the steps ran out.
  private mutating func follow(
    _ compared: [VariableID], isFromAbove: Bool, _ budget: inout Budget, _ fixed: [VariableID: Int64] = [:]
  ) -> Bool {
    for variable in compared {
      guard let value = fixed[variable] ?? (isFromAbove ? highest(variable) : lowest(variable)) else { return false }
      values[variable] = Int128(value)
    }
    // A value that has to move as often as there are variables, and met no gap meanwhile, moves around a circle.
    var turns = 0
    while turns <= compared.count {
      turns += 1
      var isChanged = false
      for index in active {
        guard budget.take() else { return false }
        let edge = edges[index]
        let variable: VariableID
        let asked: Int128
        if isFromAbove {
          (variable, asked) = (edge.first, values[edge.second] + edge.bound)
          guard values[variable] > asked else { continue }
        } else {
          (variable, asked) = (edge.second, values[edge.first] - edge.bound)
          guard values[variable] < asked else { continue }
        }
        guard fixed[variable] == nil,
          let next = isFromAbove ? greatest(variable, upTo: asked) : least(variable, from: asked)
        else { return false }
        values[variable] = next
        isChanged = true
        if next != asked { turns = 0 }
      }
      if !isChanged { return true }
    }
    return false
  }

  private func least(_ variable: VariableID, from value: Int128) -> Int128? {
    var bit = firstBit(variable, from: 1)
    while let here = bit, let range = pieces.range(variable, here) {
      if Int128(range.upperBound) >= value { return max(value, Int128(range.lowerBound)) }
      bit = firstBit(variable, from: here + 1)
    }
    return nil
  }

  private func greatest(_ variable: VariableID, upTo value: Int128) -> Int128? {
    var found: Int128?
    var bit = firstBit(variable, from: 1)
    while let here = bit, let range = pieces.range(variable, here), Int128(range.lowerBound) <= value {
      found = min(value, Int128(range.upperBound))
      bit = firstBit(variable, from: here + 1)
    }
    return found
  }

  // MARK: Solutions

  /// Plain values that meet all demands; nil where there are none, or the steps ran out.
  mutating func solution(_ variables: [Variable], _ budget: inout Budget) -> [Int64?]? {
    var result = variables.indices.map { plainest($0, variables[$0]) }
    let compared = compared
    guard !compared.isEmpty else { return result }
    guard follow(compared, isFromAbove: false, &budget) else { return nil }
    // Each in turn gets the plainest value that the others leave it, or the least, which always does.
    var fixed: [VariableID: Int64] = [:]
    for variable in compared {
      guard let least = meet(fixed, compared, isFromAbove: false, &budget)?[variable] else { return nil }
      var value = least
      if let most = meet(fixed, compared, isFromAbove: true, &budget)?[variable], least <= most {
        let range = least...min(most, end(of: variable, from: least))
        let plain = Preference.value(in: range, of: variables[variable].domain, variables[variable].type)
        fixed[variable] = plain
        if plain != least, meet(fixed, compared, isFromAbove: false, &budget) != nil { value = plain }
      }
      fixed[variable] = value
    }
    for (variable, value) in fixed { result[variable] = value }
    return result
  }

  /// The least or greatest values with some variables fixed.
  private mutating func meet(
    _ fixed: [VariableID: Int64], _ compared: [VariableID], isFromAbove: Bool, _ budget: inout Budget
  ) -> [VariableID: Int64]? {
    guard follow(compared, isFromAbove: isFromAbove, &budget, fixed) else { return nil }
    var found: [VariableID: Int64] = [:]
    for variable in compared { found[variable] = Int64(exactly: values[variable]) }
    return found
  }

  /// The last value up to which all are left, from one on.
  private func end(of variable: VariableID, from value: Int64) -> Int64 {
    var end = value
    var bit = firstBit(variable, from: 1)
    while let here = bit, let range = pieces.range(variable, here) {
      if range.contains(end) || (end < .max && range.lowerBound == end + 1) { end = range.upperBound }
      bit = firstBit(variable, from: here + 1)
    }
    return end
  }

  private func plainest(_ variable: VariableID, _ described: Variable) -> Int64? {
    guard !mayBeMissing(variable), let low = lowest(variable) else { return nil }
    return Preference.value(in: low...end(of: variable, from: low), of: described.domain, described.type)
  }
}
