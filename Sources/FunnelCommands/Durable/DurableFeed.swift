import FunnelRuntime
import FunnelStore

/// A feed that is read on from where an earlier run stopped, once its bytes have proved to be the same.
final class DurableFeed: ByteSource {
  private let file: FeedFile
  private var source: any ByteSource
  private let digest = Digest()
  /// The position that was last committed, or at which the feed begins.
  private(set) var position: FeedPosition
  /// Where the reader begins; nil for the front of something whose form is not known yet.
  private(set) var start: FeedPlace?
  /// Bytes that were read to recognise the feed, and belong to it.
  private var ahead: ArraySlice<UInt8> = []
  /// The first bytes, as far as their hash is still needed.
  private var front: [UInt8] = []
  /// The bytes from `windowStart` on that were handed out.
  private var window: [UInt8] = []
  private var windowStart = 0
  /// How many of the first bytes the position's hashes cover.
  private var hashed = 0

  /// Whether a file is the one up to whose place it was read, and has all that was read.
  static func holds(_ path: String, _ position: FeedPosition) -> Bool {
    guard let file = try? InputFile(path), file.size.map({ $0 >= position.offset }) == true else { return false }
    guard let feed = try? DurableFeed(FeedFile(file), from: position) else { return false }
    return feed.position == position
  }

  /// Finds the place in a file up to which it was read.
  init(_ file: FeedFile, from position: FeedPosition) throws {
    self.file = file
    source = file.bytes
    self.position = position
    guard position.offset > 0 else { return }
    let head = try bytes(min(position.offset, FeedPosition.span))
    let isSameStart = hash(head.prefix(FeedPosition.startSpan)) == position.start
    guard head.count < FeedPosition.startSpan || isSameStart else {
      // Another file came under the same name, as it does where one is written for each day.
      self.position = FeedPosition(name: position.name)
      self.position.generation = position.generation + 1
      ahead = head[...]
      return
    }
    guard head.count == min(position.offset, FeedPosition.span) else { throw shortened }
    guard hash(head[...]) == position.head else { throw changed }
    if position.isDocument {
      ahead = head[...]
    } else {
      front = head
      hashed = head.count
      try skip(head)
      start = FeedPlace(
        offset: position.offset, line: position.line, isWithinLine: position.isWithinLine)
    }
  }

  /// Passes over what was read before, of which the first bytes are already there.
  private func skip(_ head: [UInt8]) throws {
    let wanted = position.offset - min(position.offset, FeedPosition.span)
    var tail = head
    if wanted >= head.count, (file.bytes as? InputFile)?.seek(to: wanted) == true {
      tail = []
      windowStart = wanted
    }
    while windowStart + tail.count < position.offset {
      let part = try bytes(min(FeedPosition.span, position.offset - windowStart - tail.count))
      guard !part.isEmpty else { throw shortened }
      tail += part
      let surplus = max(tail.count - FeedPosition.span, 0)
      tail.removeFirst(surplus)
      windowStart += surplus
    }
    guard hash(tail.suffix(FeedPosition.span)) == position.tail else { throw changed }
    window = tail
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = ahead.count
    if count > 0 {
      count = min(count, buffer.count)
      buffer.copyBytes(from: ahead.prefix(count))
      ahead = ahead.dropFirst(count)
    } else {
      count = try source.read(into: buffer)
    }
    let part = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    window.append(contentsOf: part)
    if front.count < FeedPosition.span { front.append(contentsOf: part.prefix(FeedPosition.span - front.count)) }
    return count
  }

  /// Remembers a place up to which the feed was used up, and the bytes around it.
  func move(to place: FeedPlace, isDocument: Bool) {
    guard place.offset > position.offset else { return }
    let surplus = max(place.offset - FeedPosition.span - windowStart, 0)
    window.removeFirst(min(surplus, window.count))
    windowStart += surplus
    position.offset = place.offset
    position.line = place.line
    position.isDocument = isDocument
    position.isWithinLine = place.isWithinLine
    if position.start.isEmpty || hashed < min(FeedPosition.span, place.offset) {
      position.start = hash(front.prefix(min(place.offset, FeedPosition.startSpan)))
      position.head = hash(front.prefix(place.offset))
      hashed = min(FeedPosition.span, place.offset)
    }
    position.tail = hash(window.prefix(place.offset - windowStart))
  }

  private func hash(_ bytes: ArraySlice<UInt8>) -> [UInt8] { digest.hash(Array(bytes)) }

  /// Reads so many bytes, or as many as there are.
  private func bytes(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let read = try bytes.withUnsafeMutableBytes { try source.read(into: .init(rebasing: $0[filled...])) }
      // Who is asked to stop knows nothing of what did not come.
      if read == 0, Interruption.signal != nil { throw Interrupted() }
      if read == 0 { break }
      filled += read
    }
    return Array(bytes.prefix(filled))
  }

  private var shortened: StoreError {
    StoreError(
      "the feed \"\(file.path)\" is shorter than what was read of it: \(position.offset.of("byte")) were",
      help: "give the file back its content; to read it from its beginning, give it another name with \"--feed-name\"")
  }

  private var changed: StoreError {
    StoreError(
      "the feed \"\(file.path)\" was changed before the place up to which it was read, line \(position.line + 1)",
      help: "only append to a feed; to read it from its beginning, give it another name with \"--feed-name\"")
  }
}
