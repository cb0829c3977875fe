import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Kinds of activities that are nearly one of the language's.
enum UnknownKind: FunnelRule {
  static let page = RulePage(
    .unknownKind,
    finds: "a kind of activity that is nearly one of the language's own",
    why: """
      Any word can be a kind, and whoever carries the activities out knows it by that word. One that differs from a \
      common kind in a letter is probably a slip, and nobody would carry it out.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity call by lead { kind calender }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity call by lead { kind calendar }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  /// The kinds that every funnel shares.
  private static let kinds = [
    "calendar", "video", "identity_check", "signature", "form", "upload", "call", "email", "webhook", "approval",
  ]

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.declarations([.kindClause], inside: true).compactMap { clause in
      guard let name = clause.declaredName, !kinds.contains(name.text),
        let meant = Suggestion.nearest(to: name.text, among: kinds)
      else { return nil }
      return Diagnostic(
        .unknownKind, "\"\(name.text)\" is no common kind of activity", at: name.span, label: "nearly \"\(meant)\"",
        help: "did you mean \"\(meant)\"? any other word may stand here, if whoever carries it out knows it",
        fixes: [Fix("replace \"\(name.text)\" with \"\(meant)\"", .unsafe, [Fix.Edit(name.span, meant)])])
    }
  }
}
