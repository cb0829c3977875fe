import FunnelDiagnostics

/// What is said about stages' clauses, splits, and time that is watched.
extension Diagnostic {
  /// `span` is the use of the clock, or the name in the clause through which `formula` is read.
  static func unwatchableTime(at span: SourceSpan, formula: SourceSpan?, form: String?) -> Diagnostic {
    Diagnostic(
      .unwatchableTime, "nobody can tell beforehand when this changes as time passes", at: span,
      label: formula == nil ? "depends on the clock" : "depends on the clock through this",
      secondary: formula.map { [Label($0, "here it is read")] } ?? [],
      notes: [
        "what is watched wakes up by itself, so \"now\" or \"today\" must stand alone on one side of a comparison"
      ],
      help: form.map { "write \"\($0)\"" } ?? "compare it with a time, for example \"now >= entered + 3 days\"")
  }

  static func noneRequired(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "this stage has no required activity, so none can be completed", at: span,
      label: "can never be reached", help: "add an activity that is not optional, or leave the clause out")
  }

  static func tooFewRequired(_ count: Int64, _ required: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange,
      "\(count) \(count == 1 ? "activity is" : "activities are") to be completed, and this stage has "
        + "\(required == 0 ? "none" : "only \(required)") that must be", at: span, label: "can never be reached",
      notes: ["optional activities do not count"], help: "write a smaller number, or add activities")
  }

  static func zeroNeeded(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "no activity at all would have to be completed", at: span, label: "this is zero",
      help: "write at least 1, or make the activities optional")
  }

  static func zeroVisits(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "a stage without any visit is never entered", at: span, label: "this is zero",
      help: "write at least 1, or leave the stage out")
  }

  static func noBranches(split: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noOutcome, "the split \"\(split)\" has no branch", at: span, label: "leads nowhere",
      help: "add branches: \"50% -> NAME\" and \"50% -> NAME\"")
  }

  static func splitTotal(_ total: String, isMore: Bool, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .splitTotal, "the shares of this split come to \(total)", at: span,
      label: isMore ? "more than all leads" : "some leads have no branch",
      help: "change the shares so that they come to 100%")
  }

  static func noShare(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "no lead ever takes a branch of 0%", at: span, label: "nobody goes here",
      help: "leave the branch out, or give it a share")
  }

  static func shareTooLarge(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .outsideRange, "\(text) is more than all leads", at: span, label: "above 100%",
      help: "write a share of at most 100%")
  }

  static func shareTooFine(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .invalidLiteral, "a share has at most four decimals", at: span, label: "finer than leads are dealt out",
      help: "round it to four decimals")
  }
}
