import FunnelSemantics

/// Asks all that is to be known of one decision.
struct DecisionQuestions {
  private let decision: ResolvedDecision
  private var questions: Questions
  /// Where each branch's condition is known to be true.
  private let holds: [Node]
  /// Where it is not.
  private let fails: [Node]
  /// What is certain of every lead that comes here.
  private var entry: Node
  /// What the conditions read.
  private let read: [VariableID]

  init(
    _ funnel: ResolvedFunnel, _ decision: ResolvedDecision, entry ways: [[EntryFacts.Fact]]? = nil, limit: Int,
    engine: Solver.Choice = .fitting
  ) {
    self.decision = decision
    let conditions = decision.branches.map(\.condition)
    var (space, (holds, read, entry)) = Space.after(funnel) { space in
      let holds = conditions.map { condition in condition.map { space.truth($0).isTrue } ?? .always }
      // Whatever the facts read comes behind.
      let read = Array(space.pool.variables.indices)
      return (holds, read, space.entry(ways))
    }
    self.entry = entry
    self.read = read
    fails = holds.map { space.pool.negated($0) }
    self.holds = holds
    var solver = Solver(limit: limit)
    solver.choice = engine
    questions = Questions(space, solver)
  }

  /// The answers.
  consuming func answers() -> DecisionAnalysis {
    var analysis = DecisionAnalysis()
    guard !decision.isSplit else { return analysis }
    analysis.gap = gap()
    // A lead that fell through tries again after every update, and by then nothing is certain of it any more.
    switch analysis.gap {
    case nil, DecisionAnalysis.Gap.none?: break
    default: entry = .always
    }
    analysis.branches = decision.branches.indices.map { branch($0) }
    if decision.isUnique { analysis.overlaps = overlaps() }
    analysis.undecided = questions.solver.undecided
    return analysis
  }

  private mutating func branch(_ index: Int) -> BranchAnalysis {
    var branch = BranchAnalysis(fate: fate(of: index))
    guard let condition = decision.branches[index].condition else { return branch }
    branch.isAlwaysTrue = questions.neverHold([fails[index]])
    if case .neverTrue = branch.fate { return branch }
    if !branch.isAlwaysTrue { branch.idle = idleParts(of: condition, holds[index]) }
    return branch
  }

  private mutating func fate(of index: Int) -> BranchAnalysis.Fate {
    let nodes = [holds[index]] + fails[..<index]
    switch questions.solve(nodes + [entry]) {
    case .model(let model): return .taken(questions.witness(model, of: nodes + [entry]))
    case .undecided: return .undecided
    case .none: break
    }
    switch questions.solve(nodes) {
    case .model: return .excludedOnEntry
    case .undecided: return .undecided
    case .none: break
    }
    guard !questions.neverHold([holds[index]]) else { return .neverTrue }
    // The latest first, so that the earliest branches stay.
    var shadow = Array(0..<index)
    for candidate in shadow.reversed() {
      let smaller = shadow.filter { $0 != candidate }
      if questions.neverHold([holds[index]] + smaller.map { fails[$0] }) { shadow = smaller }
    }
    return .shadowed(by: shadow)
  }

  private mutating func gap() -> DecisionAnalysis.Gap? {
    guard !decision.branches.contains(where: { $0.condition == nil }) else { return nil }
    let known = read.compactMap { id -> Node? in
      let known = questions.space.pool.isKnown(id)
      return known == .never ? nil : known
    }
    switch questions.solve(fails + known + [entry]) {
    case .model(let model): return .always(questions.witness(model, of: fails + known + [entry]))
    case .undecided: return .undecided
    case .none: break
    }
    switch questions.solve(fails + [entry]) {
    case .model(let model): return .onMissing(questions.witness(model, of: fails + [entry]))
    case .undecided: return .undecided
    case .none: return DecisionAnalysis.Gap.none
    }
  }

  private mutating func overlaps() -> [DecisionAnalysis.Overlap] {
    var found: [DecisionAnalysis.Overlap] = []
    for second in holds.indices {
      for first in 0..<second {
        let nodes = [holds[first], holds[second], entry]
        guard case .model(let model) = questions.solve(nodes) else { continue }
        found.append(.init(first: first, second: second, witness: questions.witness(model, of: nodes)))
      }
    }
    return found
  }

  // MARK: Parts that never matter

  private mutating func idleParts(of condition: TypedExpression, _ holds: Node) -> [IdlePart] {
    var found: [IdlePart] = []
    for place in ConditionPart.all(of: condition) {
      // Without the part a conjunction asks for less and an alternative for more; nothing may change by that.
      let other = questions.space.truth(place.conditionWithout).isTrue
      let (more, less) = (questions.space.pool.negated(holds), questions.space.pool.negated(other))
      if questions.neverHold([other, more]), questions.neverHold([holds, less]) {
        found.append(IdlePart(part: place.part, isInConjunction: place.isInConjunction))
      }
    }
    return found
  }
}
