import FunnelDiagnostics
import FunnelSemantics

/// Places that nobody has described.
enum MissingDescription: FunnelRule {
  static let page = RulePage(
    .missingDescription,
    finds: "a funnel, stage or decision without a \"///\" comment",
    why: """
      What stands behind "///" is shown in documents, in drawings and where somebody hovers over the name. One sentence \
      that says why the place is there is worth more than what can be read in it.
      """,
    avoid: """
      funnel welcome {
        start -> ask
        stage ask {
          activity form by lead
          limit 9 days -> lost "silent"
          then -> converted
        }
      }
      """,
    prefer: """
      /// Gets to know everybody who registers.
      funnel welcome {
        start -> ask
        /// The one form that we need from everybody.
        stage ask {
          activity form by lead
          limit 9 days -> lost "silent"
          then -> converted
        }
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    let things =
      [("funnel", funnel.name, funnel.span, funnel.documentation)]
      + funnel.decisions.map { ($0.isSplit ? "split" : "decision", $0.name, $0.span, $0.documentation) }
      + funnel.stages.map { ("stage", $0.name, $0.span, $0.documentation) }
    return things.compactMap { what, name, span, documentation in
      guard documentation == nil else { return nil }
      return Diagnostic(
        .missingDescription, "nothing says what the \(what) \"\(name)\" is for", at: span, label: "not described",
        help: "write one sentence above it: \"/// Why it is there.\"")
    }
  }
}
