import FunnelSemantics
import FunnelSyntax

/// What is certain of a lead that comes to a decision, however it came there.
///
/// Between registration and the first stage a journey never waits, so what intake asked for and what the decisions on the
/// way found still holds. Behind a stage, or a held intake, an update may have changed any point, so nothing is certain.
struct EntryFacts: Sendable {
  /// One thing that is certain.
  enum Fact: Hashable, Sendable {
    /// The point is known.
    case isKnown(ID<ResolvedPoint>)
    /// The condition is known to be true.
    case isTrue(TypedExpression)
    /// The condition is not known to be true.
    case isNotTrue(TypedExpression)
  }

  /// How many ways in are told apart; with more, nothing is certain.
  private static let wayLimit = 16

  private let funnel: ResolvedFunnel
  /// For each decision, the ways in, each with what is certain on it; nil where a way says nothing.
  private(set) var ways: [[[Fact]]?]

  /// Finds the facts of all decisions of a funnel.
  init(_ funnel: ResolvedFunnel) {
    self.funnel = funnel
    ways = [[[Fact]]?](repeating: [], count: funnel.decisions.count)
    var sources = [[(decision: Int, branch: Int)]](repeating: [], count: funnel.decisions.count)
    for target in funnel.targetsBehindWaits { mark(target) { ways[$0] = nil } }
    for (index, decision) in funnel.decisions.enumerated() {
      for (number, branch) in decision.branches.enumerated() {
        mark(branch.target) { sources[$0].append((index, number)) }
      }
    }
    var states = [State](repeating: .new, count: funnel.decisions.count)
    for index in funnel.decisions.indices { find(index, sources, &states, depth: 0) }
  }

  private enum State {
    case new, open, done
  }

  private mutating func find(
    _ index: Int, _ sources: [[(decision: Int, branch: Int)]], _ states: inout [State], depth: Int
  ) {
    // A way round in a circle says nothing, and neither does one that is too long.
    guard states[index] == .new, depth < 200 else {
      if states[index] != .done { ways[index] = nil }
      return
    }
    states[index] = .open
    var found: [[Fact]]? = ways[index]
    mark(funnel.start) { if $0 == index { found?.append(intake) } }
    for source in sources[index] where found != nil {
      find(source.decision, sources, &states, depth: depth + 1)
      guard let before = ways[source.decision], !funnel.decisions[source.decision].isSplit else {
        found = nil
        break
      }
      let taken = facts(of: funnel.decisions[source.decision], branch: source.branch)
      found?.append(contentsOf: before.map { $0 + taken })
    }
    // What was found in a circle was not complete.
    ways[index] = ways[index] == nil ? nil : found.flatMap { $0.count > Self.wayLimit ? nil : $0 }
    states[index] = .done
  }

  private var intake: [Fact] {
    guard funnel.intake.holds.isEmpty else { return [] }
    return funnel.intake.required.map { .isKnown($0.value) } + funnel.intake.declines.map { .isNotTrue($0.condition) }
  }

  private func facts(of decision: ResolvedDecision, branch: Int) -> [Fact] {
    var facts: [Fact] = []
    for earlier in decision.branches[..<branch] {
      if let condition = earlier.condition, isStable(condition) { facts.append(.isNotTrue(condition)) }
    }
    if let condition = decision.branches[branch].condition, isStable(condition) { facts.append(.isTrue(condition)) }
    return facts
  }

  /// Whether a condition reads nothing that going on changes: labels, the stage, activities.
  private func isStable(_ condition: TypedExpression) -> Bool {
    var rest = [condition]
    var seen: Set<TypedExpression.Kind> = []
    while let next = rest.popLast() {
      switch next.kind {
      case .lastLabel, .stage, .activityIs, .entered: return false
      case .letValue(let id):
        guard seen.insert(next.kind).inserted else { continue }
        for item in funnel.lets[id].cases { rest += [item.value] + (item.condition.map { [$0] } ?? []) }
      case .score(let id):
        guard seen.insert(next.kind).inserted else { continue }
        rest += funnel.scores[id].rules.map(\.condition)
      default: rest += next.operands
      }
    }
    return true
  }

  private func mark(_ target: ResolvedTarget, _ note: (Int) -> Void) {
    if case .decision(let id) = target.place { note(id.index) }
  }
}

extension ResolvedFunnel {
  /// Where arrows lead that are followed after the journey could wait: all but those of `start` and of decisions.
  fileprivate var targetsBehindWaits: [ResolvedTarget] {
    var targets = exits.map(\.target) + Self.targets(of: handlers, watches)
    targets += intake.holds.compactMap { $0.limit?.target }
    for stage in stages {
      targets += [stage.next, stage.limit?.target, stage.visits?.target].compactMap { $0 }
      targets += stage.exits.map(\.target) + Self.targets(of: stage.handlers, stage.watches)
    }
    return targets
  }

  private static func targets(of handlers: [ResolvedHandler], _ watches: [ResolvedWatch]) -> [ResolvedTarget] {
    let actions = handlers.flatMap(\.actions) + watches.flatMap(\.actions)
    return handlers.compactMap(\.target)
      + actions.compactMap { action in if case .go(let target) = action.kind { target } else { nil } }
  }
}

extension Space {
  /// The formula of what is certain on one of some ways.
  mutating func entry(_ ways: [[EntryFacts.Fact]]?) -> Node {
    guard let ways, !ways.isEmpty else { return .always }
    return pool.any(ways.map { way in pool.all(way.map { node($0) }) })
  }

  private mutating func node(_ fact: EntryFacts.Fact) -> Node {
    switch fact {
    case .isKnown(let id): pool.isKnown(variable(.point(id)))
    case .isTrue(let condition): truth(condition).isTrue
    case .isNotTrue(let condition): pool.negated(truth(condition).isTrue)
    }
  }
}
