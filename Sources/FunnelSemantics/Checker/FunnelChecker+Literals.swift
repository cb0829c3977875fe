import FunnelDiagnostics
import FunnelSyntax

/// Constants.
extension FunnelChecker {
  /// A literal; `hint` makes a text an e-mail address and the like, and an integer a number.
  func literal(_ syntax: LiteralSyntax, hint: FunnelType?) -> TypedExpression? {
    switch syntax {
    case .number(let number): return self.number(number, hint: hint)
    case .money(let money): return self.money(money)
    case .duration(let duration):
      return calendarSpan(duration).flatMap { elapsed($0, at: duration.span) }
    case .string(let string): return text(string, hint: hint)
    case .date(let date):
      return date.value.map { TypedExpression(.literal(.date($0.daysSince1970)), .date, date.span) }
    case .datetime(let datetime):
      return datetime.value.map { value in
        TypedExpression(.literal(.datetime(value.microsecondsSince1970)), .datetime, datetime.span)
      }
    case .boolean(let boolean): return TypedExpression(.literal(.boolean(boolean.value)), .boolean, boolean.span)
    }
  }

  /// A number: an integer where it is written as a whole number, and none of the other kind is expected.
  private func number(_ syntax: NumberSyntax, hint: FunnelType?) -> TypedExpression? {
    if hint != .number, let value = syntax.plain {
      return TypedExpression(.literal(.integer(value)), .integer, syntax.span)
    }
    let isWhole = !syntax.isFraction || (syntax.exponent > 0 && syntax.integer != nil)
    guard !isWhole || hint == .number else {
      guard let value = syntax.integer else {
        report.add(.integerTooLarge(syntax.node.text, at: syntax.span))
        return nil
      }
      return TypedExpression(.literal(.integer(value)), .integer, syntax.span)
    }
    guard let value = syntax.double else {
      report.add(.numberTooLarge(syntax.node.text, at: syntax.span))
      return nil
    }
    if isWhole, Int64(exactly: value) != syntax.integer || syntax.integer == nil {
      report.add(.lossyInteger(syntax.node.text, kept: "\(value)", at: syntax.span))
    }
    return TypedExpression(.literal(.number(value == 0 ? 0 : value)), .number, syntax.span)
  }

  /// A whole number of a clause, such as the times of a `retry`.
  func wholeNumber(_ syntax: NumberSyntax?) -> Int64? {
    guard let syntax, !syntax.isFraction else { return nil }
    if let value = syntax.integer { return value }
    report.add(.integerTooLarge(syntax.node.text, at: syntax.span))
    return nil
  }

  private func money(_ syntax: MoneySyntax) -> TypedExpression? {
    guard let number = syntax.number, let currency = syntax.currency.flatMap({ currency($0) }) else { return nil }
    guard let value = number.scaled(by: 4) else {
      // Too fine, where only the decimals are too many: the digits before them fit.
      let isHuge = (number.double ?? .infinity).magnitude > 922_337_203_685_476
      report.add(
        isHuge ? .moneyTooLarge(syntax.node.text, at: syntax.span) : .moneyTooFine(syntax.node.text, at: syntax.span))
      return nil
    }
    return TypedExpression(.literal(.money(value)), .money(currency), syntax.span)
  }

  /// A currency by its code.
  func currency(_ name: NameSyntax) -> Currency? {
    if let currency = Currency(code: name.text) { return currency }
    let nearest =
      Currency(code: name.text.uppercased())?.code
      ?? report.suggestion.nearest(to: name.text, among: StandardCodes.currencyNames)
    report.add(.unknownCurrency(name.text, at: name.span, nearest: nearest))
    return nil
  }

  private func text(_ syntax: StringSyntax, hint: FunnelType?) -> TypedExpression? {
    let bytes = Array(syntax.value.utf8)
    let type = if let hint, hint.isText { hint } else { FunnelType.text }
    guard Self.fits(bytes, type) else {
      report.add(.textOfOtherForm(syntax.value, describe(type), at: syntax.span))
      return nil
    }
    return TypedExpression(.literal(.text(bytes)), type, syntax.span)
  }

