import FunnelDiagnostics
import FunnelRuntime
import FunnelStore

/// The list of effects in one state.
enum DeliveryList {
  /// Writes the list; for people without whose they are, which may be personal.
  static func write(
    _ state: DeliveryLedger.State, _ ledger: DeliveryLedger, _ store: SQLiteStore, _ isJSON: Bool, _ console: Console
  ) throws {
    var commit: (number: Int, effects: [String: StoredEffect]) = (0, [:])
    let committed = CommittedEffects(store)
    try ledger.forEach(state) { entry in
      if commit.number != entry.commit {
        let effects = try committed.effects(of: entry.commit)?.effects ?? []
        commit = (entry.commit, Dictionary(effects.map { ($0.id, $0) }) { first, _ in first })
      }
      let effect = commit.effects[entry.id]
      let host = effect?.url.flatMap { WebhookSender.host($0) }
      var line = JSONWriter()
      if isJSON {
        line.beginObject()
        line.key("schemaVersion")
        line.integer(1)
        line.key("id")
        line.string(entry.id)
        line.key("effect")
        line.string(entry.kind)
        line.key("journey")
        line.string(optional: effect?.journey)
        line.key("host")
        line.string(optional: host)
        line.key("state")
        line.string(name(entry.state))
        line.key("attempts")
        line.integer(entry.attempts)
        line.key("time")
        line.datetime(entry.time.multipliedReportingOverflow(by: 1_000).partialValue)
        line.key("reason")
        line.string(optional: entry.reason.isEmpty ? nil : entry.reason)
        line.endObject()
        line.endLine()
        try console.output.write(line.bytes)
      } else {
        line.datetime(entry.time.multipliedReportingOverflow(by: 1_000).partialValue)
        let time = String(decoding: line.bytes, as: UTF8.self).filter { $0 != "\"" }
        let place = host.map { " to \($0)" } ?? ""
        let reason = entry.reason.isEmpty ? "" : ": \(entry.reason)"
        let text = "\(entry.id)  \(time)  \(entry.kind)\(place), \(entry.attempts.of("attempt"))\(reason)"
        try console.output.write(text.printable + "\n")
      }
    }
  }

  private static func name(_ state: DeliveryLedger.State) -> String {
    switch state {
    case .waiting: "waiting"
    case .delivered: "delivered"
    case .givenUp: "given-up"
    }
  }
}

extension JSONWriter {
  fileprivate mutating func string(optional text: String?) {
    if let text { string(text) } else { null() }
  }
}
