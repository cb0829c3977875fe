import FunnelDiagnostics
import FunnelSemantics

/// Values of a real feed that do not fit their data points.
enum UnfitInFeed: FunnelRule {
  static let page = RulePage(
    .unfitInFeed,
    finds: "a data point whose values in the sample do not fit its type (with \"--feed\")",
    why:
      "A value that does not fit counts as missing, so whatever asks for it is unknown. Choose the type that the feed has.",
    avoid: RuleExample(
      """
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """, feed: "{\"id\": 1, \"size\": 70}\n{\"id\": 2, \"size\": \"about 70\"}"),
    prefer: RuleExample(
      """
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """, feed: "{\"id\": 1, \"size\": 70}\n{\"id\": 2, \"size\": \"70\"}"))

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    guard let feed = context.feed else { return [] }
    return context.funnel.points.enumerated().compactMap { index, point in
      let seen = feed.points[index]
      guard seen.misfits > 0 else { return nil }
      // What people read shows no personal values.
      let examples = point.isPersonal ? [] : seen.examples.map { "line \($0.line): \($0.reason)" }
      return Diagnostic(
        .unfitInFeed,
        "\(seen.misfits) of \(feed.leads) leads of \"\(feed.name)\" have a value that does not fit \"\(point.name)\"",
        at: point.span, label: "counts as missing there", notes: examples,
        help: point.type.isChoice
          ? "add the members that are meant, with the feed's words where they differ: name = \"Word of the feed\""
          : "choose the type that the feed has, or mend the feed")
    }
  }
}

extension FunnelType {
  /// Whether its values are members of a choice.
  fileprivate var isChoice: Bool { if case .choice = self { true } else { false } }
}
