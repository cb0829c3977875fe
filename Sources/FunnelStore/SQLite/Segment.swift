import FunnelRuntime

/// A commit as a row: the columns, and the hash that makes it a link of the store's chain.
struct Segment {
  let number: Int
  /// The hash of the row and of all before it.
  var root: [UInt8] = []
  /// The hash of the after-images, which compaction takes away.
  var images: [UInt8] = []
  /// How everything stands after it; see `Standing`.
  var standing: [UInt8] = []
  var rejects: [UInt8] = []
  var effects: [UInt8] = []
  /// Whose the records and effects are.
  var links: [UInt8] = []
  var records: [UInt8] = []

  init(number: Int) { self.number = number }

  /// Takes the columns of a row that begins with the number.
  init(_ row: Statement) {
    number = row.number(0)
    root = row.bytes(1)
    images = row.bytes(2)
    standing = row.bytes(3)
    rejects = row.bytes(4)
    effects = row.bytes(5)
    links = row.bytes(6)
    records = row.bytes(7)
  }

  static let columns = "number, root, images, standing, rejects, effects, links, records"

  /// The columns behind the number.
  var contents: [[UInt8]] { [root, images, standing, rejects, effects, links, records] }

  /// The root that the row must have behind another.
  func root(after previous: [UInt8], _ digest: Digest) -> [UInt8] {
    digest.update(previous[...])
    digest.update(number)
    for column in [images, standing, rejects, effects, links, records] { digest.update(counted: column) }
    return digest.finish()
  }

  /// The subject that one event or timer concerned, and how many bytes of records and effects it gave.
  struct Link {
    var subject: Int
    /// The segment that last held records of the subject, on its first link of this one; 0 for none, and on later links.
    var previous: Int
    var records: Int
    var effects: Int
  }

  /// The links; nil where they are not what was written.
  var parsedLinks: [Link]? {
    guard let links = Segment.links(links, below: number),
      links.reduce(0, { $0 + $1.records }) == records.count, links.reduce(0, { $0 + $1.effects }) == effects.count
    else { return nil }
    return links
  }

  /// Reads the column of links; nil where it is not what was written.
  static func links(_ column: [UInt8], below number: Int) -> [Link]? {
    var row = RowReader(column)
    var parsed: [Link] = []
    while !row.isAtEnd {
      guard let subject = row.count(), let previous = row.count(), let records = row.count(), let effects = row.count(),
        previous < number, records <= Int(Int32.max), effects <= Int(Int32.max)
      else { return nil }
      parsed.append(Link(subject: subject, previous: previous, records: records, effects: effects))
    }
    return parsed
  }
}

/// What the store knows of a subject besides its image.
struct SubjectState: Equatable {
  /// The hash of its records and effects, chained link by link; zeros before the first.
  var chain = ContentHash()
  /// The segment that last held records of it; 0 for none.
  var segment = 0
  /// How many links there are.
  var links = 0

  /// Chains the records and effects of one event or timer to those before.
  mutating func extend(_ records: ArraySlice<UInt8>, _ effects: ArraySlice<UInt8>, _ digest: Digest) {
    digest.update(chain)
    digest.update(records.count)
    digest.update(records)
    digest.update(effects)
    chain = digest.finishHash()
    links += 1
  }

  func write(_ row: inout RowWriter) {
    chain.withUnsafeBytes { row.raw($0) }
    row.number(segment)
    row.number(links)
  }

  init() {}

  init?(_ row: inout RowReader) {
    guard let chain = row.raw(Digest.length).flatMap({ ContentHash($0) }), let segment = row.count(),
      let links = row.count()
    else { return nil }
    (self.chain, self.segment, self.links) = (chain, segment, links)
  }
}
