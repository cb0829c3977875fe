import FunnelDiagnostics

/// What is said about tests.
extension Diagnostic {
  static func lateStep(_ clause: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .misplacedStep, "\"\(clause)\" says how the lead begins, so it comes before everything that happens", at: span,
      label: "too late", secondary: [Label(first, "the lead is registered before this")],
      help: clause == "given" ? "move it up, or write \"set { ... }\" for a later change" : "move it up")
  }

  static func emptyTest(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .missingClause, "this test expects nothing", at: span, label: "can't fail",
      help: "say what is to become of the lead, for example \"expect converted\"")
  }

  static func notCollected(_ point: String, at span: SourceSpan, activity: String) -> Diagnostic {
    Diagnostic(
      .misplacedStep, "completing \"\(activity)\" does not write \"\(point)\"", at: span, label: "would be ignored",
      help: "add \"collects \(point)\" to the activity, or write \"set { \(point): ... }\"")
  }

  static func valueNotConstant(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "a test's value must be written out", at: span, label: "not a constant",
      help: "write the value itself")
  }

  static func valueOutsideRange(_ text: String, of point: String, at span: SourceSpan, declared: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .outsideRange, "\(text) is outside the range of \"\(point)\"", at: span, label: "no feed can hold this",
      secondary: [Label(declared, "declared here")],
      help: "choose a value within the range; a feed's value outside it counts as missing")
  }
}
