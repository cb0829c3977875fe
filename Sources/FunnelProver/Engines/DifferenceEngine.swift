/// Decides formulas that compare variables with each other: each literal that matters is tried, then its opposite, and what
/// is asked for on the way is a system of differences, which can be met unless a circle of them sums up to less than nothing.
///
/// Every type lies on the grid of integers, so `x < y` is `x - y <= -1`, and a solution of the system is one of values. A set
/// with gaps is split where a solution falls into one. Source: Cormen, Leiserson, Rivest and Stein, "Introduction to
/// Algorithms", section 24.4, for the systems; Davis, Logemann and Loveland for the search.
struct DifferenceEngine: Sendable {
  private let forms: [Form]
  private let variables: [Variable]
  /// For each comparison of two variables, the formula that it does not hold.
  private let opposites: [Int: Node]
  /// What is known of each node in the round at hand.
  private var stamps: [Int32]
  private var standings: [Standing]
  private var round: Int32 = 0

  /// What a way asks for so far.
  private struct State {
    /// The values that each variable may still have.
    var sets: [ValueSet]
    /// What two variables may differ by.
    var edges: [Edge] = []
    /// Alternatives of which one must hold.
    var pending: [Node] = []
    /// Comparisons of two variables that must not hold.
    var excluded: [Node] = []
  }

  /// `first - second <= bound`.
  struct Edge: Hashable, Sendable {
    let first: VariableID
    let second: VariableID
    let bound: Int128
  }

  /// A point at which a literal was chosen, to come back to.
  private struct Choice {
    let state: State
    let literal: Node
    var isOpposite = false
  }

  private enum Standing: UInt8 {
    case never, open, always
  }

  /// Makes an engine for the formulas that a pool holds now.
  init(_ pool: FormulaPool) {
    forms = pool.forms
    variables = pool.variables
    var opposites: [Int: Node] = [:]
    for (index, form) in pool.forms.enumerated() {
      if case .difference = form { opposites[index] = pool.opposite(of: Node(index: index)) }
    }
    self.opposites = opposites
    stamps = [Int32](repeating: 0, count: forms.count)
    standings = [Standing](repeating: .open, count: forms.count)
  }

  /// Whether the pool got formulas that the engine does not know.
  func knows(_ pool: FormulaPool) -> Bool { forms.count == pool.forms.count }

  /// Finds values under which all of some formulas hold.
  mutating func solve(_ nodes: [Node], _ budget: inout Budget) -> Outcome {
    var state = State(sets: variables.map(\.domain))
    var choices: [Choice] = []
    var holds = nodes.allSatisfy { require($0, &state) }
    while true {
      if holds { holds = propagate(&state, &budget) && isFeasible(state, &budget) }
      guard budget.steps > 0 else { return .undecided }
      if holds {
        if let literal = openLiteral(state, &budget) {
          choices.append(Choice(state: state, literal: literal))
          holds = require(literal, &state)
          continue
        }
        if let model = solution(state, &budget) { return .model(model) }
        guard budget.steps > 0 else { return .undecided }
      }
      while let last = choices.last, last.isOpposite { choices.removeLast() }
      guard let last = choices.indices.last else { return .none }
      choices[last].isOpposite = true
      state = choices[last].state
      holds = exclude(choices[last].literal, &state)
    }
  }

  // MARK: Requirements

  private func require(_ node: Node, _ state: inout State) -> Bool {
    switch forms[node.index] {
    case .isIn(let variable, let set):
      state.sets[variable] = state.sets[variable].intersection(set)
      return !state.sets[variable].isEmpty
    case .difference(let first, let second, let bound):
      state.sets[first] = state.sets[first].knownPart
      state.sets[second] = state.sets[second].knownPart
      let edge = Edge(first: first, second: second, bound: bound)
      if !state.edges.contains(edge) { state.edges.append(edge) }
      return !state.sets[first].isEmpty && !state.sets[second].isEmpty
    case .all(let parts): return parts.allSatisfy { require($0, &state) }
    case .any(let parts):
      state.pending.append(node)
      return !parts.isEmpty
    }
  }

  /// Makes a literal not hold; false where it must.
  private func exclude(_ literal: Node, _ state: inout State) -> Bool {
    if let opposite = opposites[literal.index] {
      state.excluded.append(literal)
      return require(opposite, &state)
    }
    guard case .isIn(let variable, let set) = forms[literal.index] else { return true }
    state.sets[variable] = state.sets[variable].intersection(set.complement)
    return !state.sets[variable].isEmpty
  }

  private mutating func propagate(_ state: inout State, _ budget: inout Budget) -> Bool {
    var isChanged = true
    while isChanged {
      isChanged = false
      round &+= 1
      var left: [Node] = []
      let pending = state.pending
      state.pending = []
      for node in pending {
        guard case .any(let parts) = forms[node.index] else { continue }
        var open: [Node] = []
        var holds = false
        for part in parts {
          switch standing(part, state, &budget) {
          case .never: continue
          case .open: open.append(part)
          case .always: holds = true
          }
          if holds { break }
        }
        guard budget.steps > 0 else { return false }
        if holds { continue }
        guard let first = open.first else { return false }
        if open.count > 1 {
          left.append(node)
        } else {
          guard require(first, &state) else { return false }
          isChanged = true
        }
      }
      state.pending = left + state.pending
    }
    return true
  }

