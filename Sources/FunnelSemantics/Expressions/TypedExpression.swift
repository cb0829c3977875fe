import FunnelDiagnostics

/// An expression of which every name is resolved and every operator chosen.
///
/// Spellings that mean the same have one form: `a != b` is `not(equal)`, `is known` is `not(isMissing)`, `x not in S` is
/// `not` of the test, `x in tags` is `setContains`, a parenthesis is gone, and an integer that is used as a number stands
/// in `toNumber`. So both operands of a comparison, of `??`, and all elements of a list have the same type.
public struct TypedExpression: Hashable, Sendable {
  /// What it does.
  public let kind: Kind
  /// The type of its value.
  public let type: FunnelType
  /// Where it stands.
  public let span: SourceSpan

  /// Makes an expression.
  public init(_ kind: Kind, _ type: FunnelType, _ span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
  }

  /// What an expression does.
  public enum Kind: Hashable, Sendable {
    // Values
    case literal(LiteralValue)
    case point(ID<ResolvedPoint>)
    case letValue(ID<ResolvedLet>)
    case score(ID<ResolvedScore>)
    /// The label that a decision gave last; missing until it was taken.
    case lastLabel(ID<ResolvedDecision>)
    case source
    case stage
    /// The responsible person, as text.
    case owner
    /// When the stage, in a funnel's own clause the journey, was entered.
    case entered
    /// The time of the subject's last event.
    case lastEvent
    case now
    /// The date of now in the funnel's zone.
    case today

    // Conditions
    indirect case not(TypedExpression)
    /// Two or more conditions that must all hold.
    indirect case all([TypedExpression])
    /// Two or more conditions of which one must hold.
    indirect case any([TypedExpression])
    indirect case compare(Comparison, TypedExpression, TypedExpression)
    /// Whether a value equals one of the elements; unknown where it is missing, and where no known element equals it and
    /// one of them is missing.
    indirect case isOneOf(TypedExpression, [TypedExpression])
    /// Whether a value lies in an inclusive range of which one end may be open.
    indirect case isInRange(TypedExpression, low: LiteralValue?, high: LiteralValue?)
    indirect case isMissing(TypedExpression)
    indirect case setContains(set: TypedExpression, element: TypedExpression)
    indirect case textTest(TextTest, TypedExpression, TypedExpression)
    /// Whether a regular expression is found in a text; the pattern is as written, after string escapes, and stands at
    /// the span.
    indirect case matches(TypedExpression, pattern: [UInt8], at: SourceSpan)
    /// The state of the latest opening of an activity with that name.
    case activityIs(ID<ResolvedActivityName>, ActivityState)

    // Computations
    /// The first where it is known, else the second.
    indirect case coalesce(TypedExpression, TypedExpression)
    indirect case arithmetic(ArithmeticOperation, TypedExpression, TypedExpression)
    /// An integer, number, money or duration with its sign turned; missing on overflow.
    indirect case negate(TypedExpression)
    /// A date or datetime moved by a span of the calendar, in the funnel's zone.
    indirect case shift(TypedExpression, by: CalendarSpan)
    /// An integer as a number.
    indirect case toNumber(TypedExpression)
    /// The date of a datetime in the funnel's zone.
    indirect case toDate(TypedExpression)
    indirect case call(BuiltinFunction, [TypedExpression])
    /// A set written out: `{ a, b }`; a missing element is left out.
    indirect case makeSet([TypedExpression])
  }

  /// The orders that can be asked for; equality also of values without an order.
  public enum Comparison: String, Hashable, Sendable {
    case equal = "=="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// Where the second text stands in the first.
  public enum TextTest: String, Hashable, Sendable {
    case contains
    case startsWith = "starts with"
    case endsWith = "ends with"
  }

  /// What can be asked of an activity; `open` includes `inProgress`.
  public enum ActivityState: String, Hashable, Sendable, CaseIterable {
    case open
    case inProgress = "in_progress"
    case completed, failed, overdue, skipped, blocked, cancelled
  }
}

extension TypedExpression {
  /// The constant, where it is one.
  public var literal: LiteralValue? {
    if case .literal(let value) = kind { value } else { nil }
  }
}
