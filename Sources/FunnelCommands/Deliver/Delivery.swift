import FunnelStore
import Glibc

/// Carries out the effects of a store, each at least once: what is done is written down only afterwards, so that a process that
/// dies repeats what it was at, with the same ids, and forgets nothing.
struct Delivery: ~Copyable {
  /// What the world lends it: the only place where a clock on the wall and chance come in.
  struct World {
    /// Milliseconds since 1970.
    var now: () -> Int64 = {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
    /// A number from 0 to 1.
    var chance: () -> Double = { Double.random(in: 0...1) }
    /// Waits for so many milliseconds, or less.
    var pause: (Int64) -> Void = { usleep(UInt32(clamping: $0 * 1_000)) }
    /// Whether to come to an end.
    var isStopped: () -> Bool = { Interruption.signal != nil }
  }

  /// How often the store is looked at.
  private static let heartbeat: Int64 = 500
  /// How many effects are written to a file at once.
  private static let batch = 1_000

  let store: SQLiteStore
  private let committed: CommittedEffects
  let ledger: DeliveryLedger
  let destinations: Destinations
  let schedule: DeliverySchedule
  let secrets: [String: WebhookSecret]
  /// Whether a webhook may go to a host for which there is no secret.
  let isUnsignedAllowed: Bool
  let parallel: Int
  /// Sends webhooks; nil where none are sent.
  let sender: WebhookSender?
  let world: World
  /// Told of each attempt that failed.
  let tell: (String) -> Void
  private(set) var tally = DeliveryTally()

  /// The webhooks under way, by tag.
  private var underWay: [Int: DeliveryLedger.Entry] = [:]
  private var lastTag = 0
  /// The commit whose effects were read last.
  private var commit: (number: Int, effects: [String: StoredEffect]) = (0, [:])

  init(
    store: SQLiteStore, ledger: DeliveryLedger, destinations: Destinations, schedule: DeliverySchedule,
    secrets: [String: WebhookSecret], isUnsignedAllowed: Bool, parallel: Int, sender: WebhookSender?, world: World,
    tell: @escaping (String) -> Void
  ) {
    committed = CommittedEffects(store)
    (self.store, self.ledger, self.destinations, self.schedule) = (store, ledger, destinations, schedule)
    (self.secrets, self.isUnsignedAllowed, self.parallel) = (secrets, isUnsignedAllowed, parallel)
    (self.sender, self.world, self.tell) = (sender, world, tell)
  }

  /// Delivers until nothing is due, or for ever, or until it is asked to stop; what is under way then comes to its end.
  mutating func run(once: Bool) throws {
    while !world.isStopped() {
      try takeIn()
      var isBusy = try writeFiles()
      isBusy = try startWebhooks() || isBusy
      isBusy = try runCommands() || isBusy
      isBusy = try collect(milliseconds: isBusy ? 0 : 100) || isBusy
      if isBusy || !underWay.isEmpty { continue }
      if once { return }
      let next = try destinations.kinds.compactMap { try ledger.nextTime($0) }.min() ?? .max
      world.pause(min(Delivery.heartbeat, max(next - world.now(), 10)))
    }
    while !underWay.isEmpty { _ = try collect(milliseconds: 100) }
  }

  // MARK: Taking in

  /// Takes over the effects of the commits that came since the last time.
  private mutating func takeIn() throws {
    if ledger.position.commit > 0, try store.root(of: ledger.position.commit) != ledger.position.root {
      // The store lost commits, and read their feed again: ids tell what of it is new.
      ledger.rewind()
      commit = (0, [:])
    }
    let latest = try store.latestCommit()
    while ledger.position.commit < latest {
      let number = ledger.position.commit + 1
      guard let (effects, root) = try committed.effects(of: number) else { return }
      let now = world.now()
      try ledger.take(
        effects.map { DeliveryLedger.Entry(id: $0.id, commit: number, kind: $0.kind, time: now) }, through: number,
        root: root)
    }
  }

  /// The effect that an entry is about; nil where the store holds it no longer.
  private mutating func effect(_ entry: DeliveryLedger.Entry) throws -> StoredEffect? {
    if commit.number != entry.commit {
      let effects = try committed.effects(of: entry.commit)?.effects ?? []
      commit = (entry.commit, Dictionary(effects.map { ($0.id, $0) }) { first, _ in first })
    }
    return commit.effects[entry.id]
  }

  // MARK: Files and commands

  /// Writes everything that is due and goes to files.
  private mutating func writeFiles() throws -> Bool {
    var isBusy = false
    for kind in destinations.kinds {
      guard case .file(let file) = destinations[kind] else { continue }
      let due = try ledger.due(kind, at: world.now(), atMost: Delivery.batch)
      guard !due.isEmpty else { continue }
      isBusy = true
      var lines: [UInt8] = []
      var settled: [DeliveryLedger.Entry] = []
      for entry in due {
        guard let effect = try effect(entry) else {
          settled.append(gone(entry))
          continue
        }
        lines += effect.line
        lines.append(UInt8(ascii: "\n"))
        settled.append(done(entry))
      }
      try file.append(lines)
      try ledger.settle(settled)
    }
    return isBusy
  }

