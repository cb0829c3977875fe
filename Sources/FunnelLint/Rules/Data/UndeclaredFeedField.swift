import FunnelDiagnostics
import FunnelSemantics

/// Fields of a real feed that no data point reads.
enum UndeclaredFeedField: FunnelRule {
  static let page = RulePage(
    .undeclaredFeedField,
    finds: "a field of the sample that no data point reads (with \"--feed\")",
    why:
      "What a feed brings and nobody declares is left alone. It may be worth a data point, or be left out of the feed.",
    avoid: RuleExample(
      """
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """, feed: #"{"id": "ada", "size": 70, "country": "DE"}"#),
    prefer: RuleExample(
      """
      data { size: integer  country: country }
      start -> by_size
      decision by_size {
        when size >= 50 and country == DE -> converted
        otherwise                         -> lost "too small"
      }
      """, feed: #"{"id": "ada", "size": 70, "country": "DE"}"#))

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    guard let feed = context.feed else { return [] }
    return feed.undeclared.map { field in
      Diagnostic(
        .undeclaredFeedField,
        "\(field.lines) of \(feed.leads) leads of \"\(feed.name)\" have \"\(field.path)\", which no data point reads",
        at: context.funnel.span, label: "not declared in this funnel",
        help: "declare it: \"NAME: TYPE from \(field.path)\", or leave it")
    }
  }
}
