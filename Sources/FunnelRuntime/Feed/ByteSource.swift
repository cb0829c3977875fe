/// Where a feed's bytes come from; whoever holds the file or the pipe implements it.
public protocol ByteSource {
  /// Fills the front of a buffer and says how many bytes it wrote; 0 only at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A feed that is already in memory.
public struct MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  /// Makes a source over bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Makes a source over a text.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Copies the next bytes.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}
