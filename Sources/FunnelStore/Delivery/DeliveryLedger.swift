import Glibc

/// What became of each effect of a store: waiting, delivered, or given up.
///
/// It stands in a file of its own beside the store, so that delivering never writes the store. It holds ids, counts and times,
/// and nothing of what an effect says. One process delivers at a time; others may look, and put back what was given up.
public final class DeliveryLedger {
  /// What can have become of an effect.
  public enum State: Int, CaseIterable, Sendable {
    case waiting, delivered, givenUp
  }

  /// An effect of which the ledger knows.
  public struct Entry: Hashable, Sendable {
    /// The effect's id, as it stands in its line.
    public var id: String
    /// The commit of the store that holds it.
    public var commit: Int
    /// What it asks for: `webhook`, `task`.
    public var kind: String
    /// What became of it.
    public var state = State.waiting
    /// How often it was tried.
    public var attempts = 0
    /// When it is to be tried next, or when it was last tried where it isn't to be any more: milliseconds since 1970.
    public var time: Int64
    /// Why the last attempt failed.
    public var reason = ""

    /// Makes an entry.
    public init(id: String, commit: Int, kind: String, time: Int64) {
      self.id = id
      self.commit = commit
      self.kind = kind
      self.time = time
    }
  }

  /// Who opens it.
  public enum Use: Sendable {
    /// The one process that delivers.
    case delivering
    /// Anybody who looks, or puts back what was given up.
    case managing
  }

  let database: Database
  private let lock: WriterLock?

  /// Up to which commit effects were taken in, and that commit's hash.
  public private(set) var position: (commit: Int, root: [UInt8]) = (0, [])

  /// The file that belongs to a store.
  public static func path(of store: String) -> String { store + "-delivery" }

