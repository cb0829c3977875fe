import Glibc

/// A result that is written beside its place and takes it only when it is complete: who reads it never sees a half.
///
/// Standard output, and what is no regular file, is written as it comes.
final class ExportFile {
  private let path: String
  private let file: OutputFile
  /// Where the bytes go until all are there; nil where they go straight to the end.
  private let draft: String?

  /// Creates a result; it must not be one of `inputs`.
  init(_ path: String, _ console: Console, inputs: [FileIdentity]) throws(FileError) {
    if let identity = FileIdentity(path: path), inputs.contains(identity) {
      throw FileError(path, isOutput: true, .isInput)
    }
    guard path != "-" else {
      (self.path, file, draft) = (path, console.output, nil)
      return
    }
    // A link stays one: the file behind it is replaced.
    let place = ExportFile.resolved(path)
    guard access(place, F_OK) != 0 || FileIdentity(path: place) != nil else {
      (self.path, file, draft) = (path, try OutputFile(path, .personal), nil)
      return
    }
    self.path = place
    draft = place + ".unfinished"
    file = try OutputFile(place + ".unfinished", .personal, inputs: inputs)
  }

  /// Whether the bytes take their place only when all are there.
  var isReplaced: Bool { draft != nil }

  /// Writes bytes.
  func write(_ bytes: [UInt8]) throws(FileError) { try file.write(bytes) }

  /// Writes bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) { try file.write(bytes) }

  /// Puts the result in its place.
  func finish() throws(FileError) {
    try file.flush()
    guard let draft else { return }
    try file.synchronize()
    guard rename(draft, path) == 0 else { throw FileError(path, isOutput: true, errno: errno) }
    try ExportFile.synchronizeFolder(of: path)
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Makes sure that the new name stays.
  private static func synchronizeFolder(of path: String) throws(FileError) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(path, isOutput: true, errno: errno) }
  }
}
