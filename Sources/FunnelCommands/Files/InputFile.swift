import FunnelRuntime
import Glibc

/// A file or standard input, open for reading.
final class InputFile: ByteSource {
  /// The path as it was typed.
  let path: String
  /// Which file it is, so that it is never written over.
  let identity: FileIdentity?
  private let descriptor: Int32
  /// Whether a pipe in which nothing stands at the moment reads as if it ended there; `isClosed` tells the two apart.
  var isFollowed = false
  /// Whether a pipe's writers are all gone.
  private(set) var isClosed = false

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileError(path, isOutput: false, errno: errno) }
    identity = FileIdentity(descriptor: descriptor)
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError(path, isOutput: false, .isDirectory)
    }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// Reads into the buffer and tells how many bytes came; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      if isFollowed, size == nil, !waitForInput(milliseconds: 0) { return 0 }
      // A signal that comes just before a read would not end it, so nothing is read that is not there yet.
      if Interruption.isWatched, size == nil, !waitForInput() { return 0 }
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0, buffer.count > 0 { isClosed = size == nil }
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(path, isOutput: false, errno: errno) }
      // Who is asked to stop waits for nothing any more.
      if Interruption.signal != nil { return 0 }
    }
  }

  /// Waits until there is something to read, or the end; false where the process is asked to stop before.
  private func waitForInput() -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while Interruption.signal == nil {
      let ready = poll(&request, 1, 200)
      // What can't be waited for is told by the read.
      if ready > 0 || (ready < 0 && errno != EINTR) { return true }
    }
    return false
  }

  /// Waits a while for something to read in a pipe, or its end; false where nothing came.
  func waitForInput(milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }

  /// The place up to which it was read.
  var position: Int { Int(lseek(descriptor, 0, SEEK_CUR)) }

  /// Its first bytes, wherever it was read to.
  func firstBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let found = pread(descriptor, &bytes, count, 0)
    return Array(bytes.prefix(max(found, 0)))
  }

  /// Goes to a place; false where the file can't, as a pipe.
  func seek(to offset: Int) -> Bool { lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset) }

  /// How many bytes it has; nil for what is no regular file.
  var size: Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Reads to the end, or nil where there are more than `limit` bytes.
  func readAll(atMost limit: Int) throws(FileError) -> [UInt8]? {
    var bytes: [UInt8] = []
    // A small file takes a small block; where a file tells no size, as those of the system don't, it may still hold something.
    var block = [UInt8](repeating: 0, count: min(max(size ?? .max, 1 << 12), 1 << 18))
    while true {
      let count = try readBlock(&block)
      if count == 0 { return bytes }
      if bytes.count + count > limit { return nil }
      bytes += block[..<count]
    }
  }

  private func readBlock(_ block: inout [UInt8]) throws(FileError) -> Int {
    var failure: FileError?
    let count = block.withUnsafeMutableBytes { buffer in
      do throws(FileError) {
        return try read(into: buffer)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }
}
