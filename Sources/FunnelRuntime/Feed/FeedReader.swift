import FunnelIR

/// What the reader found next in a feed.
public enum FeedItem: Hashable, Sendable {
  /// An event, with the line on which it begins and the number of bytes before it.
  case event(line: Int, offset: Int)
  /// A piece that can't be used.
  case reject(FeedReject)
  /// The feed has no more.
  case end
}

/// Reads a feed event by event: NDJSON, a JSON array, or a JSON object that holds the array.
///
/// Memory stays bounded whatever the feed holds: one buffer, which grows up to the longest line that the limits allow.
public struct FeedReader: ~Copyable {
  /// How the feed is put together.
  enum Form {
    /// Not looked at yet.
    case unknown
    /// One object a line.
    case lines
    /// A document, read element by element.
    case document
  }

  let buffer: FeedBuffer
  let limits: FeedLimits
  /// The keys from the document's outside to the array; nil where the document is the array.
  let items: [String]?
  private var events: EventReader
  private let privacy: FeedPrivacy
  private var form = Form.unknown
  var document: DocumentWalk
  /// How many bytes the item handed out last takes, and how many its end takes.
  private var taken = (item: 0, end: 0)
  /// Whether what comes next is the rest of a line that was too long, and has had its reject.
  private var isWithinLine = false

  /// Makes a reader.
  /// - Parameters:
  ///   - choices: the program's choice tables.
  ///   - zone: the funnel's zone, in which dates are read.
  ///   - sessions: what checks session tokens; where it is given, every event must say who did it.
  ///   - privacy: how much may be said of personal values.
  ///   - items: the keys that lead to the array in a document, outermost first; nil where a document is the array itself.
  public init(
    _ source: any ByteSource, plan: FeedPlan, choices: [ChoiceTable], zone: ZoneTable, items: [String]? = nil,
    limits: FeedLimits = FeedLimits(), sessions: SessionTokens? = nil, privacy: FeedPrivacy = FeedPrivacy()
  ) {
    let feed = FunnelFeed(plan: plan, choices: choices, zone: zone)
    self.init(source, [feed], routing: nil, items: items, limits: limits, sessions: sessions, privacy: privacy)
  }

  /// Makes a reader for funnels that run together.
  /// - Parameters:
  ///   - items: the keys that lead to the array in a document, outermost first; nil where a document is the array itself.
  ///   - sessions: what checks session tokens; where it is given, every event must say who did it.
  ///   - showsPersonal: whether messages may show personal values.
  ///   - redactsRejects: whether the bytes of rejects hold no value that could be personal.
  ///   - start: where the source's first byte stands, in a feed of lines that was read up to there before.
  public init(
    _ source: any ByteSource, for workspace: LoadedWorkspace, items: [String]? = nil,
    limits: FeedLimits = FeedLimits(), sessions: SessionTokens? = nil, showsPersonal: Bool = false,
    redactsRejects: Bool = false, from start: FeedPlace? = nil
  ) {
    let feeds = workspace.funnels.map(\.program).map {
      FunnelFeed(plan: $0.feed, choices: $0.choices, zone: $0.zone)
    }
    let privacy = FeedPrivacy(
      workspace.funnels.map(\.personal), showsPersonal: showsPersonal, redactsRejects: redactsRejects)
    self.init(
      source, feeds, envelope: workspace.current.lowerBound, routing: workspace.routing, items: items, limits: limits,
      sessions: sessions, privacy: privacy, from: start)
  }

  private init(
    _ source: any ByteSource, _ feeds: [FunnelFeed], envelope: Int = 0, routing: FeedRouting?, items: [String]?,
    limits: FeedLimits, sessions: SessionTokens?, privacy: FeedPrivacy, from start: FeedPlace? = nil
  ) {
    buffer = FeedBuffer(source, readSize: limits.readSize, from: start ?? FeedPlace())
    if let start { (form, isWithinLine) = (.lines, start.isWithinLine) }
    self.limits = limits
    self.privacy = privacy
    self.items = items
    events = EventReader(
      feeds, envelope: envelope, routing: routing, nesting: limits.nesting, sessions: sessions, privacy: privacy)
    document = DocumentWalk(items: items, nesting: limits.nesting)
  }

