/// How much a funnel may hold; what the reference products allow, unless an author asks for more.
public struct LanguageLimits: Sendable, Hashable {
  /// The most stages of a funnel, the three that every funnel has included.
  public var stages: Int
  /// The most funnels that run together.
  public var funnels: Int

  /// Makes limits.
  public init(stages: Int = 100, funnels: Int = 50) {
    self.stages = stages
    self.funnels = funnels
  }
}