  /// Opens the ledger of a store, and for delivering makes one where there is none.
  public init(of store: String, for use: Use) throws(StoreError) {
    let path = DeliveryLedger.path(of: store)
    lock = use == .delivering ? try WriterLock(of: path, kind: "the delivery file", use: "used") : nil
    if use == .delivering {
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw StoreError("the delivery file \"\(path)\" can't be written") }
      Glibc.close(descriptor)
    } else if access(path, F_OK) != 0 {
      throw StoreError(
        "nothing of the store \"\(store)\" was delivered yet: there is no file \"\(path)\"",
        help: "\"funnelc deliver --store \(store) --once\" begins")
    }
    database = try Database(path, isReadOnly: false, kind: "delivery file")
    try prepareFormat()
    let row = try database.prepare("SELECT \"commit\", root FROM position")
    if try row.next() { position = (row.number(0), row.bytes(1)) }
    row.reset()
  }

  /// Takes in the effects of commits, and remembers up to which. One whose id is known already is not taken twice.
  public func take(_ entries: [Entry], through commit: Int, root: [UInt8]) throws(StoreError) {
    let insert = try database.prepare(
      """
      INSERT INTO effects (id, "commit", kind, state, attempts, time, reason) VALUES (?1, ?2, ?3, 0, 0, ?4, '')
        ON CONFLICT (id) DO UPDATE SET "commit" = excluded."commit"
      """)
    let remember = try database.prepare("INSERT OR REPLACE INTO position VALUES (1, ?1, ?2)")
    try database.transaction { () throws(StoreError) in
      for entry in entries {
        try insert.bind(1, text: entry.id)
        insert.bind(2, entry.commit)
        try insert.bind(3, text: entry.kind)
        insert.bind(4, Int(entry.time))
        try insert.run()
      }
      remember.bind(1, commit)
      try remember.bind(2, root)
      try remember.run()
    }
    position = (commit, root)
  }

  /// Begins again at the first commit: what is known already stays known.
  public func rewind() { position = (0, []) }

  /// What is to be tried by now, the earliest first.
  public func due(_ kind: String, at now: Int64, atMost count: Int) throws(StoreError) -> [Entry] {
    let rows = try database.prepare(
      "\(DeliveryLedger.select) WHERE state = 0 AND kind = ?1 AND time <= ?2 ORDER BY time, number LIMIT ?3")
    try rows.bind(1, text: kind)
    rows.bind(2, Int(now))
    rows.bind(3, count)
    return try entries(rows)
  }

  /// When something of a kind is to be tried next.
  public func nextTime(_ kind: String) throws(StoreError) -> Int64? {
    let row = try database.prepare(
      "SELECT time FROM effects WHERE state = 0 AND kind = ?1 ORDER BY time, number LIMIT 1")
    try row.bind(1, text: kind)
    defer { row.reset() }
    return try row.next() ? Int64(row.number(0)) : nil
  }

  /// Writes down what came of attempts, all in one transaction.
  public func settle(_ entries: [Entry]) throws(StoreError) {
    guard !entries.isEmpty else { return }
    let update = try database.prepare(
      "UPDATE effects SET state = ?2, attempts = ?3, time = ?4, reason = ?5 WHERE id = ?1")
    try database.transaction { () throws(StoreError) in
      for entry in entries {
        try update.bind(1, text: entry.id)
        update.bind(2, entry.state.rawValue)
        update.bind(3, entry.attempts)
        update.bind(4, Int(entry.time))
        try update.bind(5, text: entry.reason)
        try update.run()
      }
    }
  }

  /// Lets what was given up be tried anew; all of it where no id is given.
  /// - Returns: how many effects that are.
  public func requeue(_ ids: [String]?, at now: Int64) throws(StoreError) -> Int {
    let which = ids == nil ? "" : " AND id = ?2"
    let update = try database.prepare(
      "UPDATE effects SET state = 0, attempts = 0, time = ?1 WHERE state = \(State.givenUp.rawValue)\(which)")
    let before = try counts(.givenUp).map(\.count).reduce(0, +)
    try database.transaction { () throws(StoreError) in
      for id in ids ?? [""] {
        update.bind(1, Int(now))
        if ids != nil { try update.bind(2, text: id) }
        try update.run()
      }
    }
    return try before - counts(.givenUp).map(\.count).reduce(0, +)
  }

  /// How many effects of each kind are in a state, by kind.
  public func counts(_ state: State) throws(StoreError) -> [(kind: String, count: Int)] {
    let rows = try database.prepare(
      "SELECT kind, count(*) FROM effects WHERE state = \(state.rawValue) GROUP BY kind ORDER BY kind")
    var counts: [(String, Int)] = []
    while try rows.next() { counts.append((rows.text(0), rows.number(1))) }
    return counts
  }

  /// Hands over what is in a state, in the order in which it came.
  public func forEach(_ state: State, _ body: (Entry) throws -> Void) throws {
    var last = 0
    let rows = try database.prepare(
      "\(DeliveryLedger.select) WHERE state = \(state.rawValue) AND number > ?1 ORDER BY number LIMIT 1000")
    while true {
      // A few at a time, so that whoever delivers never waits for a slow reader.
      rows.bind(1, last)
      var found: [Entry] = []
      while try rows.next() {
        found.append(DeliveryLedger.entry(rows))
        last = rows.number(0)
      }
      if found.isEmpty { return }
      for entry in found { try body(entry) }
    }
  }

  private static let select = "SELECT number, id, \"commit\", kind, state, attempts, time, reason FROM effects"

  private static func entry(_ row: Statement) -> Entry {
    var entry = Entry(id: row.text(1), commit: row.number(2), kind: row.text(3), time: Int64(row.number(6)))
    entry.state = State(rawValue: row.number(4)) ?? .waiting
    entry.attempts = row.number(5)
    entry.reason = row.text(7)
    return entry
  }

  private func entries(_ rows: Statement) throws(StoreError) -> [Entry] {
    var entries: [Entry] = []
    while try rows.next() { entries.append(DeliveryLedger.entry(rows)) }
    return entries
  }
}
