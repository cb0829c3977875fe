import Glibc

/// A file to which effects are appended, one a line, for somebody else to take up.
final class EffectFile {
  private let path: String
  private let descriptor: Int32

  /// Opens it, and takes away a last line that a crash left without its end: it comes again, whole.
  init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(path, isOutput: true, errno: errno) }
    try cutUnfinishedLine()
  }

  deinit { close(descriptor) }

  /// Appends lines, and returns once they are on the disk.
  func append(_ lines: [UInt8]) throws(FileError) {
    var start = 0
    while start < lines.count {
      let count = lines[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        throw FileError(path, isOutput: true, errno: errno)
      }
    }
    // A pipe or a terminal has no disk.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(path, isOutput: true, errno: errno) }
  }

  private func cutUnfinishedLine() throws(FileError) {
    guard FileIdentity(descriptor: descriptor) != nil else { return }
    var end = lseek(descriptor, 0, SEEK_END)
    let whole = end
    var byte: UInt8 = 0
    while end > 0, pread(descriptor, &byte, 1, end - 1) == 1, byte != UInt8(ascii: "\n") { end -= 1 }
    guard end == whole || ftruncate(descriptor, end) == 0 else { throw FileError(path, isOutput: true, errno: errno) }
  }
}
