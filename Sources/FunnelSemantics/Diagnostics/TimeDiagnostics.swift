import FunnelDiagnostics

/// What is said about working time.
extension Diagnostic {
  static func businessTimeWithoutHours(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .businessTimeWithoutHours, "nothing says when people work, so \"\(text)\" can't be counted", at: span,
      label: "counts working time", help: "add \"working hours mon..fri 09:00..17:30\" to the funnel")
  }

  static func holidaysWithoutHours(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .businessTimeWithoutHours, "nothing says when people work, so holidays change nothing", at: span,
      label: "days without work", help: "add \"working hours mon..fri 09:00..17:30\" to the funnel")
  }

  static func noWorkingTime(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .zeroDuration, "no time lies between these two times", at: span, label: "nobody works here",
      help: "write when work begins and when it ends, for example 09:00..17:30, or 00:00..24:00 for a whole day")
  }
}
