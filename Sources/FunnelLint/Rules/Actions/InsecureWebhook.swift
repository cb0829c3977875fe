import FunnelDiagnostics
import FunnelSyntax

/// Webhooks that anybody on the way can read.
enum InsecureWebhook: FileRule {
  static let page = RulePage(
    .insecureWebhook,
    finds: "a webhook that is called without encryption",
    why: """
      Everybody on the way can read what a lead has said, and change it. Use "https"; if the receiver can't do that yet, \
      it should not be sent leads.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "http://hooks.example/new" { form: "done" } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "https://hooks.example/new" { form: "done" } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FileContext) -> [Diagnostic] {
    context.nodes(of: [.webhookAction]).compactMap { node in
      guard let address = WebhookAddress(node), address.isPlain, !address.isPrivate else { return nil }
      // The quote, then "http".
      let scheme = SourceSpan(file: address.span.file, start: address.span.start + 1, end: address.span.start + 5)
      return Diagnostic(
        .insecureWebhook, "this webhook is called without encryption", at: address.span, label: "plain http",
        notes: ["everybody on the way can read what is sent, and change it"], help: "write \"https://\"",
        fixes: [Fix("use https", .unsafe, [Fix.Edit(scheme, "https")])])
    }
  }
}
