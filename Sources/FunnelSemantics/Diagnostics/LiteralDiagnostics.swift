import FunnelDiagnostics

/// What is said about constants.
extension Diagnostic {
  static func integerTooLarge(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "\"\(text)\" is too large for an integer", at: span, label: "does not fit in 64 bits",
      notes: ["integers reach from \(Int64.min) to \(Int64.max)"])
  }

  static func numberTooLarge(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.outsideRange, "\"\(text)\" is too large for a number", at: span, label: "larger than any number can be")
  }

  static func moneyTooLarge(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "the amount \"\(text)\" is too large", at: span, label: "does not fit",
      notes: ["amounts are kept exactly, in ten-thousandths, and reach up to about 922 trillion"])
  }

  static func moneyTooFine(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "the amount \"\(text)\" has more than four decimals", at: span, label: "too many decimals",
      notes: ["amounts are kept exactly, in ten-thousandths of the unit"], help: "round it to four decimals")
  }

  static func lossyInteger(_ text: String, kept: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .lossyLiteral, "\"\(text)\" is not kept exactly as a number", at: span, label: "becomes \(kept)",
      notes: ["a number holds about 16 digits; an integer holds 18"])
  }

  static func unknownCurrency(_ code: String, at span: SourceSpan, nearest: String?) -> Diagnostic {
    Diagnostic(
      .unknownName, "there is no currency \"\(code)\"", at: span, label: "not an ISO 4217 code",
      help: nearest.map { "did you mean \"\($0)\"?" }
        ?? "write a three-letter code in capitals, for example EUR or USD",
      fixes: nearest.map { [Fix("replace \"\(code)\" with \"\($0)\"", .unsafe, [Fix.Edit(span, $0)])] } ?? [])
  }

  static func emptyRange(low: String, high: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "the range from \(low) to \(high) holds nothing", at: span,
      label: "the lower end is above the upper end",
      help: "write the lower end first: \(high)..\(low)",
      fixes: [Fix("swap the ends", .unsafe, [Fix.Edit(span, "\(high)..\(low)")])])
  }

  static func defaultOutsideRange(_ text: String, at span: SourceSpan, range: SourceSpan) -> Diagnostic {
    Diagnostic(
      .defaultOutsideDomain, "the default \(text) is outside the point's own range", at: span,
      label: "outside the range",
      secondary: [Label(range, "only values in here fit")], help: "choose a default that a feed could hold")
  }

  static func invalidPattern(_ reason: InvalidPattern, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, reason.message, at: span, label: "not a pattern that can be matched", help: reason.advice)
  }

  static func zeroDuration(_ clause: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .zeroDuration, "\"\(clause)\" takes no time at all", at: span, label: "this is zero",
      help: "write a duration, for example 3 days")
  }

  static func zeroTimes(_ clause: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "\"\(clause)\" zero times means never", at: span, label: "this is zero",
      help: "write at least 1, or leave the clause out")
  }
}
