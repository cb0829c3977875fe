import FunnelDiagnostics

/// Comparing and walking expressions, which the parser lets be nested no deeper than the stack is.
extension TypedExpression {
  /// Whether another expression is the same but for where it stands.
  ///
  /// - Complexity: O(length of the shorter).
  public func hasSameMeaning(as other: TypedExpression) -> Bool {
    guard type == other.type, doesSame(as: other) else { return false }
    let (left, right) = (operands, other.operands)
    return left.count == right.count && zip(left, right).allSatisfy { $0.hasSameMeaning(as: $1) }
  }

  /// The expression and all that stand in it, in text order.
  public var parts: [TypedExpression] {
    var parts: [TypedExpression] = []
    visitParts { parts.append($0) }
    return parts
  }

  /// Hands over the expression and all that stand in it, in text order.
  public func visitParts(_ body: (TypedExpression) -> Void) {
    body(self)
    visitOperands { $0.visitParts(body) }
  }

  /// Whether both do the same, apart from what they do it to.
  private func doesSame(as other: TypedExpression) -> Bool {
    switch (kind, other.kind) {
    case (.not, .not), (.all, .all), (.any, .any), (.isOneOf, .isOneOf), (.isMissing, .isMissing),
      (.setContains, .setContains), (.coalesce, .coalesce), (.negate, .negate), (.toNumber, .toNumber),
      (.toDate, .toDate), (.makeSet, .makeSet):
      true
    case (.compare(let a, _, _), .compare(let b, _, _)): a == b
    case (.isInRange(_, let low, let high), .isInRange(_, let otherLow, let otherHigh)):
      low == otherLow && high == otherHigh
    case (.textTest(let a, _, _), .textTest(let b, _, _)): a == b
    case (.matches(_, let a, _), .matches(_, let b, _)): a == b
    case (.arithmetic(let a, _, _), .arithmetic(let b, _, _)): a == b
    case (.shift(_, let a), .shift(_, let b)): a == b
    case (.call(let a, _), .call(let b, _)): a == b
    default: kind == other.kind
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

  /// Hashes the points, formulas and constants in it, and no more: that tells most expressions apart.
  public func hash(into hasher: inout Hasher) {
    expression.visitParts { part in
      switch part.kind {
      case .point(let id): hasher.combine(id.index)
      case .literal(let value): hasher.combine(value)
      case .letValue(let id): hasher.combine(id.index)
      case .score(let id): hasher.combine(id.index)
      default: break
      }
    }
  }
}

extension TypedExpression {
  /// A number made of the points, the constants and the bounds in it: expressions of the same meaning have the same, and others seldom.
  public var fingerprint: UInt64 {
    var sum: UInt64 = 0
    visitParts { part in
      let number: UInt64
      switch part.kind {
      case .point(let id): number = UInt64(truncatingIfNeeded: id.index) << 8 | 1
      case .literal(let value): number = value.fingerprint
      case .isInRange(_, let low, let high):
        number = (low?.fingerprint ?? 5) &* 31 &+ (high?.fingerprint ?? 6)
      default: return
      }
      sum = (sum ^ number) &* 0x9E37_79B9_7F4A_7C15
      sum ^= sum >> 29
    }
    return sum
  }
}

extension LiteralValue {
  fileprivate var fingerprint: UInt64 {
    switch self {
    case .boolean(let value): value ? 3 : 2
    case .integer(let value), .money(let value), .date(let value), .datetime(let value), .duration(let value):
      UInt64(bitPattern: value)
    case .number(let value): value.bitPattern
    case .text(let bytes): bytes.reduce(UInt64(bytes.count)) { $0 &* 31 &+ UInt64($1) }
    case .code(let code): UInt64(code.bits)
    case .member(let index): UInt64(truncatingIfNeeded: index) << 8 | 4
    }
  }
}
