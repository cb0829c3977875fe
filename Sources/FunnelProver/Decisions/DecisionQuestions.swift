import FunnelSemantics

/// Asks all that is to be known of one decision.
///
/// Each way to it is a space of its own, with the conditions and what is certain on that way: most questions are answered on
/// the first way, and the spaces of the others are never made.
struct DecisionQuestions {
  private let ground: Ground
  private let decision: ResolvedDecision
  /// What the conditions read.
  private let reads: Reads
  private let limit: Int
  private let engine: Solver.Choice
  /// The ways by which leads come, the least certain first.
  private let arrivals: [Way]
  /// Those ways, and what is left of them once a lead fell through and waits here.
  private let ways: [Way]
  private let isAbout: [Way]
  /// The spaces, as far as they were made; the first, which is also asked where nothing is certain, is always there.
  private var spaces: [DecisionSpace]
  private var foundGap: DecisionAnalysis.Gap?

  /// Takes a decision with the ways to it, and what is left of them once a lead waits there; without any, nothing is certain.
  init(
    _ ground: Ground, _ decision: ResolvedDecision, reads: Reads? = nil, arrivals: [Way] = [], survivors: [Way] = [],
    limit: Int, engine: Solver.Choice = .fitting, hasParts: Bool = false
  ) {
    self.ground = ground
    self.decision = decision
    self.limit = limit
    self.engine = engine
    isAbout = arrivals
    self.reads = reads ?? Reads(decision.branches.compactMap(\.condition), in: ground.funnel)
    self.arrivals = arrivals.leastFirst
    ways = self.arrivals + survivors
    spaces = [
      DecisionSpace(
        decision, self.arrivals.first, about: self.reads, ground, Solver(limit: limit, engine), hasParts: hasParts)
    ]
  }

  /// How many steps were taken so far.
  var steps: Int { spaces.map(\.questions.solver.steps).max() ?? 0 }

  /// Whether it was asked about the same ways.
  func isAbout(_ ways: [Way]) -> Bool { isAbout == ways }

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
    // All formulas come before the first question, so that the engine is made once.
    spaces[0].findParts(of: decision)
    let parts = decision.branches.indices.map { self.parts(of: $0) }
    analysis.gap = gap()
    // A lead that fell through tries again after every update, and by then less is certain of it.
    let count = mayFallThrough() ? ways.count : arrivals.count
    analysis.branches = decision.branches.indices.map { branch($0, count, parts[$0]) }
    if decision.isUnique { analysis.overlaps = overlaps(count) }
    analysis.undecided = spaces.reduce(0) { $0 + $1.questions.solver.undecided }
    analysis.steps = steps
    return analysis
  }

  // MARK: Questions over all ways

  /// Who does something, and in which space.
  private enum Found {
    case some(Model, space: Int)
    case none
    case undecided
  }

  /// Whether some formulas hold together of a lead that came by one of the first ways.
  private mutating func solve(_ count: Int, _ nodes: (DecisionSpace) -> [Node]) -> Found {
    var isDecided = true
    for index in 0..<max(1, count) {
      if index == spaces.count {
        var solver = Solver(limit: limit, engine)
        solver.steps = steps
        spaces.append(DecisionSpace(decision, ways[index], about: reads, ground, solver))
      }
      spaces[index].questions.solver.steps = steps
      switch spaces[index].solve(nodes(spaces[index]) + [spaces[index].entry]) {
      case .model(let model): return .some(model, space: index)
      case .undecided: isDecided = false
      case .none: continue
      }
    }
    return isDecided ? .none : .undecided
  }

  private mutating func witness(_ model: Model, in space: Int, _ nodes: (DecisionSpace) -> [Node]) -> Witness {
    spaces[space].questions.witness(model, of: nodes(spaces[space]) + [spaces[space].entry])
  }

  private mutating func branch(_ index: Int, _ count: Int, _ parts: [Part]) -> BranchAnalysis {
    var branch = BranchAnalysis(fate: fate(of: index, count))
    guard decision.branches[index].condition != nil else { return branch }
    branch.isAlwaysTrue = spaces[0].neverHold([spaces[0].fails[index]])
    if case .neverTrue = branch.fate { return branch }
    if !branch.isAlwaysTrue {
      branch.idle = parts.filter { spaces[0].neverHold($0.more) && spaces[0].neverHold($0.less) }
        .map(\.part)
    }
    return branch
  }

  private mutating func fate(of index: Int, _ count: Int) -> BranchAnalysis.Fate {
    switch solve(count, { [$0.holds[index]] + $0.fails[..<index] }) {
    case .some: return .taken
    case .undecided: return .undecided
    case .none: break
    }
    let (holds, fails) = (spaces[0].holds[index], spaces[0].fails)
    switch spaces[0].solve([holds] + fails[..<index]) {
    case .model: return .excludedOnEntry
    case .undecided: return .undecided
    case .none: break
    }
    guard !spaces[0].neverHold([holds]) else { return .neverTrue }
    // The latest first, so that the earliest branches stay.
    var shadow = Array(0..<index)
    for candidate in shadow.reversed() {
      let smaller = shadow.filter { $0 != candidate }
      if spaces[0].neverHold([holds] + smaller.map { fails[$0] }) { shadow = smaller }
    }
    return .shadowed(by: shadow)
  }

  private mutating func gap() -> DecisionAnalysis.Gap? {
    if foundGap == nil { foundGap = findGap() }
    return foundGap
  }

  private mutating func findGap() -> DecisionAnalysis.Gap? {
    guard !decision.branches.contains(where: { $0.condition == nil }) else { return nil }
    switch solve(arrivals.count, { $0.fails + $0.known }) {
    case .some(let model, let space): return .always(witness(model, in: space) { $0.fails + $0.known })
    case .undecided: return .undecided
    case .none: break
    }
    switch solve(arrivals.count, { $0.fails }) {
    case .some(let model, let space): return .onMissing(witness(model, in: space) { $0.fails })
    case .undecided: return .undecided
    case .none: return DecisionAnalysis.Gap.none
    }
  }

  private mutating func overlaps(_ count: Int) -> [DecisionAnalysis.Overlap] {
    var found: [DecisionAnalysis.Overlap] = []
    for second in decision.branches.indices {
      for first in 0..<second {
        guard case .some(let model, let space) = solve(count, { [$0.holds[first], $0.holds[second]] }) else { continue }
        let witness = witness(model, in: space) { [$0.holds[first], $0.holds[second]] }
        found.append(.init(first: first, second: second, witness: witness))
      }
    }
    return found
  }

  // MARK: Parts that never matter

  /// A part of a condition, and where the condition without it holds of more leads or of less.
  private struct Part {
    let part: IdlePart
    let more: [Node]
    let less: [Node]
  }

  private mutating func parts(of index: Int) -> [Part] {
    let fails = spaces[0].fails[index]
    let holds = spaces[0].holds[index]
    return (spaces[0].parts?[index] ?? []).map { lessened in
      let otherFails = spaces[0].questions.space.pool.negated(lessened.truth.isTrue)
      return Part(part: lessened.part, more: [lessened.truth.isTrue, fails], less: [holds, otherFails])
    }
  }
}

