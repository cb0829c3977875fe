import FunnelRuntime

/// Opening: the form of the file, and everything that is kept in memory, each checked against its checksum.
extension SQLiteStore {
  func prepareFormat(isReadOnly: Bool) throws(StoreError) {
    let application = try database.number("PRAGMA application_id")
    let tables = try database.number("SELECT count(*) FROM sqlite_schema")
    guard application == StoreFormat.application || (application == 0 && tables == 0) else {
      throw StoreError(
        "\"\(database.path)\" is a database of another program, not a store of funnels",
        help: "to begin a new store, name a file that does not exist yet")
    }
    let version = try database.number("PRAGMA user_version")
    guard version <= StoreFormat.version else {
      throw StoreError(
        "the store \"\(database.path)\" was written by a later funnelc: its form is \(version), this one knows \(StoreFormat.version)",
        help: "use the later funnelc")
    }
    guard !isReadOnly else {
      guard version == StoreFormat.version else {
        throw StoreError(
          "the store \"\(database.path)\" is empty, or was written by an earlier funnelc",
          help: "\"funnelc run --store\" fills it or brings it up to date")
      }
      return
    }
    if version == 0 { try database.execute("PRAGMA page_size = 16384") }
    try database.execute("PRAGMA journal_mode = WAL")
    // Each commit is on the disk before it counts.
    try database.execute("PRAGMA synchronous = FULL")
    // What is deleted within a page is overwritten; whole pages of what is encrypted anyway may stay until they are used again.
    try database.execute("PRAGMA secure_delete = FAST")
    try database.execute("PRAGMA cell_size_check = ON")
    try database.execute("PRAGMA wal_autocheckpoint = 4096")
    guard version < StoreFormat.version else { return }
    try database.transaction { () throws(StoreError) in
      for step in StoreFormat.steps[version...] { try database.execute(step) }
      try database.execute("PRAGMA application_id = \(StoreFormat.application)")
      try database.execute("PRAGMA user_version = \(StoreFormat.version)")
    }
  }

  /// Reads the compiled funnels that came since they were last read; whether there are any.
  public func readNewPrograms() throws(StoreError) -> Bool {
    let known = programs.count
    try readPrograms()
    return programs.count > known
  }

  func readPrograms() throws(StoreError) {
    let rows = try database.prepare(
      "SELECT number, name, version, json, checksum FROM programs WHERE number > ?1 ORDER BY number")
    rows.bind(1, programs.count)
    while try rows.next() {
      let program = StoredProgram(name: rows.text(1), version: rows.text(2), json: rows.bytes(3))
      guard rows.number(0) == programs.count + 1, checksum(of: program, number: rows.number(0)) == rows.bytes(4) else {
        throw damaged("the compiled funnel of number \(programs.count + 1) is not what was written")
      }
      programs.append(program)
    }
  }

  /// Reads the last commit.
  func readStanding() throws(StoreError) {
    let count = try database.number("SELECT count(*) FROM segments")
    let rows = try database.prepare("SELECT \(Segment.columns) FROM segments WHERE number >= ?1 - 1 ORDER BY number")
    rows.bind(1, count)
    var previous: [UInt8] = []
    while try rows.next() {
      let segment = Segment(rows)
      if segment.number == count {
        guard segment.root == segment.root(after: previous, digest), let found = Standing(segment.standing) else {
          throw damaged("the last commit is not what was written")
        }
        standing = found
        head.commit = segment.number
        head.root = segment.root
      }
      previous = segment.root
    }
    guard head.commit == count else { throw damaged("a commit is missing") }
  }

  /// Reads what is known of each subject.
  func readSubjectStates() throws(StoreError) {
    try readCompaction()
    let rows = try database.prepare("SELECT number, image, state, checksum FROM subjects ORDER BY number")
    while try rows.next() {
      let subject = try storedSubject(rows, expected: states.count)
      states.append(subject.state)
      rowSums.append(subject.sum)
    }
    guard states.count == compacted.subjects, rowSums.reduce(0, &+) == compacted.sum else {
      throw damaged("subjects are missing")
    }
    try forEachTailImage { image in
      while states.count <= image.subject { states.append(SubjectState()) }
      states[image.subject] = image.state
      tail.insert(image.subject)
      tailBytes += image.bytes.count
    }
  }

