import FunnelDiagnostics
import FunnelSemantics

/// Lines of a sample that can't be used.
enum RejectedInFeed: FunnelRule {
  static let page = RulePage(
    .rejectedInFeed,
    finds: "lines of the sample that are no lead and no event, or a sample without any lead (with \"--feed\")",
    why: """
      Such lines become rejects when the funnel is run, and no lead comes of them. Mostly the feed is of another form, its leads lie \
      deeper in the document (name the way with \"--items\"), or \"feed leads\" reads the lead's id at the wrong place.
      """,
    avoid: RuleExample(
      """
      feed leads { lead from id }
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """, feed: "{\"id\": 1, \"size\": 70}\n{\"number\": 2, \"size\": 70}"),
    prefer: RuleExample(
      """
      feed leads { lead from id }
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """, feed: "{\"id\": 1, \"size\": 70}\n{\"id\": 2, \"size\": 70}"))

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    guard let feed = context.feed, feed.rejects > 0 || feed.leads == 0 else { return [] }
    let notes = feed.firstReject.map { ["line \($0.line): \($0.reason)"] } ?? []
    let lines = feed.rejects == 1 ? "one line" : "\(feed.rejects) lines"
    return [
      Diagnostic(
        .rejectedInFeed,
        feed.leads == 0 ? "\"\(feed.name)\" holds no lead" : "\(lines) of \"\(feed.name)\" can't be used",
        at: context.funnel.span,
        label: feed.leads == 0 ? "nothing could be checked" : "would be rejected when this is run", notes: notes,
        help: feed.leads == 0
          ? "a feed is NDJSON, a JSON array, or a document in which \"--items\" names the array; each lead has an id"
          : "mend the feed, or say in \"feed leads\" where things stand in it")
    ]
  }
}
