import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Data points that are required, and that leads of a real feed lack.
enum RequiredButMissingInFeed: FunnelRule {
  static let page = RulePage(
    .requiredButMissingInFeed,
    finds: "a required data point that leads of the sample lack (with \"--feed\")",
    why: """
      "require" declines these leads. That may be meant; if it is not, the path is wrong or the form does not ask for it.
      """,
    avoid: RuleExample(
      """
      data { email: email }
      intake { require email }
      """, feed: "{\"id\": 1, \"email\": \"ada@web.example\"}\n{\"id\": 2}"),
    prefer: RuleExample(
      """
      data { email: email }
      intake { require email }
      """, feed: "{\"id\": 1, \"email\": \"ada@web.example\"}\n{\"id\": 2, \"email\": \"bob@web.example\"}"))

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    guard let feed = context.feed else { return [] }
    return context.funnel.intake.required.compactMap { required in
      let seen = feed.points[required.value.index]
      let lacking = feed.leads - seen.known
      guard lacking > 0, seen.known > 0 else { return nil }
      let point = context.funnel.points[required.value]
      return Diagnostic(
        .requiredButMissingInFeed,
        "\(lacking) of \(feed.leads) leads of \"\(feed.name)\" lack \"\(point.name)\" and would be declined",
        at: required.span, label: "required here", secondary: [Label(point.span, "read at \"\(point.path.words)\"")],
        help: "leave it out of \"require\", or see to it that every lead has it")
    }
  }
}
