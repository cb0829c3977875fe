import FunnelRuntime

/// The first rejected lines of each reason.
struct RejectExamples {
  struct Example {
    let feed: String
    let line: Int
    let message: String
  }

  private static let most = 3
  private var examples: [RejectReason: [Example]] = [:]

  mutating func add(_ reject: FeedReject, feed: String) {
    guard examples[reject.reason, default: []].count < RejectExamples.most else { return }
    examples[reject.reason, default: []].append(Example(feed: feed, line: reject.line, message: reject.message))
  }

  /// Adds the examples of lines that follow.
  mutating func add(_ other: RejectExamples) {
    for reason in RejectReason.allCases {
      let room = max(0, RejectExamples.most - of(reason).count)
      let more = other.of(reason).prefix(room)
      if !more.isEmpty { examples[reason, default: []] += more }
    }
  }

  func of(_ reason: RejectReason) -> [Example] { examples[reason] ?? [] }
}
