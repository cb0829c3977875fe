import FunnelDiagnostics
import FunnelSemantics

/// Comparing and walking expressions.
extension TypedExpression {
  /// Whether another expression is the same but for where it stands.
  ///
  /// - Complexity: O(length of the shorter), on a stack of its own, so that no depth is too much.
  public func hasSameMeaning(as other: TypedExpression) -> Bool {
    var pending = [(self, other)]
    while let (a, b) = pending.popLast() {
      guard a.type == b.type, a.head == b.head else { return false }
      let (left, right) = (a.operands, b.operands)
      guard left.count == right.count else { return false }
      pending += zip(left, right)
    }
    return true
  }

  /// The expression and all that stand in it.
  var parts: [TypedExpression] {
    var parts: [TypedExpression] = []
    var pending = [self]
    while let next = pending.popLast() {
      parts.append(next)
      pending += next.operands.reversed()
    }
    return parts
  }

  /// What it does, apart from what it does it to.
  fileprivate var head: Kind {
    let place = SourceSpan(file: FileID(0), start: 0, end: 0)
    let hole = TypedExpression(.now, .datetime, place)
    return switch kind {
    case .literal, .point, .letValue, .score, .lastLabel, .source, .stage, .owner, .entered, .lastEvent, .now, .today,
      .activityIs:
      kind
    case .not: .not(hole)
    case .all: .all([])
    case .any: .any([])
    case .compare(let comparison, _, _): .compare(comparison, hole, hole)
    case .isOneOf: .isOneOf(hole, [])
    case .isInRange(_, let low, let high): .isInRange(hole, low: low, high: high)
    case .isMissing: .isMissing(hole)
    case .setContains: .setContains(set: hole, element: hole)
    case .textTest(let test, _, _): .textTest(test, hole, hole)
    case .matches(_, let pattern, _): .matches(hole, pattern: pattern, at: place)
    case .coalesce: .coalesce(hole, hole)
    case .arithmetic(let operation, _, _): .arithmetic(operation, hole, hole)
    case .negate: .negate(hole)
    case .shift(_, let span): .shift(hole, by: span)
    case .toNumber: .toNumber(hole)
    case .toDate: .toDate(hole)
    case .call(let function, _): .call(function, [])
    case .makeSet: .makeSet([])
    }
  }
}

/// An expression without the place where it stands, by which equal ones are found among many.
public struct ExpressionMeaning: Hashable, Sendable {
  private let expression: TypedExpression

  /// The meaning of an expression.
  public init(_ expression: TypedExpression) { self.expression = expression }

  /// Whether both are the same but for where they stand.
  public static func == (a: ExpressionMeaning, b: ExpressionMeaning) -> Bool {
    a.expression.hasSameMeaning(as: b.expression)
  }

  /// Hashes what it does, part by part.
  public func hash(into hasher: inout Hasher) {
    for part in expression.parts { hasher.combine(part.head) }
  }
}
