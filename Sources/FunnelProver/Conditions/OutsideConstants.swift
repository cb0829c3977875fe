import FunnelSemantics

/// A comparison with a constant that what is compared can never be.
public struct OutsideConstant: Sendable {
  /// The comparison.
  public let comparison: TypedExpression
  /// What is compared.
  public let value: TypedExpression
  /// The constant, where it stands by itself; nil for an end of a range.
  public let constant: TypedExpression?
}

extension Prover {
  /// The comparisons in an expression with constants that lie outside of what they are compared with, in text order.
  ///
  /// Formulas that the expression reads are not looked into. A value of which nothing is ever known is no matter of this.
  public func constantsOutside(in expression: TypedExpression) -> [OutsideConstant] {
    ConstantComparison.all(in: expression, funnel).compactMap { comparison in
      guard comparison.tests.contains(where: { isImpossible(that: [$0]) }), !isImpossible(that: [comparison.isKnown])
      else { return nil }
      return OutsideConstant(
        comparison: comparison.whole, value: comparison.value, constant: comparison.constant)
    }
  }
}

/// A value beside a constant, and the comparisons that can all be true where the constant is one of its values or lies
/// between them.
private struct ConstantComparison {
  let whole: TypedExpression
  let value: TypedExpression
  let constant: TypedExpression?
  let tests: [TypedExpression]

  /// The comparisons in an expression that need a question.
  static func all(in expression: TypedExpression, _ funnel: ResolvedFunnel) -> [ConstantComparison] {
    var found: [ConstantComparison] = []
    expression.visitParts { next in
      switch next.kind {
      case .compare(let comparison, let left, let right):
        let (value, constant) = left.literal == nil ? (left, right) : (right, left)
        guard constant.literal != nil, !isPlain(value, constant.literal, funnel), value.isBounded(in: funnel) else {
          return
        }
        found.append(ConstantComparison(next, value, constant, comparison == .equal ? [.equal] : between))
      case .isOneOf(let value, let elements):
        guard value.isBounded(in: funnel) else { return }
        for element in elements where element.literal != nil && !isPlain(value, element.literal, funnel) {
          found.append(ConstantComparison(next, value, element, [.equal]))
        }
      case .isInRange(let value, let low, let high):
        guard value.isBounded(in: funnel) else { return }
        for end in [low, high].compactMap(\.self) where !isPlain(value, end, funnel) {
          let constant = TypedExpression(.literal(end), value.type, next.span)
          found.append(ConstantComparison(next, value, constant, between, isEnd: true))
        }
      default: return
      }
    }
    return found
  }

  /// That something is known of the value.
  var isKnown: TypedExpression {
    TypedExpression(.not(TypedExpression(.isMissing(value), .boolean, whole.span)), .boolean, whole.span)
  }

  /// Whether a value is a point, and a constant lies within the point's own range; or the length of any text.
  private static func isPlain(_ value: TypedExpression, _ constant: LiteralValue?, _ funnel: ResolvedFunnel) -> Bool {
    guard let place = constant.flatMap({ Grid.integer($0) }) else { return false }
    switch value.kind {
    case .point(let id):
      let low = funnel.points[id].lowest.flatMap { Grid.integer($0) } ?? .min
      let high = funnel.points[id].highest.flatMap { Grid.integer($0) } ?? .max
      return low <= place && place <= high
    case .call(.length, let operands):
      guard var text = operands.first else { return false }
      while case .coalesce(let first, _) = text.kind { text = first }
      if case .point(let id) = text.kind { return funnel.points[id].type == .text && place >= 0 }
      return false
    default: return false
    }
  }

  private static let between: [TypedExpression.Comparison] = [.lessOrEqual, .greaterOrEqual]

  private init(
    _ whole: TypedExpression, _ value: TypedExpression, _ constant: TypedExpression,
    _ tests: [TypedExpression.Comparison], isEnd: Bool = false
  ) {
    self.whole = whole
    self.value = value
    self.constant = isEnd ? nil : constant
    self.tests = tests.map { TypedExpression(.compare($0, value, constant), .boolean, whole.span) }
  }
}

extension TypedExpression {
  /// Whether less than all of its type may be a value of it.
  fileprivate func isBounded(in funnel: ResolvedFunnel) -> Bool {
    switch kind {
    case .point(let id):
      switch type {
      case .email, .phone, .url: return true
      default: return funnel.points[id].lowest != nil || funnel.points[id].highest != nil
      }
    case .score, .letValue, .call, .arithmetic, .coalesce: return true
    case .toNumber(let operand), .negate(let operand): return operand.isBounded(in: funnel)
    default: return false
    }
  }
}
