import FunnelRuntime
import Glibc

/// A file or standard input, open for reading.
final class InputFile: ByteSource {
  /// The path as it was typed.
  let path: String
  /// Which file it is, so that it is never written over.
  let identity: FileIdentity?
  private let descriptor: Int32

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
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(path, isOutput: false, errno: errno) }
    }
  }

  /// Reads to the end, or nil where there are more than `limit` bytes.
  func readAll(atMost limit: Int) throws(FileError) -> [UInt8]? {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 18)
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
