import FunnelSemantics

/// A lead and what happens to it then, as a test would say it.
public struct Scenario: Hashable, Sendable {
  /// Where the lead comes from; nil where that does not matter.
  public internal(set) var source: ID<ResolvedSource>?
  /// When it registers, in microseconds since 1970; nil where that does not matter.
  public internal(set) var start: Int64?
  /// What is known of it at registration.
  public internal(set) var given: [ResolvedTest.Value] = []
  /// What happens then; nothing is expected.
  public internal(set) var steps: [ResolvedTest.Step] = []

  /// Whether it is no more than a line of a feed.
  public var isLine: Bool { steps.isEmpty && start == nil }

  /// The scenarios with one thing less, the last first: a step, a value of a step, a value at registration, the time.
  var smaller: [Scenario] {
    var found: [Scenario] = []
    for index in steps.indices.reversed() {
      var without = self
      without.steps.remove(at: index)
      found.append(without)
      guard case .set(let values) = steps[index], values.count > 1 else { continue }
      for place in values.indices.reversed() {
        var changed = self
        changed.steps[index] = .set(Array(values[..<place] + values[(place + 1)...]))
        found.append(changed)
      }
    }
    for index in given.indices.reversed() {
      var without = self
      without.given.remove(at: index)
      found.append(without)
    }
    if start != nil {
      var without = self
      without.start = nil
      found.append(without)
    }
    if source != nil {
      var without = self
      without.source = nil
      found.append(without)
    }
    return found
  }
}

/// What plays scenarios: the interpreter, which the prover does not know.
public struct Replay: Sendable {
  /// A decision that was asked on the way.
  public struct Asked: Sendable {
    /// The decision.
    public let decision: ID<ResolvedDecision>
    /// What each branch's condition was known to be; nil where it was unknown.
    public let truths: [Bool?]
    /// The branch that was taken; nil where the lead fell through.
    public let taken: Int?

    /// Makes the record of an answer.
    public init(decision: ID<ResolvedDecision>, truths: [Bool?], taken: Int?) {
      self.decision = decision
      self.truths = truths
      self.taken = taken
    }
  }

  /// Plays a scenario and gives the decisions that were asked, in order.
  let play: @Sendable (Scenario) -> [Asked]

  /// Takes what plays scenarios of a funnel.
  public init(_ play: @escaping @Sendable (Scenario) -> [Asked]) { self.play = play }
}