  /// Runs one command of each kind that has some due.
  private mutating func runCommands() throws -> Bool {
    var isBusy = false
    for kind in destinations.kinds {
      guard case .command(let command) = destinations[kind],
        let entry = try ledger.due(kind, at: world.now(), atMost: 1).first
      else { continue }
      isBusy = true
      guard let effect = try effect(entry) else {
        try ledger.settle([gone(entry)])
        continue
      }
      let failure = command.carryOut(effect.line)
      try ledger.settle([failure.map { failed(entry, $0, at: "the command") } ?? done(entry)])
    }
    return isBusy
  }

  // MARK: Webhooks

  /// Starts as many webhooks as there is room for.
  private mutating func startWebhooks() throws -> Bool {
    guard let sender, case .webhook = destinations["webhook"], underWay.count < parallel else { return false }
    let known = Set(underWay.values.map(\.id))
    let due = try ledger.due("webhook", at: world.now(), atMost: parallel + known.count)
    var settled: [DeliveryLedger.Entry] = []
    var isBusy = false
    for entry in due where !known.contains(entry.id) && underWay.count < parallel {
      isBusy = true
      guard let effect = try effect(entry) else {
        settled.append(gone(entry))
        continue
      }
      let url = effect.url ?? ""
      guard let host = WebhookSender.host(url) else {
        settled.append(failed(entry, "\"\(url)\" is no address of http or https", at: "nobody", isFinal: true))
        continue
      }
      guard isUnsignedAllowed || secrets[host] ?? secrets[""] != nil else {
        settled.append(failed(entry, "there is no secret for \(host) to sign with", at: host, isFinal: true))
        continue
      }
      lastTag += 1
      guard sender.send(effect.body, to: url, host: host, headers: headers(effect, host), tag: lastTag) else {
        settled.append(failed(entry, "it could not be sent", at: host))
        continue
      }
      underWay[lastTag] = entry
    }
    try ledger.settle(settled)
    return isBusy
  }

  private func headers(_ effect: StoredEffect, _ host: String) -> [String] {
    let time = world.now() / 1_000
    var headers = [
      "Content-Type: application/json", "User-Agent: funnelc/\(FunnelCommand.version)", "Expect:",
      "Webhook-Id: \(effect.id)", "Webhook-Timestamp: \(time)",
    ]
    if let secret = secrets[host] ?? secrets[""] {
      headers.append("Webhook-Signature: " + secret.signature(id: effect.id, timestamp: time, body: effect.body))
    }
    return headers
  }

  /// Takes what came of webhooks, and waits for the first where nothing did.
  private mutating func collect(milliseconds: Int) throws -> Bool {
    var settled: [DeliveryLedger.Entry] = []
    while let outcome = sender?.wait(milliseconds: settled.isEmpty ? milliseconds : 0) {
      guard let entry = underWay.removeValue(forKey: outcome.tag) else { continue }
      if outcome.isDone {
        settled.append(done(entry))
      } else {
        let host = try effect(entry)?.url.flatMap { WebhookSender.host($0) } ?? "nobody"
        settled.append(failed(entry, outcome.reason, at: host, isFinal: outcome.isFinal, wish: outcome.wish))
      }
    }
    try ledger.settle(settled)
    return !settled.isEmpty
  }

  // MARK: Outcomes

  private mutating func done(_ entry: DeliveryLedger.Entry) -> DeliveryLedger.Entry {
    var entry = entry
    entry.state = .delivered
    entry.attempts += 1
    entry.time = world.now()
    entry.reason = ""
    tally.delivered += 1
    return entry
  }

  private mutating func failed(
    _ entry: DeliveryLedger.Entry, _ reason: String, at place: String, isFinal: Bool = false, wish: Int = 0
  ) -> DeliveryLedger.Entry {
    var entry = entry
    entry.attempts += 1
    entry.reason = reason
    let pause = isFinal ? nil : schedule.pause(after: entry.attempts, wish: wish, chance: world.chance())
    entry.time = world.now() + (pause ?? 0)
    if let pause {
      tally.failed += 1
      tell("\(entry.kind) \(entry.id) to \(place) failed: \(reason); tried again in \(DeliveryTally.words(pause))")
    } else {
      entry.state = .givenUp
      tally.givenUp += 1
      tell("\(entry.kind) \(entry.id) to \(place) is given up after \(entry.attempts.of("attempt")): \(reason)")
    }
    return entry
  }

  private mutating func gone(_ entry: DeliveryLedger.Entry) -> DeliveryLedger.Entry {
    failed(entry, "the store holds it no longer", at: "nobody", isFinal: true)
  }
}
