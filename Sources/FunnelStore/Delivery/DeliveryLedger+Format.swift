/// The form of the file.
extension DeliveryLedger {
  /// What marks a database as what became of a store's effects: "Fdel".
  private static let application = 0x4664_656C
  /// The version that is written.
  private static let version = 1

  private static let tables = """
    CREATE TABLE effects (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "commit" INTEGER NOT NULL, kind TEXT NOT NULL,
      state INTEGER NOT NULL, attempts INTEGER NOT NULL, time INTEGER NOT NULL, reason TEXT NOT NULL);
    CREATE INDEX waiting ON effects (kind, time, number) WHERE state = 0;
    CREATE INDEX given_up ON effects (number) WHERE state = 2;
    CREATE TABLE position (number INTEGER PRIMARY KEY CHECK (number = 1), "commit" INTEGER NOT NULL, root BLOB NOT NULL);
    """

  func prepareFormat() throws(StoreError) {
    let application = try database.number("PRAGMA application_id")
    let tables = try database.number("SELECT count(*) FROM sqlite_schema")
    guard application == Self.application || (application == 0 && tables == 0) else {
      throw StoreError(
        "\"\(database.path)\" is a database of another program, not what became of a store's effects",
        help: "move it away: the file belongs to the store of that name")
    }
    let version = try database.number("PRAGMA user_version")
    guard version <= Self.version else {
      throw StoreError(
        "the delivery file \"\(database.path)\" was written by a later funnelc: its form is \(version), this one knows \(Self.version)",
        help: "use the later funnelc")
    }
    // No write-ahead log: then several may write, as whoever puts an effect back does while another delivers.
    try database.execute("PRAGMA journal_mode = TRUNCATE")
    try database.execute("PRAGMA synchronous = FULL")
    try database.execute("PRAGMA cache_size = -32768")
    guard version < Self.version else { return }
    try database.transaction { () throws(StoreError) in
      try database.execute(Self.tables)
      try database.execute("PRAGMA application_id = \(Self.application)")
      try database.execute("PRAGMA user_version = \(Self.version)")
    }
  }
}
