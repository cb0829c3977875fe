import FunnelRuntime
import Glibc

/// A store in one file of SQLite, with its log beside it (WAL).
///
/// A commit is one row of `segments` and one of `images`, one transaction and one fsync; what a subject was before is not
/// touched. Only a compaction writes rows of subjects. Opening takes the rows and applies the images since; it runs nothing
/// again, so that a newer interpreter can't change the past.
public final class SQLiteStore: JourneyStore {
  /// After how many bytes of after-images compaction is due.
  private static let leastTail = 64 << 20

  /// The compiled funnels under which journeys began.
  public internal(set) var programs: [StoredProgram] = []
  /// Up to where each feed was read.
  public internal(set) var positions: [FeedPosition] = []
  /// The largest time of an accepted event.
  public internal(set) var latest: Int64?
  /// The number and hash of the last commit; 0 and nothing before the first.
  public internal(set) var head: (segment: Int, root: [UInt8]) = (0, [])

  let database: Database
  let digest = Digest()
  private var lock: WriterLock?
  /// What is known of each subject, by number.
  var states: [SubjectState] = []
  /// The subjects that changed since the last compaction.
  var tail: Set<Int> = []
  var tailBytes = 0
  /// The checksum of each row of subjects, shortened, as it counts in their sum.
  var rowSums: [Int] = []
  /// What the last compaction left.
  var compacted = Compaction()

  private var insertions: (segment: Statement, images: Statement)?
  /// Whether a commit failed, so that what is in memory is ahead of the file.
  private var isBroken = false

  /// Opens a store, and for writing makes one where there is none.
  /// - Parameter readsSubjects: false where only commits are to be read, so that opening costs nothing.
  public init(_ path: String, isReadOnly: Bool = false, readsSubjects: Bool = true) throws(StoreError) {
    lock = isReadOnly ? nil : try WriterLock(of: path)
    if isReadOnly {
      guard access(path, F_OK) == 0 else {
        throw StoreError("there is no store \"\(path)\"", help: "check the spelling; \"funnelc run --store\" makes one")
      }
    } else {
      // SQLite would let everybody read it.
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw StoreError("the store \"\(path)\" can't be written: it is a folder, or not yours")
      }
      Glibc.close(descriptor)
    }
    database = try Database(path, isReadOnly: isReadOnly)
    try prepareFormat(isReadOnly: isReadOnly)
    try readPrograms()
    try readStanding()
    if readsSubjects { try readSubjectStates() }
  }

  /// How many subjects there are.
  public var subjectCount: Int { states.count }

  /// Adds a compiled funnel.
  public func add(_ program: StoredProgram) throws(StoreError) {
    guard !programs.contains(program) else { return }
    let insert = try database.prepare("INSERT INTO programs VALUES (?1, ?2, ?3, ?4, ?5)")
    insert.bind(1, programs.count + 1)
    try insert.bind(2, text: program.name)
    try insert.bind(3, text: program.version)
    try insert.bind(4, program.json)
    try insert.bind(5, checksum(of: program, number: programs.count + 1))
    try database.transaction { () throws(StoreError) in try insert.run() }
    programs.append(program)
  }

  /// Commits: one row for what happened, one for the images, one transaction.
  public func commit(_ commit: Commit) throws(StoreError) {
    guard !isBroken else { throw StoreError("the store \"\(database.path)\" takes nothing after a commit that failed") }
    isBroken = true
    var segment = Segment(number: head.segment + 1)
    segment.standing = Segment.standing(commit.positions, latest: commit.changes.latest)
    segment.rejects = commit.rejects
    segment.effects = commit.changes.effects
    segment.records = commit.changes.records
    segment.links = link(commit.changes, in: segment.number)
    let body = imagesBody(commit.changes)
    segment.images = digest.hash(body)
    segment.root = segment.root(after: head.root, digest)
    try insert(segment, images: body)

    head = (segment.number, segment.root)
    positions = commit.positions
    latest = commit.changes.latest
    tail.formUnion(commit.changes.images.map(\.subject))
    tailBytes += body.count
    isBroken = false
  }

  /// Whether the images since the last compaction have become many.
  public var needsCompaction: Bool { tailBytes >= SQLiteStore.leastTail }

  /// Writes the log back into the file and gives the lock away.
  public func close() throws(StoreError) {
    guard lock != nil else { return }
    insertions = nil
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try database.close()
    lock = nil
  }

  private func insert(_ segment: Segment, images body: [UInt8]) throws(StoreError) {
    let (insertSegment, insertImages) = try prepareInsertions()
    insertSegment.bind(1, segment.number)
    try insertSegment.bind(2, segment.root)
    try insertSegment.bind(3, segment.images)
    try insertSegment.bind(4, segment.standing)
    try insertSegment.bind(5, segment.rejects)
    try insertSegment.bind(6, segment.effects)
    try insertSegment.bind(7, segment.links)
    try insertSegment.bind(8, segment.records)
    insertImages.bind(1, segment.number)
    try insertImages.bind(2, body)
    try database.transaction { () throws(StoreError) in
      try insertSegment.run()
      try insertImages.run()
    }
  }

  private func prepareInsertions() throws(StoreError) -> (segment: Statement, images: Statement) {
    if let insertions { return insertions }
    let segment = try database.prepare(
      "INSERT INTO segments (\(Segment.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    let images = try database.prepare("INSERT INTO images VALUES (?1, ?2)")
    insertions = (segment, images)
    return (segment, images)
  }

  /// Chains the records to their subjects, and gives the column that says whose they are.
  private func link(_ changes: RunChanges, in segment: Int) -> [UInt8] {
    var row = RowWriter()
    var (records, effects) = (0, 0)
    while let last = changes.images.last?.subject, states.count <= last { states.append(SubjectState()) }
    for link in changes.links {
      let previous = states[link.subject].segment
      row.number(link.subject)
      row.number(previous == segment ? 0 : previous)
      row.number(link.recordsEnd - records)
      row.number(link.effectsEnd - effects)
      states[link.subject].extend(
        changes.records[records..<link.recordsEnd], changes.effects[effects..<link.effectsEnd], digest)
      states[link.subject].segment = segment
      (records, effects) = (link.recordsEnd, link.effectsEnd)
    }
    return row.bytes
  }

  private func imagesBody(_ changes: RunChanges) -> [UInt8] {
    var row = RowWriter()
    for image in changes.images {
      row.number(image.subject)
      states[image.subject].write(&row)
      row.counted(image.bytes)
    }
    return row.bytes
  }

  func checksum(of program: StoredProgram, number: Int) -> [UInt8] {
    digest.update(number)
    digest.update(counted: Array(program.name.utf8))
    digest.update(counted: Array(program.version.utf8))
    digest.update(counted: program.json)
    return digest.finish()
  }
}