/// The formulas of a decision, and what is certain of a lead that comes there by one way.
struct DecisionSpace {
  var questions: Questions
  /// Where each branch's condition is known to be true.
  let holds: [Node]
  /// Where it is not.
  let fails: [Node]
  /// What is certain of every lead that comes by the way.
  let entry: Node
  /// That each thing that the conditions read is known.
  let known: [Node]
  /// What each branch's condition is without single parts of it; nil where nobody asked yet.
  private(set) var parts: [[Space.Lessened]]?

  init(
    _ decision: ResolvedDecision, _ way: Way?, about reads: Reads, _ ground: Ground, _ solver: Solver,
    hasParts: Bool = false
  ) {
    let conditions = decision.branches.map(\.condition)
    var (space, (holds, parts, read, entry)) = Space.after(ground) { space in
      var parts: [[Space.Lessened]] = []
      let holds = conditions.map { condition -> Node in
        guard hasParts else { return condition.map { space.truth($0).isTrue } ?? .always }
        let found = condition.map { space.truthWithoutParts($0) }
        parts.append(found?.parts ?? [])
        return found?.whole.isTrue ?? .always
      }
      // Whatever the facts read comes behind.
      let read = space.pool.variables.indices
      return (holds, hasParts ? parts : nil, read, space.entry(way.map { [$0] } ?? [], about: reads))
    }
    self.parts = parts
    fails = holds.map { space.pool.negated($0) }
    known = read.map { space.pool.isKnown($0) }.filter { $0 != .never }
    // A witness leaves out what it can.
    for id in read { _ = space.pool.isIn(id, .missing) }
    self.holds = holds
    self.entry = entry
    questions = Questions(space, solver)
  }

  /// Finds what conditions are without single parts, where that is not known.
  mutating func findParts(of decision: ResolvedDecision) {
    guard parts == nil else { return }
    parts = decision.branches.map { branch in
      branch.condition.map { questions.space.truthWithoutParts($0).parts } ?? []
    }
  }

  mutating func solve(_ nodes: [Node]) -> Outcome { questions.solve(nodes) }

  mutating func neverHold(_ nodes: [Node]) -> Bool { questions.neverHold(nodes) }
}

extension [Way] {
  /// The same ways, those of which the least is certain first: on them, most can happen.
  var leastFirst: [Way] {
    enumerated().sorted { ($0.element.facts.count, $0.offset) < ($1.element.facts.count, $1.offset) }.map(\.element)
  }
}
