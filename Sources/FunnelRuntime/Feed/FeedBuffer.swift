/// The part of a feed that is in memory: bytes that were read and not yet used up, in one piece.
///
/// A class, so that the bytes stay where they are while the reader's other parts change.
final class FeedBuffer {
  private var storage: UnsafeMutableRawBufferPointer
  private var source: any ByteSource
  private let readSize: Int
  /// The first byte not used up.
  private var start = 0
  /// The byte behind the last one read.
  private var end = 0
  /// Whether the source has no more.
  private(set) var isAtEnd = false
  /// How many bytes of the feed were used up.
  private(set) var offset = 0
  /// The line of the next byte, from 1.
  private(set) var line = 1

  init(_ source: any ByteSource, readSize: Int) {
    self.source = source
    self.readSize = readSize
    storage = UnsafeMutableRawBufferPointer.allocate(byteCount: readSize, alignment: 16)
  }

  deinit { storage.deallocate() }

  /// The bytes not used up; what it gives is good until more is read.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

  /// Uses up bytes.
  func skip(_ count: Int) {
    for byte in storage[start..<start + count] where byte == UInt8(ascii: "\n") { line += 1 }
    start += count
    offset += count
  }

  /// Reads more; false where the source has no more.
  func readMore() throws -> Bool {
    guard !isAtEnd else { return false }
    if start > 0 {
      storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
      end -= start
      start = 0
    }
    if end == storage.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: storage.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(storage))
      storage.deallocate()
      storage = larger
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: storage[end..<min(storage.count, end + readSize)])
    let count = try source.read(into: room)
    // A source that claims more than there is room for is not believed.
    end += min(max(count, 0), room.count)
    isAtEnd = count <= 0
    return !isAtEnd
  }

  /// Passes over a byte order mark at the front.
  func skipByteOrderMark() throws {
    while bytes.count < 3, try readMore() {}
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { skip(3) }
  }
}