  /// A literal on which an alternative depends that is not decided; nil where all are.
  private mutating func openLiteral(_ state: borrowing State, _ budget: inout Budget) -> Node? {
    round &+= 1
    for node in state.pending where standing(node, state, &budget) == .open {
      var node = node
      while true {
        switch forms[node.index] {
        case .isIn, .difference: return node
        case .all(let parts), .any(let parts):
          var next: Node?
          for part in parts where next == nil && standing(part, state, &budget) == .open { next = part }
          guard let next else { return nil }
          node = next
        }
      }
    }
    return nil
  }

  private mutating func standing(_ node: Node, _ state: borrowing State, _ budget: inout Budget) -> Standing {
    if stamps[node.index] == round { return standings[node.index] }
    _ = budget.take()
    var result: Standing
    switch forms[node.index] {
    case .isIn(let variable, let set):
      let common = state.sets[variable].intersection(set)
      result = common.isEmpty ? .never : common == state.sets[variable] ? .always : .open
    case .difference(let first, let second, let bound):
      result = state.excluded.contains(node) ? .never : standing(first, second, bound, state)
    case .all(let parts):
      result = .always
      for part in parts where result != .never {
        let standing = standing(part, state, &budget)
        if standing.rawValue < result.rawValue { result = standing }
      }
    case .any(let parts):
      result = .never
      for part in parts where result != .always {
        let standing = standing(part, state, &budget)
        if standing.rawValue > result.rawValue { result = standing }
      }
    }
    stamps[node.index] = round
    standings[node.index] = result
    return result
  }

  private func standing(_ first: VariableID, _ second: VariableID, _ bound: Int128, _ state: borrowing State)
    -> Standing
  {
    guard let a = state.sets[first].bounds, let b = state.sets[second].bounds else { return .never }
    if Int128(a.lowerBound) - Int128(b.upperBound) > bound { return .never }
    let isKnown = !state.sets[first].hasMissing && !state.sets[second].hasMissing
    if isKnown, Int128(a.upperBound) - Int128(b.lowerBound) <= bound { return .always }
    for edge in state.edges {
      if edge.first == first, edge.second == second, edge.bound <= bound { return .always }
      if edge.first == second, edge.second == first, edge.bound < -bound { return .never }
    }
    return .open
  }

  // MARK: Systems of differences

  private func isFeasible(_ state: State, _ budget: inout Budget) -> Bool {
    state.edges.isEmpty || DifferenceSystem(state.sets, state.edges)?.solve(&budget) != nil
  }

  /// Values that meet all that is asked; nil where there are none, or the steps ran out.
  private func solution(_ state: State, _ budget: inout Budget) -> Model? {
    var values = variables.indices.map { plainest(state.sets[$0], $0) }
    if !state.edges.isEmpty {
      guard let solved = solve(state.sets, state.edges, &budget) else { return nil }
      for (variable, value) in solved { values[variable] = value }
    }
    return Model(values: values)
  }

  private func plainest(_ set: ValueSet, _ variable: VariableID) -> Int64? {
    guard !set.hasMissing, let range = set.ranges.first else { return nil }
    return Preference.value(in: range, of: variables[variable].domain, variables[variable].type)
  }

  /// Meets a system whose sets may have gaps: where a value falls into one, it must lie before the gap, or behind it.
  private func solve(_ sets: [ValueSet], _ edges: [Edge], _ budget: inout Budget) -> [VariableID: Int64]? {
    var open = [sets]
    while let sets = open.popLast() {
      guard budget.take() else { return nil }
      guard let system = DifferenceSystem(sets, edges), let values = system.solve(&budget) else { continue }
      guard let (variable, value) = values.first(where: { !sets[$0.key].contains($0.value) }) else {
        return plain(system, sets, edges, &budget) ?? values
      }
      var (before, behind) = (sets, sets)
      before[variable] = sets[variable].intersection(ValueSet(from: Int128(Int64.min), through: Int128(value)))
      behind[variable] = sets[variable].intersection(ValueSet(from: Int128(value), through: Int128(Int64.max)))
      open.append(behind)
      open.append(before)
    }
    return nil
  }

  /// The same system, met by plainer values: each variable in turn gets the plainest one that the others leave it.
  private func plain(
    _ system: DifferenceSystem, _ sets: [ValueSet], _ edges: [Edge], _ budget: inout Budget
  ) -> [VariableID: Int64]? {
    var sets = sets
    for variable in system.variables {
      for range in sets[variable].ranges {
        var narrowed = sets
        narrowed[variable] = ValueSet([range])
        guard let system = DifferenceSystem(narrowed, edges), let low = system.solve(&budget)?[variable],
          let high = system.solve(&budget, fromAbove: true)?[variable], low <= high
        else { continue }
        let domain = variables[variable].domain
        narrowed[variable] = ValueSet(Preference.value(in: low...high, of: domain, variables[variable].type))
        sets = narrowed
        break
      }
    }
    guard let values = DifferenceSystem(sets, edges)?.solve(&budget) else { return nil }
    return values.allSatisfy({ sets[$0.key].contains($0.value) }) ? values : nil
  }
}

extension ValueSet {
  /// The least and the greatest known value; nil where there is none.
  var bounds: ClosedRange<Int64>? {
    guard let first = ranges.first, let last = ranges.last else { return nil }
    return first.lowerBound...last.upperBound
  }
}
