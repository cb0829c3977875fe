import FunnelDiagnostics

/// Comments that allow what nobody finds.
enum UnusedAllow: LintRule {
  static let page = RulePage(
    .unusedAllow,
    finds: "a comment that allows a finding which is not there",
    why: """
      A comment "funnelc:allow" is a decision that somebody took about this very place. Left behind after the place has \
      changed, it hides the next real finding.
      """,
    "It is also reported where no rule has the name, or where the rule is part of the language and can't be allowed.",
    avoid: """
      // funnelc:allow(empty-stage) filled in next month
      stage welcome {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      start -> welcome
      """,
    prefer: """
      stage welcome {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      start -> welcome
      """)

  /// What is wrong with the rules that a comment names; `isUsed` says of each whether it found something.
  static func findings(in allowance: Allowance, _ isUsed: [Bool], _ settings: LintSettings) -> [Diagnostic] {
    let removal = Fix("delete the comment", .safe, [Fix.Edit(allowance.removal, "")])
    if allowance.rules.isEmpty {
      return [
        Diagnostic(
          .unusedAllow, "this comment names no rule", at: allowance.span, label: "allows nothing",
          help: "name the rule and the reason: \"// funnelc:allow(rule-name) reason\"", fixes: [removal])
      ]
    }
    return zip(allowance.rules, isUsed).compactMap { named, isUsed in
      guard let rule = DiagnosticRule(named: named.name) else {
        let meant = Suggestion.nearest(to: named.name, among: DiagnosticRule.allCases.map(\.rawValue))
        return Diagnostic(
          .unusedAllow, "there is no rule \"\(named.name)\"", at: named.span, label: "not the name of a rule",
          help: meant.map { "did you mean \"\($0)\"?" } ?? "\"funnelc explain --all\" lists the rules",
          fixes: meant.map { [Fix("replace \"\(named.name)\" with \"\($0)\"", .safe, [Fix.Edit(named.span, $0)])] }
            ?? [])
      }
      if rule.traits.preset == .language {
        return Diagnostic(
          .unusedAllow, "\"\(named.name)\" is part of the language and can't be allowed", at: named.span,
          label: "always an error", help: "delete the comment, and mend what is reported",
          fixes: allowance.rules.count == 1 ? [removal] : [])
      }
      guard !isUsed, settings.level(of: rule) != nil else { return nil }
      return Diagnostic(
        .unusedAllow, "\"\(named.name)\" finds nothing here", at: named.span, label: "allowed for nothing",
        notes: ["a comment that is left behind hides the next real finding"], help: "delete it",
        fixes: allowance.rules.count == 1 ? [removal] : [])
    }
  }
}
