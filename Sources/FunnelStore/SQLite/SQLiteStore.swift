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
  /// The last commit.
  public internal(set) var head = StoreHead()
  /// How everything stands after the last commit.
  var standing = Standing()

  let database: Database
  let digest = Digest()
  private var lock: WriterLock?
  /// What is known of each subject, by number.
  var states: [SubjectState] = []
  /// The keys of subjects, by number; shorter than `states` where the last have none.
  var keys: [StoredKey?] = []
  let sealing = Sealing()
  /// The subjects that changed since the last compaction.
  var tail: Set<Int> = []
  var tailBytes = 0
  /// The checksum of each row of subjects, shortened, as it counts in their sum.
  var rowSums: [Int] = []
  /// What the last compaction left.
  var compacted = Compaction()
  /// What is known of single subjects that were read where not all were.
  var single: [Int: SubjectState] = [:]
  /// How many lead ids of each subject are known to be found quickly; nothing before the first compaction.
  var leadCounts: [Int32] = []

  private var insertions: Insertions?
  /// Whether a commit failed, so that what is in memory is ahead of the file.
  private var isBroken = false

  /// Opens a store, and for writing makes one where there is none.
  /// - Parameters:
  ///   - mustExist: whether a store that is not there is refused; always where it is only read.
  ///   - readsSubjects: false where only commits, or single subjects, are to be read, so that opening costs little.
  ///   - holdsStill: whether a store that is only read is seen as it is now, whatever is committed meanwhile.
  ///   - name: by what others are told who writes it; the command line where nothing is said.
  public init(
    _ path: String, isReadOnly: Bool = false, mustExist: Bool = false, readsSubjects: Bool = true,
    holdsStill: Bool = true, as name: String? = nil
  ) throws(StoreError) {
    if isReadOnly || mustExist {
      guard access(path, F_OK) == 0 else {
        throw StoreError("there is no store \"\(path)\"", help: "check the spelling; \"funnelc run --store\" makes one")
      }
    }
    lock = isReadOnly ? nil : try WriterLock(of: path, as: name)
    if !isReadOnly {
      // SQLite would let everybody read it.
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw StoreError("the store \"\(path)\" can't be written: it is a folder, or not yours")
      }
      Glibc.close(descriptor)
    }
    database = try Database(path, isReadOnly: isReadOnly)
    if isReadOnly, holdsStill { try database.execute("BEGIN") }
    try prepareFormat(isReadOnly: isReadOnly)
    try readPrograms()
    try readStanding()
    guard readsSubjects else { return }
    try readSubjectStates()
    try readKeys()
  }

  /// How many subjects there are.
  public var subjectCount: Int { states.count }

  /// Up to where each feed was read.
  public var positions: [FeedPosition] { standing.positions }

  /// The largest time of an accepted event.
  public var latest: Int64? { standing.latest }

  /// The last instant to which the clock on the wall moved what was due.
  public var clock: Int64? { standing.clock }

  /// Up to where output files hold the commits before the last.
  public var outputs: [OutputPosition] { standing.outputs }

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
    var segment = Segment(number: head.commit + 1)
    let next = Standing(commit, nonce: commit.isPersonal ? try Sealing.random(Sealing.nonceLength) : [])
    segment.standing = next.bytes
    while let last = commit.changes.images.last?.subject, states.count <= last { states.append(SubjectState()) }
    let newKeys = commit.isPersonal ? try makeKeys(of: commit.changes.images.map(\.subject)) : []
    try link(commit.changes, in: &segment, next.nonce)
    let rejectKeys = try seal(commit.rejects, in: &segment, next.nonce)
    let body = try imagesBody(commit.changes, next.nonce)
    segment.images = digest.hash(body)
    segment.root = segment.root(after: head.root, digest)
    try insert(segment, images: body, newKeys, rejectKeys)

    head.commit = segment.number
    head.root = segment.root
    standing = next
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

  /// The statements of a commit.
  private struct Insertions {
    let segment: Statement
    let images: Statement
    let key: Statement
    let rejectKeys: Statement

    init(_ database: Database) throws(StoreError) {
      segment = try database.prepare(
        "INSERT INTO segments (\(Segment.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      images = try database.prepare("INSERT INTO images VALUES (?1, ?2)")
      key = try database.prepare("INSERT INTO subject_keys VALUES (?1, ?2, ?3, ?4)")
      rejectKeys = try database.prepare("INSERT INTO reject_keys VALUES (?1, ?2)")
    }
  }

  private func insert(_ segment: Segment, images body: [UInt8], _ newKeys: [Int], _ rejectKeys: [UInt8])
    throws(StoreError)
  {
    let insert: Insertions
    if let insertions { insert = insertions } else { insert = try Insertions(database) }
    insertions = insert
    insert.segment.bind(1, segment.number)
    for (index, column) in segment.contents.enumerated() { try insert.segment.bind(Int32(index + 2), column) }
    insert.images.bind(1, segment.number)
    try insert.images.bind(2, body)
    try database.transaction { () throws(StoreError) in
      try insert.segment.run()
      try insert.images.run()
      for subject in newKeys { try write(keys[subject], of: subject, by: insert.key) }
      guard !rejectKeys.isEmpty else { return }
      insert.rejectKeys.bind(1, segment.number)
      try insert.rejectKeys.bind(2, rejectKeys)
      try insert.rejectKeys.run()
    }
  }

  /// Chains the records to their subjects, and fills in the columns that hold them and say whose they are.
  private func link(_ changes: RunChanges, in segment: inout Segment, _ nonce: [UInt8]) throws(StoreError) {
    var row = RowWriter()
    var (recordsStart, effectsStart) = (0, 0)
    for (number, link) in changes.links.enumerated() {
      let records = try sealed(
        changes.records[recordsStart..<link.recordsEnd], of: link.subject, nonce, SealedPiece.records(number))
      let effects = try sealed(
        changes.effects[effectsStart..<link.effectsEnd], of: link.subject, nonce, SealedPiece.effects(number))
      (recordsStart, effectsStart) = (link.recordsEnd, link.effectsEnd)
      let previous = states[link.subject].segment
      row.number(link.subject)
      row.number(previous == segment.number ? 0 : previous)
      row.number(records.count)
      row.number(effects.count)
      states[link.subject].extend(records, effects, digest)
      states[link.subject].segment = segment.number
      guard !nonce.isEmpty else { continue }
      segment.records += records
      segment.effects += effects
    }
    if nonce.isEmpty { (segment.records, segment.effects) = (changes.records, changes.effects) }
    segment.links = row.bytes
  }

  private func imagesBody(_ changes: RunChanges, _ nonce: [UInt8]) throws(StoreError) -> [UInt8] {
    var row = RowWriter()
    row.reserve(changes.images.reduce(0) { $0 + $1.bytes.count + 64 })
    for (number, image) in changes.images.enumerated() {
      row.number(image.subject)
      states[image.subject].write(&row)
      row.counted(try sealed(image.bytes, of: image.subject, nonce, SealedPiece.image(number)))
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
