import FunnelDiagnostics

/// What is said about names.
extension Diagnostic {
  /// A name that nothing bears; `what` says what was looked for: `data point, let, score or decision`.
  static func unknown(
    _ what: String, _ name: String, at span: SourceSpan, nearest: String?, because: Label? = nil, help: String? = nil,
    fixes: [Fix] = []
  ) -> Diagnostic {
    let replacement = nearest.map { Fix("replace \"\(name)\" with \"\($0)\"", .unsafe, [Fix.Edit(span, $0)]) }
    return Diagnostic(
      .unknownName, "there is no \(what) \"\(name)\"", at: span, label: "not known here",
      secondary: because.map { [$0] } ?? [], help: nearest.map { "did you mean \"\($0)\"?" } ?? help,
      fixes: replacement.map { [$0] } ?? fixes)
  }

  static func duplicateName(_ what: String, _ name: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "the name \"\(name)\" is already taken", at: span, label: "this \(what) has the same name",
      secondary: [Label(first, "first used here")], help: "give one of the two another name")
  }

  static func duplicateReference(_ reference: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "two sources have the ref \"\(reference)\"", at: span, label: "the same ref again",
      secondary: [Label(first, "first used here")], notes: ["a lead finds its source by the ref alone"],
      help: "give each source its own ref")
  }

  static func duplicateFeedValue(_ value: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "two members of the choice are read from \"\(value)\"", at: span, label: "the same value again",
      secondary: [Label(first, "first used here")], notes: ["a value in a feed must say which member is meant"],
      help: "give each member its own value")
  }

  static func ambiguousWord(_ name: String, at span: SourceSpan, member: String, value: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "\"\(name)\" could be \(member) or a value of the funnel", at: span, label: "two meanings",
      secondary: [Label(value, "this has the same name")], notes: ["nothing says which of the two is meant"],
      help: "rename what is declared")
  }

  static func activityAsValue(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "the activity \"\(name)\" is not a value", at: span, label: "an activity",
      help: "ask for its state, for example \"\(name) is completed\"")
  }

  static func unusedImport(_ unused: SourceGraph.Import) -> Diagnostic {
    Diagnostic(
      .unusedImport, "nothing of this file is used", at: unused.span, label: "imported for nothing",
      help: "leave this \"import\" out")
  }

  static func builtInRole(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "\"\(name)\" is a role that every funnel has", at: span, label: "built in",
      help: "leave this declaration out, or choose another name")
  }

  static func formerNameInUse(_ what: String, _ name: String, at span: SourceSpan, current: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "the \(what) \"\(name)\" still exists, so nothing can have been renamed from it", at: span,
      label: "still in use", secondary: [Label(current, "declared here")],
      help: "write the name that it had in an earlier version")
  }

  static func formerNameTwice(_ what: String, _ name: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "the \(what) \"\(name)\" was renamed twice", at: span, label: "renamed again",
      secondary: [Label(first, "first renamed here")],
      notes: ["history under the old name goes to one place only"], help: "keep one of the two")
  }

  static func otherThanItself(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .circularAfter, "nobody can do \"\(name)\" other than who does it", at: span, label: "the same activity",
      help: "name the activity that somebody else must have done")
  }

  static func activityRoles(_ name: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateName, "the activity \"\(name)\" is done by another role elsewhere", at: span, label: "another role",
      secondary: [Label(first, "first given to a role here")],
      notes: ["events name an activity only by its name, so one name has one role in a funnel"],
      help: "use the same role, or another name")
  }

  static func circular(_ cycle: [String], at span: SourceSpan, others: [Label]) -> Diagnostic {
    Diagnostic(
      .circularLet,
      cycle.count == 1
        ? "\"\(cycle[0])\" is computed from itself" : "these formulas are computed from each other: \(way(cycle))",
      at: span, label: "needs its own value", secondary: Array(others.prefix(8)),
      help: "change one of them so that it does without the others")
  }

  static func circularAfter(_ cycle: [String], at span: SourceSpan, others: [Label]) -> Diagnostic {
    Diagnostic(
      .circularAfter,
      cycle.count == 1
        ? "the activity \"\(cycle[0])\" waits for itself" : "these activities wait for each other: \(way(cycle))",
      at: span, label: "can never open", secondary: Array(others.prefix(8)),
      help: "leave out \"after\" in one of them")
  }

  /// A way round, back to where it begins.
  private static func way(_ cycle: [String]) -> String {
    let names = cycle.prefix(100).map { "\"\($0)\"" }
    let rest = cycle.count > 100 ? ["\(cycle.count - 100) more"] : []
    return (names + rest + names.prefix(1)).joined(separator: " -> ")
  }
}
