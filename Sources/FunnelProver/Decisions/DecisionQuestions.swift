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
  private let entry: Node
  /// The same, also of leads that fell through and wait here.
  private let reentry: Node
  /// What the conditions read.
  private let read: [VariableID]
  private let arrivals: [Way]
  private var foundGap: DecisionAnalysis.Gap?

  /// Takes a decision with the ways to it, and what is left of them once a lead waits there; without any, nothing is certain.
  init(
    _ funnel: ResolvedFunnel, _ decision: ResolvedDecision, arrivals: [Way] = [], survivors: [Way] = [],
    _ facts: FactReads? = nil, limit: Int,
    engine: Solver.Choice = .fitting
  ) {
    self.decision = decision
    self.arrivals = arrivals
    let conditions = decision.branches.map(\.condition)
    let facts = facts ?? FactReads(funnel)
    let reads = Reads(conditions.compactMap(\.self), in: funnel)
    var (space, (holds, read, entry, reentry)) = Space.after(funnel) { space in
      let holds = conditions.map { condition in condition.map { space.truth($0).isTrue } ?? .always }
      // Whatever the facts read comes behind.
      let read = Array(space.pool.variables.indices)
      let entry = space.entry(arrivals, about: reads, facts)
      return (holds, read, entry, survivors.isEmpty ? entry : space.entry(arrivals + survivors, about: reads, facts))
    }
    self.entry = entry
    self.reentry = reentry
    self.read = read
    fails = holds.map { space.pool.negated($0) }
    for id in read {
      _ = space.pool.isIn(id, .missing)
      _ = space.pool.isKnown(id)
    }
    self.holds = holds
    questions = Questions(space, Solver(limit: limit, engine))
  }

  /// How many steps were taken so far.
  var steps: Int { questions.solver.steps }

  /// Whether it was asked about the same ways.
  func isAbout(_ ways: [Way]) -> Bool { arrivals == ways }

  /// Whether a lead may come for which no branch is there.
  mutating func mayFallThrough() -> Bool {
    switch gap() {
    case nil, DecisionAnalysis.Gap.none?: false
    default: true
    }
  }

  /// The answers.
  consuming func answers() -> DecisionAnalysis {
    var analysis = DecisionAnalysis()
    guard !decision.isSplit else { return analysis }
    analysis.gap = gap()
    // A lead that fell through tries again after every update, and by then less is certain of it.
    let entry = mayFallThrough() ? reentry : entry
    // All formulas come before the first question, so that the engine is made once.
    let parts = decision.branches.indices.map { self.parts(of: $0) }
    analysis.branches = decision.branches.indices.map { branch($0, entry, parts[$0]) }
    if decision.isUnique { analysis.overlaps = overlaps(entry) }
    analysis.undecided = questions.solver.undecided
    analysis.steps = steps
    return analysis
  }

  private mutating func branch(_ index: Int, _ entry: Node, _ parts: [Part]) -> BranchAnalysis {
    var branch = BranchAnalysis(fate: fate(of: index, entry))
    guard decision.branches[index].condition != nil else { return branch }
    branch.isAlwaysTrue = questions.neverHold([fails[index]])
    if case .neverTrue = branch.fate { return branch }
    if !branch.isAlwaysTrue {
      branch.idle = parts.filter { questions.neverHold($0.more) && questions.neverHold($0.less) }
        .map { IdlePart(part: $0.place.part, isInConjunction: $0.place.isInConjunction) }
    }
    return branch
  }

  private mutating func fate(of index: Int, _ entry: Node) -> BranchAnalysis.Fate {
    let nodes = [holds[index]] + fails[..<index]
    switch questions.solve(nodes + [entry]) {
    case .model: return .taken
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
    if foundGap == nil { foundGap = findGap() }
    return foundGap
  }

  private mutating func findGap() -> DecisionAnalysis.Gap? {
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

  private mutating func overlaps(_ entry: Node) -> [DecisionAnalysis.Overlap] {
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

  /// A part of a condition, and where the condition without it holds of more leads or of less.
  private struct Part {
    let place: ConditionPart
    let more: [Node]
    let less: [Node]
  }

  private mutating func parts(of index: Int) -> [Part] {
    guard let condition = decision.branches[index].condition else { return [] }
    return ConditionPart.all(of: condition).map { place in
      let other = questions.space.truth(place.conditionWithout).isTrue
      let otherFails = questions.space.pool.negated(other)
      return Part(place: place, more: [other, fails[index]], less: [holds[index], otherFails])
    }
  }
}
