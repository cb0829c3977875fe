import CScan

/// The part of a feed that is in memory: bytes that were read and not yet used up, in one piece.
///
/// A class, so that the bytes stay where they are while the reader's other parts change.
///
/// - Invariant: behind the bytes read lie at least `padding` bytes that may be read, whatever they hold, so that whoever looks
///   at sixteen bytes at once need not ask; the last of them are zero.
final class FeedBuffer {
  /// How many bytes behind those of the feed may be read.
  static let padding = 64

  private var storage: UnsafeMutableRawBufferPointer
  /// How many bytes of the storage are for the feed.
  private var capacity: Int
  private var source: any ByteSource
  private let readSize: Int
  /// The first byte not used up.
  private var start = 0
  /// The byte behind the last one read.
  private var end = 0
  /// Whether the source has no more.
  private(set) var isAtEnd = false
  /// How many bytes of the feed were used up.
  private(set) var offset: Int
  /// The line of the next byte, from 1.
  private(set) var line: Int

  init(_ source: any ByteSource, readSize: Int, from start: FeedPlace = FeedPlace()) {
    (offset, line) = (start.offset, start.line + 1)
    self.source = source
    self.readSize = readSize
    capacity = readSize
    storage = FeedBuffer.memory(readSize)
  }

  deinit { storage.deallocate() }

  private static func memory(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + padding, alignment: 16)
    UnsafeMutableRawBufferPointer(rebasing: memory[capacity...]).initializeMemory(as: UInt8.self, repeating: 0)
    return memory
  }

  /// The bytes not used up; what it gives is good until more is read.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

  /// Uses up bytes by handing them to another buffer, which forgets what it has, and behind which there is then no more.
  ///
  /// Both exchange their memory, so that only what is left moves.
  func give(_ count: Int, to other: FeedBuffer) {
    let left = UnsafeRawBufferPointer(rebasing: storage[start + count..<end])
    if left.count > other.capacity {
      other.storage.deallocate()
      other.storage = FeedBuffer.memory(capacity)
      other.capacity = capacity
    }
    other.storage.copyMemory(from: left)
    swap(&storage, &other.storage)
    swap(&capacity, &other.capacity)
    (other.line, other.offset) = (line, offset)
    (other.start, other.end, other.isAtEnd) = (start, start + count, true)
    if let base = other.storage.baseAddress {
      line += cscan_newlines(base.assumingMemoryBound(to: UInt8.self), start, start + count)
    }
    offset += count
    (start, end) = (0, left.count)
  }

  /// Forgets what it has and holds a copy of some bytes, behind which there are then no more.
  func hold(_ bytes: UnsafeRawBufferPointer) {
    (start, end, isAtEnd) = (0, 0, true)
    if capacity < bytes.count { grow(to: bytes.count * 2) }
    storage.copyMemory(from: bytes)
    end = bytes.count
  }

  /// Uses up bytes.
  func skip(_ count: Int) {
    let used = storage[start..<start + count]
    if let base = storage.baseAddress {
      line += cscan_newlines(base.assumingMemoryBound(to: UInt8.self), used.startIndex, used.endIndex)
    }
    start += count
    offset += count
  }

  /// Uses up bytes of which one at most, the last, is a line feed.
  func skipLine(_ count: Int) {
    guard count > 0 else { return }
    if storage[start + count - 1] == UInt8(ascii: "\n") { line += 1 }
    start += count
    offset += count
  }

  /// Uses up so many bytes with so many line feeds.
  func skip(_ count: Int, lines: Int) {
    line += lines
    start += count
    offset += count
  }

  /// The place of the first line feed from a position on; the number of bytes where there is none.
  func newline(from position: Int) -> Int {
    guard let base = storage.baseAddress, position < end - start else { return end - start }
    return cscan_newline(base.assumingMemoryBound(to: UInt8.self), start + position, end) - start
  }

  /// How many of the bytes stand before the end of the last line that is whole.
  var wholeLines: Int {
    storage.baseAddress.map { cscan_lines($0.assumingMemoryBound(to: UInt8.self) + start, end - start) } ?? 0
  }

  /// Reads more; false where the source has no more.
  func readMore() throws -> Bool {
    guard !isAtEnd else { return false }
    if start > 0 {
      storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
      end -= start
      start = 0
    }
    if end == capacity { grow(to: capacity * 2) }
    let room = UnsafeMutableRawBufferPointer(rebasing: storage[end..<min(capacity, end + readSize)])
    let count = try source.read(into: room)
    // A source that claims more than there is room for is not believed.
    end += min(max(count, 0), room.count)
    isAtEnd = count <= 0
    return !isAtEnd
  }

  private func grow(to size: Int) {
    let larger = FeedBuffer.memory(size)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<end]))
    storage.deallocate()
    storage = larger
    capacity = size
  }

  /// Asks the source again, which had no more: somebody may have written on.
  func readOn() { isAtEnd = false }

  /// Passes over a byte order mark at the front.
  func skipByteOrderMark() throws {
    while bytes.count < 3, try readMore() {}
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { skip(3) }
  }
}
