import FunnelDiagnostics
import FunnelSyntax

/// All comments that let rules find what they find.
struct Allowances {
  private let all: [Allowance]

  init(_ trees: [SyntaxTree]) { all = trees.flatMap { Allowance.all(in: $0) } }

  /// Sets aside what is allowed, and finds the comments that allow nothing or say no reason.
  ///
  /// What the language demands can't be allowed. A rule that is not asked finds nothing, so a comment that names it is
  /// not held to be unused.
  func apply(to findings: [Diagnostic], _ settings: LintSettings) -> LintResult {
    var result = LintResult(findings: [])
    var isUsed = all.map { [Bool](repeating: false, count: $0.rules.count) }
    for finding in findings {
      var reason: String?
      if finding.rule.traits.preset != .language {
        for (index, allowance) in all.enumerated() where allowance.covers(finding) {
          for (place, rule) in allowance.rules.enumerated()
          where rule.name == finding.rule.rawValue || rule.name == finding.rule.code {
            isUsed[index][place] = true
          }
          reason = reason ?? allowance.reason
        }
      }
      if let reason {
        result.setAside.append(SetAside(finding, by: .comment, reason: reason))
      } else {
        result.findings.append(finding)
      }
    }
    var about: [Diagnostic] = []
    for (allowance, isUsed) in zip(all, isUsed) {
      about += UnusedAllow.findings(in: allowance, isUsed, settings)
      about += AllowWithoutReason.findings(in: allowance)
    }
    result.findings += about.compactMap { $0.level(by: settings) }
    return result
  }
}
