import FunnelSemantics

/// Answers whether claims can hold together, many of them in one space: what they have in common is compiled once, and a lead
/// that was found for one often answers the next.
struct SharedAnswers: Sendable {
  /// With so many formulas the space is left for a new one, since what looks for leads grows with them.
  private static let limit = 700

  private let ground: Ground
  private let limit: Int
  private var questions: Questions?
  /// Whether the funnel asks more of texts than one space can know beforehand.
  private var isTooMuch = false

  init(_ ground: Ground, limit: Int) {
    self.ground = ground
    self.limit = limit
  }

  /// Whether all of some claims can hold together of a lead that came by one of some ways.
  enum Answer {
    case possible, impossible, undecided
    /// It is no question for a shared space.
    case other
  }

  /// Whether all of some claims can hold together of a lead that came by one of some ways.
  mutating func answer(_ claims: [Fact], on ways: [Way], about reads: Reads) -> Answer {
    var isDecided = true
    for way in ways.isEmpty ? [nil] : ways.map(Optional.some) {
      switch solve(claims, on: way, about: reads) {
      case nil: return .other
      case .model?: return .possible
      case .undecided?: isDecided = false
      case .none?: continue
      }
    }
    return isDecided ? .impossible : .undecided
  }

  /// What one way answers; nil where more is asked of texts than the space knows.
  private mutating func solve(_ claims: [Fact], on way: Way?, about reads: Reads) -> Outcome? {
    if (questions?.space.pool.count ?? .max) > Self.limit {
      questions = isTooMuch ? nil : Space.lasting(ground).map { Questions($0, Solver(limit: limit)) }
      isTooMuch = questions == nil
    }
    guard var asked = questions.take() else { return nil }
    var nodes = claims.map { asked.space.node($0) }
    nodes.append(asked.space.entry([way].compactMap(\.self), about: reads))
    guard !asked.space.isBeyondCommon else { return nil }
    asked.solver.steps = 0
    let outcome = asked.solve(nodes)
    questions = consume asked
    return outcome
  }
}
