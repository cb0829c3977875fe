import FunnelRuntime
import FunnelStore

/// How many effects one invocation delivered, and what is left.
struct DeliveryTally {
  /// Effects that were carried out.
  var delivered = 0
  /// Attempts that failed and will be made again.
  var failed = 0
  /// Effects that are not tried any more.
  var givenUp = 0

  /// What was done and what is left, for people.
  func text(_ ledger: DeliveryLedger, _ destinations: Destinations, store: String, now: Int64) throws -> String {
    let waiting = try ledger.counts(.waiting)
    let dead = try ledger.counts(.givenUp).map(\.count).reduce(0, +)
    var page = SummaryPage()
    page.add("delivered", delivered)
    page.add("failed attempts", failed)
    page.add("given up", givenUp)
    let tried = waiting.filter { destinations[$0.kind] != nil }
    if !tried.isEmpty {
      let next = try tried.compactMap { try ledger.nextTime($0.kind) }.min() ?? now
      page.add(
        "waiting", tried.map(\.count).reduce(0, +),
        remark: next <= now ? "" : "the next one is tried in \(Self.words(next - now))")
    }
    for (kind, count) in waiting where destinations[kind] == nil {
      let way =
        kind == "webhook"
        ? "\"--secret-file FILE\" or \"--secret-env NAME\" to sign them, or \"--unsigned\""
        : "\"--file FILE\" or \"--command COMMAND\""
      page.add("\(kind) without a place to go", count, remark: "give \(way)")
    }
    var text = page.text
    if dead > 0 {
      text +=
        "\(dead.of("effect")) given up in all: \"funnelc deliver --store \(store) --list given-up\" shows them, \"--requeue ID\" lets one be tried again\n"
    }
    return text
  }

  /// The same for programs, as one line of JSON.
  func json(_ ledger: DeliveryLedger) throws -> [UInt8] {
    var line = JSONWriter()
    line.beginObject()
    line.key("schemaVersion")
    line.integer(1)
    for (key, value) in [("delivered", delivered), ("failedAttempts", failed), ("givenUp", givenUp)] {
      line.key(key)
      line.integer(value)
    }
    for (key, state) in [("waiting", DeliveryLedger.State.waiting), ("allGivenUp", .givenUp)] {
      line.key(key)
      line.beginObject()
      for (kind, count) in try ledger.counts(state) {
        line.key(kind)
        line.integer(count)
      }
      line.endObject()
    }
    line.endObject()
    line.endLine()
    return line.bytes
  }

  /// A number of milliseconds in words.
  static func words(_ milliseconds: Int64) -> String {
    let seconds = Int((milliseconds + 999) / 1_000)
    switch seconds {
    case ..<100: return "\(seconds) s"
    case ..<6_000: return "\((seconds + 30) / 60) min"
    default: return "\((seconds + 1_800) / 3_600) h"
    }
  }
}
