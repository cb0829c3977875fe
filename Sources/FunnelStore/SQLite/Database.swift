import CSQLite

/// A SQLite database, open; used by one thread.
final class Database {
  /// The path as it was typed.
  let path: String
  /// What the file is, in messages.
  private let kind: String
  private var handle: OpaquePointer?

  /// Opens a file that is there.
  init(_ path: String, isReadOnly: Bool, kind: String = "store") throws(StoreError) {
    self.path = path
    self.kind = kind
    let flags = (isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX
    let status = sqlite3_open_v2(path, &handle, flags, nil)
    guard status == SQLITE_OK else { throw error(status) }
    sqlite3_extended_result_codes(handle, 1)
    // Whoever reads while the writer checkpoints waits a moment.
    sqlite3_busy_timeout(handle, 5_000)
    let distrust = funnel_sqlite_distrust(handle)
    guard distrust == SQLITE_OK else { throw error(distrust) }
  }

  deinit { sqlite3_close_v2(handle) }

  /// Closes it, which writes the log back where this is the last connection.
  func close() throws(StoreError) {
    let status = sqlite3_close(handle)
    guard status == SQLITE_OK else { throw error(status) }
    handle = nil
  }

  /// Runs statements that give no rows.
  func execute(_ sql: String) throws(StoreError) {
    let status = sqlite3_exec(handle, sql, nil, nil, nil)
    guard status == SQLITE_OK else { throw error(status) }
  }

  /// Runs statements as one transaction: all of them or none.
  func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    try execute("BEGIN IMMEDIATE")
    do throws(StoreError) {
      try body()
      try execute("COMMIT")
    } catch {
      // A transaction that SQLite has already rolled back can't be rolled back again.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Prepares a statement.
  func prepare(_ sql: String) throws(StoreError) -> Statement {
    var statement: OpaquePointer?
    let status = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard status == SQLITE_OK, let statement else { throw error(status) }
    return Statement(statement, of: self)
  }

  /// The only number of the only row that a statement gives.
  func number(_ sql: String) throws(StoreError) -> Int {
    let statement = try prepare(sql)
    return try statement.next() ? statement.number(0) : 0
  }

  /// What a status means to people.
  func error(_ status: Int32) -> StoreError {
    let full = SQLITE_FULL
    switch status & 0xFF {
    case SQLITE_NOTADB where kind != "store", SQLITE_CORRUPT where kind != "store":
      return StoreError(
        "the \(kind) \"\(path)\" is damaged: \(words)",
        help:
          "put a copy from a backup in its place, or move it away: effects then come again, with the ids that they had")
    case SQLITE_NOTADB:
      return StoreError(
        "\"\(path)\" is no store of funnels: it is a file of another kind, or damaged at its front",
        help: "check the path; to begin a new store, name a file that does not exist yet")
    case SQLITE_CORRUPT: return .damaged(path, words)
    case full:
      return StoreError(
        "the disk of the \(kind) \"\(path)\" is full",
        help: "make room and run the same command again: it goes on where it was")
    case SQLITE_IOERR:
      return StoreError(
        "the disk of the \(kind) \"\(path)\" reports an error: \(words)",
        help: "run the same command again once the disk is sound: it goes on where it was")
    case SQLITE_BUSY, SQLITE_LOCKED:
      return StoreError("the \(kind) \"\(path)\" is in use by another program", help: "wait for it to end, or end it")
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
      return StoreError(
        "the \(kind) \"\(path)\" can't be opened: \(words)", help: "check who may read and write it and its folder")
    default: return StoreError("the \(kind) \"\(path)\" can't be used: \(words)")
    }
  }

  private var words: String { handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory" }
}

/// A prepared statement, used again and again.
final class Statement {
  private let statement: OpaquePointer
  private let database: Database

  init(_ statement: OpaquePointer, of database: Database) {
    self.statement = statement
    self.database = database
  }

  deinit { sqlite3_finalize(statement) }

  /// Gives a value to the parameter of a number, from 1.
  func bind(_ index: Int32, _ number: Int) { sqlite3_bind_int64(statement, index, Int64(number)) }

  /// Gives bytes to the parameter of a number, from 1.
  func bind(_ index: Int32, _ bytes: [UInt8]) throws(StoreError) {
    let status = bytes.withUnsafeBytes { funnel_sqlite_bind(statement, index, $0.baseAddress, UInt64($0.count)) }
    guard status == SQLITE_OK else { throw database.error(status) }
  }

  /// Gives a text to the parameter of a number, from 1.
  func bind(_ index: Int32, text: String) throws(StoreError) {
    let status = funnel_sqlite_bind_text(statement, index, text)
    guard status == SQLITE_OK else { throw database.error(status) }
  }

  /// Goes on to the next row; false behind the last, from where the statement can be run again.
  func next() throws(StoreError) -> Bool {
    let status = sqlite3_step(statement)
    if status == SQLITE_ROW { return true }
    sqlite3_reset(statement)
    guard status == SQLITE_DONE else { throw database.error(status) }
    return false
  }

  /// Runs a statement that gives no rows.
  func run() throws(StoreError) { while try next() {} }

  /// Leaves the remaining rows alone, so that the statement can be run again and holds nothing meanwhile.
  func reset() { sqlite3_reset(statement) }

  /// A number of the row.
  func number(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  /// A text of the row.
  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  /// Whether there is nothing in a column.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  /// Bytes of the row.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
  }
}
