import FunnelDiagnostics
import FunnelSyntax

/// Computations.
extension FunnelChecker {
  /// `a + b` and the like.
  func arithmetic(_ syntax: ArithmeticSyntax) -> TypedExpression? {
    guard let operation = syntax.operation, let left = syntax.left, let right = syntax.right else { return nil }
    guard isWrittenDuration(right), !isWrittenDuration(left) else {
      let first = check(left)
      guard let second = check(right, hint: first?.type), let first else { return nil }
      return arithmetic(operation.value.rawValue, first, second, span: syntax.span)
    }
    guard let first = check(left), let duration = writtenDuration(right) else { return nil }
    let isDate = first.type == .date
    guard isDate || first.type == .datetime, operation.value == .plus || operation.value == .minus else {
      guard let second = elapsed(duration, at: right.span) else { return nil }
      return arithmetic(operation.value.rawValue, first, second, span: syntax.span)
    }
    guard !isDate || (duration.microseconds == 0 && duration.businessTime == 0) else {
      report.add(.hoursOnDate(at: right.span, date: first.span))
      return nil
    }
    guard let shift = operation.value == .plus ? duration : duration.negated else {
      report.add(.durationTooLong(at: right.span))
      return nil
    }
    return TypedExpression(.shift(first, by: shift), first.type, syntax.span)
  }

  /// Whether an expression is a duration written out: `3 days`, `(1 day + 2 hours)`.
  private func isWrittenDuration(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax {
    case .literal(.duration): true
    case .parenthesized(let inner): inner.inner.map { isSumOfDurations($0) } ?? false
    default: false
    }
  }

  private func isSumOfDurations(_ syntax: ExpressionSyntax) -> Bool {
    var syntax = syntax
    while case .arithmetic(let sum) = syntax {
      guard let operation = sum.operation?.value, operation == .plus || operation == .minus, let left = sum.left,
        let right = sum.right, isWrittenDuration(right)
      else { return false }
      syntax = left
    }
    return isWrittenDuration(syntax)
  }

  /// The parts of a duration that is written out, summed.
  private func writtenDuration(_ syntax: ExpressionSyntax) -> CalendarSpan? {
    switch syntax {
    case .literal(.duration(let duration)): return calendarSpan(duration)
    case .parenthesized(let inner): return inner.inner.flatMap { writtenDuration($0) }
    case .arithmetic(let sum):
      guard let left = sum.left.flatMap({ writtenDuration($0) }), let right = sum.right.flatMap({ writtenDuration($0) })
      else { return nil }
      if let right = sum.operation?.value == .minus ? right.negated : right, let result = left.adding(right) {
        return result
      }
      report.add(.durationTooLong(at: sum.span))
      return nil
    default: return nil
    }
  }

  /// `-a`; of a constant, the constant.
  func negation(_ syntax: NegationSyntax, hint: FunnelType?) -> TypedExpression? {
    guard let operand = check(syntax.operand, hint: hint) else { return nil }
    let kind: TypedExpression.Kind
    switch (operand.kind, operand.type) {
    case (.literal(.integer(let value)), _) where value != .min: kind = .literal(.integer(0 - value))
    case (.literal(.number(let value)), _): kind = .literal(.number(value == 0 ? 0 : -value))
    case (.literal(.money(let value)), _) where value != .min: kind = .literal(.money(0 - value))
    case (.literal(.duration(let value)), _) where value != .min: kind = .literal(.duration(0 - value))
    case (_, .integer), (_, .number), (_, .money), (_, .duration): kind = .negate(operand)
    default:
      report.add(.noNegation(describe(operand.type), at: operand.span))
      return nil
    }
    return TypedExpression(kind, operand.type, syntax.span)
  }

  /// `a ?? b`.
  func coalesce(_ syntax: CoalesceSyntax, hint: FunnelType?) -> TypedExpression? {
    guard let value = check(syntax.value, hint: hint), let fallback = check(syntax.fallback, hint: value.type) else {
      return nil
    }
    guard let (value, fallback) = unified(value, fallback) else {
      reportMismatch(fallback, needed: value.type, because: Label(value.span, "this is \(describe(value.type))"))
      return nil
    }
    return TypedExpression(.coalesce(value, fallback), value.type, syntax.span)
  }
}