  func readCompaction() throws(StoreError) {
    let row = try database.prepare("SELECT segment, subjects, sum, checksum FROM compaction")
    guard try row.next() else { return }
    let found = Compaction(segment: row.number(0), subjects: row.number(1), sum: row.number(2))
    guard found.checksum(digest) == row.bytes(3), found.segment <= head.commit else {
      throw damaged("what the last compaction left is not what was written")
    }
    compacted = found
  }

  /// A row of subjects.
  struct StoredSubject {
    var image: [UInt8]
    var state: SubjectState
    /// With what the image is encrypted; nothing where it is not.
    var nonce: [UInt8]
    var sum: Int
  }

  /// The content of a row of subjects, once it has proved to be what was written.
  func storedSubject(_ rows: Statement, expected number: Int) throws(StoreError) -> StoredSubject {
    let image = rows.bytes(1)
    let state = rows.bytes(2)
    let checksum = rowChecksum(number: rows.number(0), image: image, state: state)
    var reader = RowReader(state)
    guard rows.number(0) == number, checksum == rows.bytes(3), let parsed = SubjectState(&reader) else {
      throw damaged("the row of subject \(number) is not what was written")
    }
    let nonce = reader.raw(Sealing.nonceLength) ?? []
    return StoredSubject(image: image, state: parsed, nonce: nonce, sum: SQLiteStore.sum(of: checksum))
  }

  /// An after-image of a commit since the last compaction, as it is stored.
  struct TailImage {
    var subject: Int
    var state: SubjectState
    var bytes: [UInt8]
    var commit: Int
    /// What its nonce begins with, and which of the commit's images it is.
    var nonce: [UInt8]
    var number: Int
  }

  /// Hands over the after-images since the last compaction, commit by commit.
  func forEachTailImage(_ body: (TailImage) throws(StoreError) -> Void) throws(StoreError) {
    let rows = try database.prepare(
      "SELECT s.number, s.images, s.standing, i.body FROM segments s LEFT JOIN images i ON i.segment = s.number WHERE s.number > ?1 ORDER BY s.number"
    )
    rows.bind(1, compacted.segment)
    var expected = compacted.segment
    while try rows.next() {
      expected += 1
      let content = rows.bytes(3)
      guard rows.number(0) == expected, !rows.isNull(3), digest.hash(content) == rows.bytes(1),
        let nonce = Standing(rows.bytes(2))?.nonce
      else { throw damaged("the images of commit \(expected) are not what was written") }
      var reader = RowReader(content)
      var number = 0
      while !reader.isAtEnd {
        guard let subject = reader.count(), subject <= content.count + max(states.count, compacted.subjects),
          let state = SubjectState(&reader),
          let bytes = reader.counted()
        else { throw damaged("the images of commit \(expected) can't be read") }
        try body(
          TailImage(
            subject: subject, state: state, bytes: bytes, commit: expected, nonce: nonce, number: number))
        number += 1
      }
    }
    guard expected == head.commit else { throw damaged("a commit is missing") }
  }

  func damaged(_ what: String) -> StoreError { .damaged(database.path, what) }

  func rowChecksum(number: Int, image: [UInt8], state: [UInt8]) -> [UInt8] {
    digest.update(number)
    digest.update(counted: image)
    digest.update(counted: state)
    return digest.finish()
  }

  /// A checksum as it counts in the sum of all.
  static func sum(of checksum: [UInt8]) -> Int {
    checksum.prefix(8).reduce(0) { $0 << 8 | Int($1) }
  }
}

/// What a compaction left.
struct Compaction: Equatable {
  /// The last commit that is in the rows of subjects.
  var segment = 0
  /// How many subjects there are in them.
  var subjects = 0
  /// The sum of the rows' checksums.
  var sum = 0

  func checksum(_ digest: Digest) -> [UInt8] {
    digest.update(segment)
    digest.update(subjects)
    digest.update(sum)
    return digest.finish()
  }
}
