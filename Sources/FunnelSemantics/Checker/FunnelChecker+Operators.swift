import FunnelDiagnostics
import FunnelSyntax

/// The operators on operands whose types are known.
extension FunnelChecker {
  /// The expression as a value of a type: itself, or an integer as a number; nil where it is neither.
  func converted(_ expression: TypedExpression, to type: FunnelType) -> TypedExpression? {
    if expression.type == type { return expression }
    guard expression.type == .integer, type == .number else { return nil }
    if case .literal(.integer(let value)) = expression.kind {
      let number = Double(value)
      if Int64(exactly: number) != value {
        report.add(.lossyInteger("\(value)", kept: "\(number)", at: expression.span))
      }
      return TypedExpression(.literal(.number(number)), .number, expression.span)
    }
    return TypedExpression(.toNumber(expression), .number, expression.span)
  }

  /// Both expressions as values of one type; nil where they have none in common.
  func unified(_ left: TypedExpression, _ right: TypedExpression) -> (TypedExpression, TypedExpression)? {
    if let right = converted(right, to: left.type) { return (left, right) }
    if let left = converted(left, to: right.type) { return (left, right) }
    return nil
  }

  /// Reports that two values have no type in common.
  func reportIncomparable(_ left: TypedExpression, _ right: TypedExpression) {
    switch (left.type, right.type) {
    case (.money(let a), .money(let b)): report.add(.currencies(a, at: left.span, b, at: right.span))
    case (.money(let currency), .integer), (.money(let currency), .number):
      reportMissingCurrency(right, currency, amount: left.span)
    case (.integer, .money(let currency)), (.number, .money(let currency)):
      reportMissingCurrency(left, currency, amount: right.span)
    default:
      let (first, second) = left.kind == .now || left.kind == .today ? (left, right) : (right, left)
      let (help, fixes) = advice(for: first, as: second.type) ?? advice(for: second, as: first.type) ?? (nil, [])
      report.add(
        .incomparable(
          describe(left.type), at: left.span, describe(right.type), at: right.span, help: help, fixes: fixes))
    }
  }

  /// Reports that a plain number stands where an amount is needed.
  func reportMissingCurrency(_ plain: TypedExpression, _ currency: Currency, amount: SourceSpan?) {
    switch plain.kind {
    case .literal: report.add(.missingCurrency(currency, at: plain.span, amount: amount))
    default:
      let money = describe(.money(currency))
      report.add(
        .mismatch(
          expected: money, found: describe(plain.type), at: plain.span,
          because: amount.map { Label($0, "this is \(money)") },
          help: "multiply the number with 1 \(currency.code) if it counts \(currency.code)"))
    }
  }

  /// What to type instead of a value that has another type than is needed.
  func advice(for found: TypedExpression, as needed: FunnelType) -> (help: String?, fixes: [Fix])? {
    if case .literal(.text(let bytes)) = found.kind, !needed.isText {
      let text = String(decoding: bytes, as: UTF8.self)
      if case .set = needed { return ("ask for an element with \"contains\"", []) }
      guard needed.hasMembers else { return text.first?.isNumber == true ? ("write it without quotes", []) : nil }
      guard let member = memberWritten(for: text, of: needed) else {
        return ("write one of its names, without quotes", [])
      }
      return (
        "write it without quotes: \(member)",
        [Fix("replace it with \(member)", .safe, [Fix.Edit(found.span, member)])]
      )
    }
    switch (found.type, needed) {
    case (.datetime, .date) where found.kind == .now:
      return (
        "write \"today\", which is a date", [Fix("replace it with today", .unsafe, [Fix.Edit(found.span, "today")])]
      )
    case (.date, .datetime) where found.kind == .today:
      return (
        "write \"now\", which is a datetime", [Fix("replace it with now", .unsafe, [Fix.Edit(found.span, "now")])]
      )
    case (.datetime, .date), (.date, .datetime):
      return ("a date has no time of day: write a datetime as 2026-11-20T09:30:00Z, a date as 2026-11-20", [])
    case (.number, .integer):
      if case .literal = found.kind { return ("write a whole number", []) }
      return ("use \"round(...)\" for a whole number", [])
    case (let text, .text) where text.isText: return ("\"lower(...)\" gives it as a text", [])
    default: return nil
    }
  }

  /// `left SIGN right` for the signs that compare.
  func comparison(
    _ sign: ComparisonOperator, at signSpan: SourceSpan, _ left: TypedExpression, _ right: TypedExpression,
    span: SourceSpan
  ) -> TypedExpression? {
    guard let (left, right) = unified(left, right) else {
      reportIncomparable(left, right)
      return nil
    }
    if case .set = left.type {
      report.add(.setsCompared(sign.rawValue, at: signSpan))
      return nil
    }
    guard let comparison = TypedExpression.Comparison(sign) else {
      return TypedExpression(
        .not(TypedExpression(.compare(.equal, left, right), .boolean, span)), .boolean, span)
    }
    guard comparison == .equal || left.type.isOrdered else {
      report.add(.unordered(describe(left.type), sign.rawValue, at: signSpan, operand: left.span))
      return nil
    }
    return TypedExpression(.compare(comparison, left, right), .boolean, span)
  }

