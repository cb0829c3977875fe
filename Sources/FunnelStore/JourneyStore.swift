import FunnelRuntime

/// What a run needs of a database, and all it needs: another one can be added by doing the same.
///
/// A commit is there as a whole or not at all, whatever happens to process, disk or power while it is made; once `commit` has
/// returned it stays. Several threads may use a store one after the other, but no two at once.
public protocol JourneyStore: AnyObject {
  /// The compiled funnels under which journeys began, in the order in which they came.
  var programs: [StoredProgram] { get }

  /// Up to where each feed was read, by name.
  var positions: [FeedPosition] { get }

  /// The largest time of an accepted event.
  var latest: Int64? { get }

  /// The last instant to which the clock on the wall moved what was due; nil where none ever did.
  var clock: Int64? { get }

  /// Up to where output files hold the commits before the last.
  var outputs: [OutputPosition] { get }

  /// The last commit.
  var head: StoreHead { get }

  /// Whether a subject was erased, so that its leads and keys stand there as hashes.
  var hasErased: Bool { get }

  /// How many subjects there are.
  var subjectCount: Int { get }

  /// Adds a compiled funnel; one that is there already is left alone.
  func add(_ program: StoredProgram) throws(StoreError)

  /// Commits.
  func commit(_ commit: Commit) throws(StoreError)

  /// Whether so much was committed since subjects were last written as a whole that it should be done now.
  var needsCompaction: Bool { get }

  /// Writes the subjects that changed since the last time as a whole, so that opening is quick.
  /// - Parameter leads: the lead ids by which a subject is to be found quickly, of those behind the first so many.
  func compact(_ wholeImage: (Int) -> [UInt8], leads: (_ subject: Int, _ known: Int) -> [[UInt8]]) throws(StoreError)

  /// Hands over each subject's images, the latest whole one and those after it, by ascending number.
  func forEachSubject(_ body: (_ number: Int, _ images: [[UInt8]]) throws -> Void) throws

  /// Hands over lines of one kind, commit by commit, of those behind a commit; what was erased is left out.
  func forEach(_ lines: StoredLines, after commit: Int, _ body: ([UInt8]) throws -> Void) throws

  /// The records of one subject, in their order; none from before it was erased.
  func records(of subject: Int) throws(StoreError) -> [UInt8]

  /// The hash of all of a subject's records and effects, chained one event to the next.
  func chain(of subject: Int) -> [UInt8]

  /// Makes all that is stored of a subject unreadable for ever, but for an image, and the rejects that are about it.
  ///
  /// What changed since the last compaction must be compacted first.
  func erase(_ subject: Int, leaving image: [UInt8], rejects isAbout: ([UInt8]) -> Bool) throws(StoreError)

  /// Says what is wrong with what is stored; nothing where all is as it was written.
  func faults() throws(StoreError) -> [String]

  /// Writes what is left to write, and lets others have the store.
  func close() throws(StoreError)
}

extension JourneyStore {
  /// Writes the subjects that changed since the last time as a whole, and no lead ids.
  public func compact(_ wholeImage: (Int) -> [UInt8]) throws(StoreError) {
    try compact(wholeImage, leads: { _, _ in [] })
  }

  /// Hands over all lines of one kind, commit by commit.
  public func forEach(_ lines: StoredLines, _ body: ([UInt8]) throws -> Void) throws {
    try forEach(lines, after: 0, body)
  }
}

/// The kinds of lines that a store keeps; of records and effects it keeps what lines are made of.
public enum StoredLines: Int, Sendable, CaseIterable {
  case records, effects, rejects
}

/// A compiled funnel in a store.
public struct StoredProgram: Hashable, Sendable {
  /// The funnel's name; of several that run together all, with commas.
  public var name: String
  /// Its version; of several all, in the same order.
  public var version: String
  /// The compiled funnel as canonical JSON.
  public var json: [UInt8]
  /// The SHA-256 of what runs of `json`.
  public var hash: [UInt8]

  /// Makes one.
  public init(name: String, version: String, json: [UInt8]) {
    self.name = name
    self.version = version
    self.json = json
    hash = Digest().hash(ProgramIdentity.bytes(of: json))
  }
}
