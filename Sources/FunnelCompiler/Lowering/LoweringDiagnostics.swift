import FunnelDiagnostics
import FunnelSemantics

/// What lowering can report: only limits.
enum LoweringDiagnostics {
  static func tooMuchCode(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "this needs more code than a program may have", at: span, label: "here the limit is reached",
      notes: [
        "a program has at most \(CodeBuilder.maximumInstructions) instructions, and one condition at most "
          + "\(CodeBuilder.maximumRegisters) values at once"
      ],
      help: "read a long formula in fewer places, or split the funnel")
  }

  static func unboundedPattern(_ reason: InvalidPattern, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.limitExceeded, reason.message, at: span, help: reason.advice)
  }
}
