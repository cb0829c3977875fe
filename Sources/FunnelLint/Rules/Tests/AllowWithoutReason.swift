import FunnelDiagnostics

/// Comments that allow something and don't say why.
enum AllowWithoutReason: LintRule {
  static let page = RulePage(
    .allowWithoutReason,
    finds: "a comment that allows a finding without saying why",
    why: """
      Whoever reads the funnel next year sees that a finding is hidden, and has to know whether the reason still holds. \
      Half a sentence behind the bracket is enough.
      """,
    avoid: """
      start -> pause
      // funnelc:allow(empty-stage)
      stage pause { then -> converted }
      """,
    prefer: """
      start -> pause
      // funnelc:allow(empty-stage) a mark in the reports, nobody does anything here
      stage pause { then -> converted }
      """)

  /// What is wrong with a comment.
  static func findings(in allowance: Allowance) -> [Diagnostic] {
    guard allowance.reason.isEmpty, !allowance.rules.isEmpty else { return [] }
    return [
      Diagnostic(
        .allowWithoutReason, "this comment does not say why the finding is all right", at: allowance.span,
        label: "no reason behind the bracket",
        notes: ["whoever reads it next year has to know whether the reason still holds"],
        help: "add half a sentence: \"// funnelc:allow(\(allowance.rules[0].name)) because ...\"")
    ]
  }
}
