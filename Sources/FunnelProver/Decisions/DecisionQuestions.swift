import FunnelSemantics

/// Asks all that is to be known of one decision.
struct DecisionQuestions {
  private let decision: ResolvedDecision
  private var questions: Questions
  /// Where each branch's condition is known to be true.
  private let holds: [Node]
  /// Where it is not.
  private let fails: [Node]

  init(_ funnel: ResolvedFunnel, _ decision: ResolvedDecision, limit: Int, engine: Solver.Choice = .fitting) {
    self.decision = decision
    let conditions = decision.branches.map(\.condition)
    var (space, holds) = Space.after(funnel) { space in
      conditions.map { condition in condition.map { space.truth($0).isTrue } ?? .always }
    }
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
    analysis.branches = decision.branches.indices.map { branch($0) }
    analysis.gap = gap()
    if decision.isUnique { analysis.overlaps = overlaps() }
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
    switch questions.solve(nodes) {
    case .model(let model): return .taken(questions.witness(model, of: nodes))
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
    let known = questions.space.pool.variables.indices.compactMap { id -> Node? in
      let known = questions.space.pool.isKnown(id)
      return known == .never ? nil : known
    }
    switch questions.solve(fails + known) {
    case .model(let model): return .always(questions.witness(model, of: fails))
    case .undecided: return .undecided
    case .none: break
    }
    switch questions.solve(fails) {
    case .model(let model): return .onMissing(questions.witness(model, of: fails))
    case .undecided: return .undecided
    case .none: return DecisionAnalysis.Gap.none
    }
  }

  private mutating func overlaps() -> [DecisionAnalysis.Overlap] {
    var found: [DecisionAnalysis.Overlap] = []
    for second in holds.indices {
      for first in 0..<second {
        let nodes = [holds[first], holds[second]]
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