  /// `left SIGN right` for the signs that compute.
  func arithmetic(
    _ sign: String, _ left: TypedExpression, _ right: TypedExpression, span: SourceSpan
  ) -> TypedExpression? {
    if let (operation, type) = Self.operation(sign, left.type, right.type) {
      return TypedExpression(.arithmetic(operation, left, right), type, span)
    }
    if Self.isCount(left.type), Self.isQuantity(right.type), sign == "*" {
      return arithmetic(sign, right, left, span: span)
    }
    if Self.isCount(left.type), Self.isCount(right.type), let left = converted(left, to: .number),
      let right = converted(right, to: .number), let (operation, type) = Self.operation(sign, .number, .number)
    {
      return TypedExpression(.arithmetic(operation, left, right), type, span)
    }
    reportNoOperation(sign, left, right, span: span)
    return nil
  }

  private static func isCount(_ type: FunnelType) -> Bool { type == .integer || type == .number }

  /// Whether values of a type can be multiplied with a number.
  private static func isQuantity(_ type: FunnelType) -> Bool {
    switch type {
    case .money, .duration: true
    default: false
    }
  }

  /// The operation that a sign means between two types, and its result's type.
  private static func operation(_ sign: String, _ left: FunnelType, _ right: FunnelType)
    -> (ArithmeticOperation, FunnelType)?
  {
    switch (left, sign, right) {
    case (.integer, "+", .integer): (.addIntegers, .integer)
    case (.integer, "-", .integer): (.subtractIntegers, .integer)
    case (.integer, "*", .integer): (.multiplyIntegers, .integer)
    case (.number, "+", .number): (.addNumbers, .number)
    case (.number, "-", .number): (.subtractNumbers, .number)
    case (.number, "*", .number): (.multiplyNumbers, .number)
    case (.number, "/", .number): (.divideNumbers, .number)
    case (.money(let a), "+", .money(let b)) where a == b: (.addMoney, left)
    case (.money(let a), "-", .money(let b)) where a == b: (.subtractMoney, left)
    case (.money(let a), "/", .money(let b)) where a == b: (.divideMoney, .number)
    case (.money, "*", .integer): (.multiplyMoneyByInteger, left)
    case (.money, "*", .number): (.multiplyMoneyByNumber, left)
    case (.money, "/", .integer): (.divideMoneyByInteger, left)
    case (.money, "/", .number): (.divideMoneyByNumber, left)
    case (.duration, "+", .duration): (.addDurations, left)
    case (.duration, "-", .duration): (.subtractDurations, left)
    case (.duration, "/", .duration): (.divideDurations, .number)
    case (.duration, "*", .integer): (.multiplyDurationByInteger, left)
    case (.duration, "*", .number): (.multiplyDurationByNumber, left)
    case (.duration, "/", .integer): (.divideDurationByInteger, left)
    case (.duration, "/", .number): (.divideDurationByNumber, left)
    case (.datetime, "+", .duration): (.addElapsed, left)
    case (.datetime, "-", .duration): (.subtractElapsed, left)
    case (.datetime, "-", .datetime): (.subtractDatetimes, .duration)
    case (.date, "-", .date): (.subtractDates, .duration)
    default: nil
    }
  }

  private func reportNoOperation(
    _ sign: String, _ left: TypedExpression, _ right: TypedExpression, span: SourceSpan
  ) {
    switch (left.type, right.type) {
    case (.money(let a), .money(let b)) where a != b && sign != "*":
      report.add(.currencies(a, at: left.span, b, at: right.span))
    case (.money(let currency), .integer), (.money(let currency), .number):
      reportMissingCurrency(right, currency, amount: left.span)
    case (.integer, .money(let currency)) where sign != "/", (.number, .money(let currency)) where sign != "/":
      reportMissingCurrency(left, currency, amount: right.span)
    case (.date, .duration) where sign == "+" || sign == "-":
      report.add(.durationValueOnDate(at: right.span, date: left.span))
    case (.duration, .date) where sign == "+", (.duration, .datetime) where sign == "+":
      report.add(
        .noOperation(
          sign, describe(left.type), at: left.span, describe(right.type), at: right.span, whole: span,
          help: "write the date first, and the duration behind it"))
    case (.date, .datetime), (.datetime, .date):
      report.add(
        .noOperation(
          sign, describe(left.type), at: left.span, describe(right.type), at: right.span, whole: span,
          help: "use \"days_between(a, b)\", which takes both"))
    default:
      report.add(
        .noOperation(sign, describe(left.type), at: left.span, describe(right.type), at: right.span, whole: span))
    }
  }
}

extension TypedExpression.Comparison {
  /// The comparison that an operator writes; nil for the opposite of equality.
  fileprivate init?(_ sign: ComparisonOperator) {
    switch sign {
    case .equal: self = .equal
    case .notEqual: return nil
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    }
  }
}
