/// The lines of a piece of a feed that are about the leads of one run, in their order.
final class DealtLines {
  /// The lines, one behind the other.
  let buffer: FeedBuffer
  /// Where each of them stands in the feed.
  private(set) var places: [FeedPlace] = []

  /// - Parameter size: about how many bytes there will be.
  init(size: Int) { buffer = FeedBuffer(MemorySource(""), readSize: size) }

  /// Adds a line with its end.
  /// - Parameter place: before it.
  func append(_ line: UnsafeRawBufferPointer, at place: FeedPlace) {
    buffer.append(line)
    places.append(place)
  }

  /// Forgets the lines, and keeps the memory.
  func removeAll() {
    buffer.skip(buffer.bytes.count, lines: 0)
    places.removeAll(keepingCapacity: true)
  }
}
