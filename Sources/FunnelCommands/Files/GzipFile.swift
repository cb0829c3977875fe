import CZlib
import FunnelRuntime

/// A compressed file (RFC 1952) that is read as what it holds, through the system's zlib; members one behind the other are one
/// feed.
final class GzipFile: ByteSource {
  private static let blockSize = 1 << 17

  private let file: InputFile
  private let stream: UnsafeMutablePointer<z_stream>
  private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize, alignment: 16)
  /// Whether a member may begin here, and so the file may end.
  private var isBetweenMembers = true
  /// Whether no member was read yet.
  private var isEmpty = true

  /// Reads a file that is open; nil where the library has no memory to do so.
  init?(_ file: InputFile) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Sixteen more than the window's bits asks for the gzip form, and nothing else.
    guard inflateInit2_(stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    block.deallocate()
  }

  /// Reads what the file holds and tells how many bytes came; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard let room = UInt32(exactly: min(buffer.count, 1 << 30)), room > 0 else { return 0 }
    while true {
      if stream.pointee.avail_in == 0, try !readBlock() { return 0 }
      if isBetweenMembers, try !beginMember() { continue }
      stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = room
      let status = inflate(stream, Z_NO_FLUSH)
      switch status {
      case Z_STREAM_END: isBetweenMembers = true
      case Z_OK, Z_BUF_ERROR: break
      default: throw FileError(file.path, isOutput: false, .damaged)
      }
      let count = Int(room - stream.pointee.avail_out)
      if count > 0 { return count }
    }
  }

  /// Reads on in the file; false at its end, which must not be within a member.
  private func readBlock() throws(FileError) -> Bool {
    let count = try file.read(into: block)
    stream.pointee.next_in = block.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(truncatingIfNeeded: count)
    guard count == 0 else { return true }
    guard isBetweenMembers, !isEmpty else { throw FileError(file.path, isOutput: false, .cutOff) }
    return false
  }

  /// Begins the next member; zeros behind the last one fill the medium up and are passed over, which gives false.
  private func beginMember() throws(FileError) -> Bool {
    while !isEmpty, stream.pointee.avail_in > 0, stream.pointee.next_in?.pointee == 0 {
      stream.pointee.next_in = stream.pointee.next_in?.advanced(by: 1)
      stream.pointee.avail_in -= 1
    }
    guard stream.pointee.avail_in > 0 else { return false }
    guard inflateReset(stream) == Z_OK else { throw FileError(file.path, isOutput: false, .damaged) }
    isBetweenMembers = false
    isEmpty = false
    return true
  }
}
