/// A comparison of `now` or `today` with other values: the one thing that a watched condition may say of time, because one
/// can tell beforehand when it changes.
public struct ClockComparison: Hashable, Sendable {
  /// Whether days are compared, and not instants.
  public let isToday: Bool
  /// When the comparison may change.
  public let edges: [Edge]

  /// One end of the time for which a comparison holds.
  public struct Edge: Hashable, Sendable {
    /// The instant or day.
    public let value: TypedExpression
    /// Whether the comparison changes when that is over, and not when it begins.
    public let isBehind: Bool
  }

  /// The comparison that an expression is; nil where it is none, whatever else it says of time.
  public init?(_ expression: TypedExpression) {
    switch expression.kind {
    case .compare(let comparison, let left, let right):
      let isFlipped = !left.isClock
      guard left.isClock || right.isClock else { return nil }
      let value = isFlipped ? left : right
      isToday = (isFlipped ? right : left).kind == .today
      edges =
        switch comparison {
        case .equal: Self.both(value)
        case .less, .greaterOrEqual: [Edge(value: value, isBehind: isFlipped)]
        case .lessOrEqual, .greater: [Edge(value: value, isBehind: !isFlipped)]
        }
    case .isInRange(let clock, let low, let high):
      guard clock.isClock else { return nil }
      let bound = { (literal: LiteralValue) in TypedExpression(.literal(literal), clock.type, expression.span) }
      isToday = clock.kind == .today
      edges =
        (low.map { [Edge(value: bound($0), isBehind: false)] } ?? [])
        + (high.map { [Edge(value: bound($0), isBehind: true)] } ?? [])
    case .isOneOf(let clock, let values):
      guard clock.isClock else { return nil }
      isToday = clock.kind == .today
      edges = values.flatMap { Self.both($0) }
    default: return nil
    }
  }

  private static func both(_ value: TypedExpression) -> [Edge] {
    [Edge(value: value, isBehind: false), Edge(value: value, isBehind: true)]
  }
}

extension TypedExpression {
  /// Whether it is `now` or `today` itself.
  public var isClock: Bool { kind == .now || kind == .today }
}
