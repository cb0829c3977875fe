import FunnelDiagnostics

/// What is said about tests that fail.
extension Diagnostic {
  static func failedExpectation(_ mismatch: String, at span: SourceSpan, story: [String]) -> Diagnostic {
    Diagnostic(.failedExpectation, mismatch, at: span, label: "does not hold", notes: story)
  }

  static func activityNotOpen(_ name: String, _ state: String, lead: String, at span: SourceSpan, story: [String])
    -> Diagnostic
  {
    Diagnostic(
      .failedStep, "activity \"\(name)\" is not open here, it is \(state)", at: span, label: "changes nothing",
      notes: ["the lead is \(lead)"] + story, help: "check what opens it, or leave this step out")
  }

  static func idleStep(_ what: String, lead: String, at span: SourceSpan, story: [String]) -> Diagnostic {
    Diagnostic(
      .failedStep, "\(what) changes nothing here, because the lead is \(lead)", at: span, label: "changes nothing",
      notes: story, help: "leave this step out, or move it up")
  }

  static func refusedStep(_ what: String, _ reason: String, at span: SourceSpan, story: [String]) -> Diagnostic {
    Diagnostic(.failedStep, "\(what) is refused: \(reason)", at: span, label: "can't happen", notes: story)
  }

  static func timeGoesBack(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .failedStep, "time does not go back, and the test's clock is later than this", at: span, label: "earlier",
      help: "write a later time, or \"after\" with a duration")
  }

  static func timeEnds(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .failedStep, "the calendar ends before this much time has passed", at: span, label: "too long",
      help: "write a shorter duration")
  }
}
