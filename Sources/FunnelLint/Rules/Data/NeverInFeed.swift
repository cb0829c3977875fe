import FunnelDiagnostics
import FunnelSemantics

/// Data points that no line of a real feed has.
enum NeverInFeed: FunnelRule {
  static let page = RulePage(
    .neverInFeed,
    finds: "a data point that no line of the sample has (with \"--feed\")",
    why: """
      Whatever asks for it is unknown for every lead. Mostly the path behind "from" is not the one that the feed uses. A \
      point that an activity collects or a table fills is not expected in the feed.
      """,
    avoid: RuleExample(
      """
      data { size: integer from company.employees }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """, feed: #"{"id": "ada", "firm": {"employees": 70}}"#),
    prefer: RuleExample(
      """
      data { size: integer from firm.employees }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """, feed: #"{"id": "ada", "firm": {"employees": 70}}"#))

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    guard let feed = context.feed, feed.leads > 0 else { return [] }
    return context.funnel.points.enumerated().compactMap { index, point in
      guard feed.points[index].known == 0, feed.points[index].misfits == 0, !context.isWritten(ID(index)) else {
        return nil
      }
      let others = feed.undeclared.map(\.path)
      let meant =
        Suggestion.nearest(to: point.path.words, among: others)
        ?? others.first { $0.contains(point.name) || $0.contains(point.path.words) }
      return Diagnostic(
        .neverInFeed, "no lead of \"\(feed.name)\" has the data point \"\(point.name)\"", at: point.span,
        label: "read at \"\(point.path.words)\"",
        notes: ["\(feed.leads) \(feed.leads == 1 ? "lead was" : "leads were") read"],
        help: meant.map { "did you mean \"from \($0)\"?" } ?? "check the path behind \"from\"")
    }
  }
}