  /// Reads on to the next event, which is put into `event`, or reject, or the end.
  /// - Throws: what the source throws.
  public mutating func next(into event: inout IncomingEvent) throws -> FeedItem {
    if form == .lines { buffer.skipLine(taken.item + taken.end) } else { buffer.skip(taken.item + taken.end) }
    taken = (0, 0)
    if form == .unknown {
      form = try findForm()
      if form == .unknown { return .end }
    }
    while true {
      let frame = form == .lines ? try nextLine() : try document.next(buffer, limits)
      switch frame {
      case .end: return .end
      case .reject(let reject): return .reject(cleared(reject))
      case .item(let length, let end):
        taken = (length, end)
        let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<length])
        do {
          try events.read(bytes, into: &event)
          return .event(line: buffer.line, offset: buffer.offset)
        } catch let refusal {
          return .reject(reject(refusal.reason, refusal.message))
        }
      }
    }
  }

  /// How often more is read before whoever takes lines gets to do something else.
  private static let readings = 16

  /// Hands the lines in memory to a function, uses up those that it takes, and reads on where no whole line is left.
  /// - Parameter take: is told the number of the first line, and says how many lines it took from the front, and how many bytes
  ///   they have.
  mutating func withLines(_ take: (UnsafeRawBufferPointer, _ line: Int) -> (lines: Int, bytes: Int)) throws -> Int {
    if form == .lines { buffer.skipLine(taken.item + taken.end) } else { buffer.skip(taken.item + taken.end) }
    taken = (0, 0)
    guard try hasLines() else { return 0 }
    var count = 0
    for _ in 0..<FeedReader.readings {
      let (lines, bytes) = take(buffer.bytes, buffer.line)
      buffer.skip(bytes, lines: lines)
      count += lines
      guard lines > 0, buffer.newline(from: 0) == buffer.bytes.count, try buffer.readMore() else { break }
    }
    return count
  }

  /// Uses up the item handed out last, and tells up to where the feed was read.
  public mutating func place() -> FeedPlace {
    buffer.skip(taken.item + taken.end)
    taken = (0, 0)
    return FeedPlace(offset: buffer.offset, line: buffer.line - 1, isWithinLine: isWithinLine)
  }

  /// After the end of a feed that grows: goes on with what was written since.
  public mutating func readOn() { buffer.readOn() }

  /// Whether every event must say who did it.
  var requiresActors: Bool { events.actorsRequired }

  /// Whether the feed is one document, and not lines.
  public var isDocument: Bool { form == .document }

  /// Whether a last line waits for its end.
  public var hasUnfinishedLine: Bool { form == .lines && limits.leavesUnfinishedLine && !buffer.bytes.isEmpty }
  /// A reject of a broken line without what must not be seen.
  func cleared(_ reject: FeedReject) -> FeedReject {
    var reject = reject
    // Nobody knows what the pieces of a broken line say.
    if privacy.redactsRejects { reject.bytes = [] }
    return reject.withoutTokens
  }

  /// Whether the feed is one of lines.
  mutating func hasLines() throws -> Bool {
    if form == .unknown { form = try findForm() }
    return form == .lines
  }

  /// Reads lines from the front of the buffer, whatever was read before.
  mutating func beginLines() {
    taken = (0, 0)
    form = .lines
  }

  /// Makes a reject of the event handed out last, for whoever finds that it can't be used.
  public func reject(_ reason: RejectReason, _ message: String) -> FeedReject {
    let line = Array(buffer.bytes[..<taken.item])
    let bytes = privacy.redactsRejects ? events.redacting(line) : events.cuttingToken(line)
    return FeedReject(
      line: buffer.line, offset: buffer.offset, reason: reason, message: message, bytes: bytes, length: taken.item
    ).withoutTokens
  }

  /// Gives the bytes of the item handed out last, with its end, to a function.
  func withItem(_ body: (UnsafeRawBufferPointer) -> Void) {
    body(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<(taken.item + taken.end)]))
  }

  /// The bytes of the item handed out last.
  public var item: [UInt8] { Array(buffer.bytes[..<taken.item]) }

  /// Looks at the first byte that is no white space; a byte order mark before it is passed over.
  private func findForm() throws -> Form {
    try buffer.skipByteOrderMark()
    if items != nil { return .document }
    var index = 0
    while true {
      if index == buffer.bytes.count {
        guard index <= limits.lineLength, try buffer.readMore() else {
          // Of a feed that grows nobody knows yet.
          return limits.leavesUnfinishedLine && index <= limits.lineLength ? .unknown : .lines
        }
      }
      let byte = buffer.bytes[index]
      guard JSONText.isBlank(byte) else { return byte == UInt8(ascii: "[") ? .document : .lines }
      index += 1
      if byte == UInt8(ascii: "\n") {
        buffer.skip(index)
        index = 0
      }
    }
  }

  /// Finds the next line that is not blank.
  private mutating func nextLine() throws -> Frame {
    while isWithinLine {
      let end = buffer.newline(from: 0)
      isWithinLine = end == buffer.bytes.count
      buffer.skipLine(min(end + 1, buffer.bytes.count))
      if isWithinLine, try !buffer.readMore() { return .end }
    }
    var searched = 0
    while true {
      let bytes = buffer.bytes
      let end = buffer.newline(from: searched)
      if end == bytes.count {
        searched = bytes.count
        if searched > limits.lineLength + 1 { return .reject(try tooLongLine()) }
        if try buffer.readMore() { continue }
        if limits.leavesUnfinishedLine { return .end }
        // The bytes may have moved, even where there were no more.
        if isBlank(buffer.bytes[...]) {
          buffer.skip(searched)
          return .end
        }
        return searched > limits.lineLength ? .reject(try tooLongLine()) : .item(length: searched, end: 0)
      }
      if end == 0 || JSONText.isBlank(bytes[0]), isBlank(bytes[..<end]) {
        buffer.skipLine(end + 1)
        searched = 0
        continue
      }
      let length = bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
      if length > limits.lineLength { return .reject(try tooLongLine()) }
      return .item(length: length, end: end + 1 - length)
    }
  }

  private func isBlank(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool { bytes.allSatisfy { JSONText.isBlank($0) } }

  /// Passes over a line, keeping its first bytes.
  mutating func tooLongLine() throws -> FeedReject {
    var reject = FeedReject(
      line: buffer.line, offset: buffer.offset, reason: .lineTooLong,
      message: "a line has more than \(limits.lineLength) bytes", bytes: [])
    var kept = KeptBytes(limits.keptBytes)
    while true {
      let bytes = buffer.bytes
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
      kept.append(bytes[..<(end ?? bytes.count)])
      buffer.skip(end.map { $0 + 1 } ?? bytes.count)
      guard end == nil else { break }
      guard try buffer.readMore() else {
        // Who writes the line may not be done with it.
        isWithinLine = limits.leavesUnfinishedLine
        break
      }
    }
    kept.dropCarriageReturn()
    reject.bytes = kept.bytes
    reject.length = kept.length
    return reject
  }
}

