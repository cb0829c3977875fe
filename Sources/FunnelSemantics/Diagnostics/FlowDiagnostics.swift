import FunnelDiagnostics

/// What is said about the way of a journey.
extension Diagnostic {
  static func noStart(_ funnel: String, at span: SourceSpan, suggestion: String?) -> Diagnostic {
    Diagnostic(
      .noStart, "the funnel \"\(funnel)\" does not say where a journey starts", at: span,
      label: "no \"start\" in this funnel",
      help: "add \"start -> \(suggestion ?? "NAME")\" with the first stage or decision")
  }

  static func noOutcome(stage: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noOutcome, "the stage \"\(stage)\" does not say where to go when it is done", at: span,
      label: "no \"then\" in this stage",
      help: "add \"then -> NAME\" with the next stage, decision or end")
  }

  static func noBranches(decision: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noOutcome, "the decision \"\(decision)\" has no branch", at: span, label: "leads nowhere",
      help: "add branches: \"when CONDITION -> NAME\" and \"otherwise -> NAME\"")
  }

  static func afterOtherwise(at span: SourceSpan, otherwise: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateClause, "nothing can come behind \"otherwise\"", at: span, label: "never reached",
      secondary: [Label(otherwise, "takes every lead that is left")], help: "move \"otherwise\" to the end")
  }

  static func caseAfterElse(at span: SourceSpan, last: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateClause, "nothing can come behind a case without \"when\"", at: span, label: "never reached",
      secondary: [Label(last, "always applies")], help: "give the earlier case a \"when\", or leave this one out")
  }

  static func cellCount(_ count: Int, columns: Int, at span: SourceSpan, header: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "this row has \(count) \(count == 1 ? "cell" : "cells"), and the table has \(columns) columns",
      at: span,
      label: "\(count) here", secondary: [Label(header, "\(columns) here")],
      help: "write \"-\" in a cell that does not matter")
  }

  static func tooManyStages(_ count: Int, limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "a funnel has at most \(limit) stages, and this is number \(count)", at: span,
      label: "one too many",
      notes: ["the three stages that every funnel has are counted: intake, converted and lost"],
      help: "put activities together in one stage, split the funnel, or allow more with \"--max-stages N\"")
  }

  static func tooManyFunnels(limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "there are at most \(limit) funnels together", at: span, label: "one too many",
      help: "leave out those that are not needed, or allow more with \"--max-funnels N\"")
  }

  static func tooManyPasted(_ limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .limitExceeded, "a funnel can use groups with at most \(limit) activities in all", at: span,
      label: "too many from here on", notes: ["each \"use\" pastes all activities of its group"],
      help: "use the group in fewer stages, or make it smaller")
  }

  static func unassigned(activity: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unassigned, "nobody does the activity \"\(activity)\"", at: span, label: "no \"by\" in this activity",
      help: "add a role, for example \"by lead\" or \"by automatic\"")
  }

  static func missingPart(_ what: String, at span: SourceSpan, help: String) -> Diagnostic {
    Diagnostic(.missingClause, what, at: span, label: "incomplete", help: help)
  }

  static func clauseTwice(_ clause: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateClause, "\"\(clause)\" stands here twice", at: span, label: "again",
      secondary: [Label(first, "first written here")], help: "keep one of the two")
  }
}