  /// Whether a text has the form that a feed's value of the type has, so that the two can be equal.
  private static func fits(_ bytes: [UInt8], _ type: FunnelType) -> Bool {
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    switch type {
    case .email:
      guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
      return at > 0 && at < bytes.count - 1 && !bytes.contains(where: isBlank)
    case .url:
      guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
      return colon > 0 && colon < bytes.count - 1 && !bytes.contains(where: isBlank)
    case .phone:
      let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
      return bytes.contains(where: isDigit) && bytes.allSatisfy { isDigit($0) || Array(" +-()./".utf8).contains($0) }
    default: return true
    }
  }

  /// A constant of a type, such as the end of a range.
  func constant(_ syntax: LiteralSyntax, _ type: FunnelType, because: Label?) -> LiteralValue? {
    guard let expression = literal(syntax, hint: type) else { return nil }
    guard let value = converted(expression, to: type), case .literal(let literal) = value.kind else {
      reportMismatch(expression, needed: type, because: because)
      return nil
    }
    return literal
  }

  /// The ends of a range as constants of a type; nil where one of them is wrong, or nothing lies between them.
  func range(_ syntax: RangeSyntax, _ type: FunnelType, because: Label?) -> (low: LiteralValue?, high: LiteralValue?)? {
    let low = syntax.lower.map { constant($0, type, because: because) }
    let high = syntax.upper.map { constant($0, type, because: because) }
    if case .some(.none) = low { return nil }
    if case .some(.none) = high { return nil }
    let ends = (low: low ?? nil, high: high ?? nil)
    if let least = ends.low, let greatest = ends.high, greatest.isLess(than: least) {
      report.add(
        .emptyRange(low: syntax.lower?.node.text ?? "", high: syntax.upper?.node.text ?? "", at: syntax.span))
      return nil
    }
    return ends
  }

  /// What a duration written out adds to a date.
  func calendarSpan(_ syntax: DurationSyntax) -> CalendarSpan? {
    var sum = CalendarSpan()
    for part in syntax.parts {
      guard let number = part.number, let unit = part.unit else { return nil }
      guard !unit.isBusiness || hasWorkingHours else {
        report.add(.businessTimeWithoutHours(part.node.text, at: part.span))
        return nil
      }
      guard let count = number.integer else {
        report.add(
          number.isFraction
            ? .fractionOfUnit(unit.words, at: number.span) : .durationTooLong(at: number.span))
        return nil
      }
      guard sum.add(count, unit) else {
        report.add(.durationTooLong(at: part.span))
        return nil
      }
    }
    return sum
  }

  /// A duration of a clause, which must take some time; `clause` names it in messages.
  func clauseDuration(_ syntax: DurationSyntax?, _ clause: String) -> CalendarSpan? {
    guard let syntax, let span = calendarSpan(syntax) else { return nil }
    guard !span.isZero else {
      report.add(.zeroDuration("\(clause) \(syntax.node.text)", at: syntax.span))
      return nil
    }
    return span
  }

  /// A duration as a value: elapsed time.
  func elapsed(_ span: CalendarSpan, at place: SourceSpan) -> TypedExpression? {
    guard span.months == 0, !span.isBusiness else {
      report.add(span.months == 0 ? .workingTimeAsValue(at: place) : .monthsAsValue(at: place))
      return nil
    }
    let (days, overflow) = span.days.multipliedReportingOverflow(by: CalendarSpan.day)
    let (sum, carry) = days.addingReportingOverflow(span.microseconds)
    guard !overflow, !carry else {
      report.add(.durationTooLong(at: place))
      return nil
    }
    return TypedExpression(.literal(.duration(sum)), .duration, place)
  }
}

extension LiteralValue {
  /// Whether this constant comes before another of the same ordered type.
  func isLess(than other: LiteralValue) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a < b
    case (.integer(let a), .integer(let b)), (.money(let a), .money(let b)), (.date(let a), .date(let b)),
      (.datetime(let a), .datetime(let b)), (.duration(let a), .duration(let b)):
      a < b
    default: false
    }
  }
}