/// What framing finds next.
enum Frame {
  /// An item of so many bytes at the buffer's front, and so many bytes behind it that belong to no other.
  case item(length: Int, end: Int)
  case reject(FeedReject)
  case end
}

/// The first bytes of something too long to keep, and how long it was.
struct KeptBytes {
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var length = 0
  private var last: UInt8 = 0

  init(_ limit: Int) { self.limit = limit }

  mutating func append(_ more: Slice<UnsafeRawBufferPointer>) {
    bytes.append(contentsOf: more.prefix(max(limit - bytes.count, 0)))
    length += more.count
    last = more.last ?? last
  }

  /// Takes the carriage return of a line's end away.
  mutating func dropCarriageReturn() {
    guard last == UInt8(ascii: "\r") else { return }
    length -= 1
    bytes.removeLast(max(bytes.count - length, 0))
  }
}

/// A place between two items of a feed.
public struct FeedPlace: Hashable, Sendable {
  /// How many bytes stand before it.
  public var offset: Int
  /// How many lines end before it.
  public var line: Int
  /// Whether it stands within a line that was too long, of which nothing is to be read any more.
  public var isWithinLine: Bool

  /// Makes a place; by default the feed's front.
  public init(offset: Int = 0, line: Int = 0, isWithinLine: Bool = false) {
    self.offset = offset
    self.line = line
    self.isWithinLine = isWithinLine
  }
}
