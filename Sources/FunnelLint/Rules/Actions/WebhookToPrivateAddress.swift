import FunnelDiagnostics
import FunnelSyntax

/// Webhooks that call into the runner's own house.
enum WebhookToPrivateAddress: FileRule {
  static let page = RulePage(
    .webhookToPrivateAddress,
    finds: "a webhook to a machine of the house, such as \"localhost\" or 10.0.0.1",
    why: """
      Where the funnel runs, that address is another machine than on the desk where it was tried, or one that was never \
      meant to be called from outside. A funnel that came from elsewhere could so reach what it should not.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "http://localhost:8080/new" { form: "done" } }
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
      guard let address = WebhookAddress(node), address.isPrivate else { return nil }
      return Diagnostic(
        .webhookToPrivateAddress, "\"\(address.host)\" is a machine of the house that the funnel runs in",
        at: address.span, label: "not the machine on your desk", help: "write the address that everybody can call")
    }
  }
}
