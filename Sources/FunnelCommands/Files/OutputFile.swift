import Glibc

/// A file or a standard stream that is written through a buffer.
final class OutputFile {
  /// Who may read what is written.
  enum Privacy {
    /// Only who started the process: it holds people's data.
    case personal
    /// Whoever the system's settings say.
    case shared

    fileprivate var mode: mode_t { self == .personal ? 0o600 : 0o666 }
  }

  private static let capacity = 1 << 17

  /// The path as it was typed; `-` for standard output.
  let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Creates or empties a file; `-` is standard output. A file that is one of `inputs` is refused.
  init(_ path: String, _ privacy: Privacy, inputs: [FileIdentity] = []) throws(FileError) {
    self.path = path
    guard path != "-" else {
      descriptor = STDOUT_FILENO
      return
    }
    if let identity = FileIdentity(path: path), inputs.contains(identity) {
      throw FileError(path, isOutput: true, .isInput)
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, privacy.mode)
    if descriptor < 0 { throw FileError(path, isOutput: true, errno: errno) }
  }

  /// Writes to a stream that is already open.
  init(standard descriptor: Int32) {
    path = "-"
    self.descriptor = descriptor
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// The file that is written, where it is a regular one.
  var identity: FileIdentity? { FileIdentity(descriptor: descriptor) }

  /// Whether what is written is seen at once by a person.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes bytes, sooner or later.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    // What is large already is not gathered.
    if bytes.count >= OutputFile.capacity / 2 {
      try flush()
      return try writeNow(bytes)
    }
    buffer.append(contentsOf: bytes)
    if buffer.count >= OutputFile.capacity { try flush() }
  }

  /// Writes bytes, sooner or later.
  func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withBytes { bytes throws(FileError) in try write(bytes) }
  }

  /// Writes a text, sooner or later.
  func write(_ text: String) throws(FileError) {
    buffer += text.utf8
    if buffer.count >= OutputFile.capacity { try flush() }
  }

  /// Writes what is still in the buffer.
  func flush() throws(FileError) {
    // What can't be written now can't be written later either.
    defer { buffer.removeAll(keepingCapacity: true) }
    guard !buffer.isEmpty else { return }
    try buffer.withBytes { bytes throws(FileError) in try writeNow(bytes) }
  }

  /// Waits until what was written is on the disk.
  func synchronize() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw FileError(path, isOutput: true, errno: errno) }
  }

  private func writeNow(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var start = 0
    while start < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        throw FileError(path, isOutput: true, errno: errno)
      }
    }
  }
}

extension [UInt8] {
  /// Hands the bytes to a function that may throw one kind of error only.
  fileprivate func withBytes<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let result: Result<Void, Failure> = withUnsafeBytes { bytes in
      do throws(Failure) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }
}
