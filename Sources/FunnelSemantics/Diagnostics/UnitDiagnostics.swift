import FunnelDiagnostics

/// What is said about currencies and units of time.
extension Diagnostic {
  static func currencies(_ left: Currency, at leftSpan: SourceSpan, _ right: Currency, at rightSpan: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .unitMismatch, "an amount in \(right.code) is used with an amount in \(left.code)", at: rightSpan,
      label: "this is in \(right.code)", secondary: [Label(leftSpan, "this is in \(left.code)")],
      notes: ["no exchange rate is known, so amounts of two currencies are never compared or added"],
      help: "use one currency on both sides")
  }

  static func missingCurrency(_ currency: Currency, at span: SourceSpan, amount: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "a plain number is used with an amount in \(currency.code)", at: span,
      label: "this has no currency",
      secondary: amount.map { [Label($0, "this is in \(currency.code)")] } ?? [],
      help: "write \(currency.code) behind the number",
      fixes: [Fix("add \"\(currency.code)\"", .safe, [Fix.Edit(span.atEnd, " \(currency.code)")])])
  }

  static func monthsAsValue(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "months and years have no fixed length", at: span, label: "how long this is depends on the date",
      notes: ["a duration that is compared or kept is elapsed time, in which a day has 24 hours"],
      help: "count in days or weeks, or add it to a date instead: \"entered + 2 months <= now\"")
  }

  static func workingTimeAsValue(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "working time has no fixed length", at: span, label: "how long this is depends on the date",
      notes: ["a duration that is compared or kept is elapsed time, in which a day has 24 hours"],
      help: "add it to a date instead: \"entered + 2 business days <= now\"")
  }

  static func hoursOnDate(at span: SourceSpan, date: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "hours and minutes can't be added to a date", at: span, label: "parts of a day",
      secondary: [Label(date, "this is a date, without a time of day")],
      help: "use days, business days, weeks, months or years, or a datetime instead of the date")
  }

  static func durationValueOnDate(at span: SourceSpan, date: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unitMismatch, "a duration of any length can't be added to a date", at: span, label: "may hold parts of a day",
      secondary: [Label(date, "this is a date, without a time of day")],
      help: "write the days out, for example \"+ 3 days\", or use a datetime instead of the date")
  }

  static func durationTooLong(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.outsideRange, "this duration is too long", at: span, label: "does not fit in 64 bits")
  }

  static func fractionOfUnit(_ unit: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "only whole \(unit) can be counted", at: span, label: "not a whole number",
      help: "use a smaller unit, for example 90 minutes instead of 1.5 hours")
  }
}
