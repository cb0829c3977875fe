import CSQLite
import Glibc

/// What plain SQLite needs to make each line of a feed a row that stays: in WAL mode, waiting for the disk at each commit.
enum RowFloor {
  /// Inserts the lines of a feed into a new database; false where that can't be done.
  static func insert(linesOf feed: String, into path: String, batch: Int = 1_000) -> Bool {
    guard let file = fopen(feed, "r") else { return false }
    defer { fclose(file) }
    var database: OpaquePointer?
    guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK else {
      return false
    }
    defer { sqlite3_close(database) }
    func execute(_ sql: String) -> Bool { sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK }
    guard execute("PRAGMA journal_mode=WAL"), execute("PRAGMA synchronous=FULL"),
      execute("CREATE TABLE event (number INTEGER PRIMARY KEY, body BLOB NOT NULL)"), execute("BEGIN")
    else { return false }
    var insert: OpaquePointer?
    let sql = "INSERT INTO event (body) VALUES (?1)"
    guard sqlite3_prepare_v3(database, sql, -1, 0, &insert, nil) == SQLITE_OK else { return false }
    defer { sqlite3_finalize(insert) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    var count = 0
    while true {
      let length = getline(&line, &capacity, file)
      guard length > 0 else { break }
      guard sqlite3_bind_blob64(insert, 1, line, UInt64(length), nil) == SQLITE_OK, sqlite3_step(insert) == SQLITE_DONE,
        sqlite3_reset(insert) == SQLITE_OK
      else { return false }
      count += 1
      if count % batch == 0 {
        guard execute("COMMIT"), execute("BEGIN") else { return false }
      }
    }
    return execute("COMMIT")
  }
}
