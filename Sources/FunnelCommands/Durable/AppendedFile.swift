import FunnelRuntime
import FunnelStore
import Glibc

/// An output that grows with the store while a feed is followed: what was committed is appended and made sure of, and the next
/// commit tells how long the file is, so that it can be cut back to what is known of it.
final class AppendedFile {
  private let path: String
  private let lines: StoredLines
  private let printer: RecordPrinter
  private let descriptor: Int32
  private var length = 0

  /// Opens an output, and brings it up to what is committed; it must not be one of `inputs`.
  init(
    _ path: String, _ lines: StoredLines, of store: any JourneyStore, by printer: RecordPrinter, _ console: Console,
    inputs: [FileIdentity]
  ) throws {
    (self.path, self.lines, self.printer) = (path, lines, printer)
    let known = store.outputs.first { $0.path == path && $0.lines == lines }
    var isKnown = false
    if let known, FileIdentity(path: path) != nil {
      var status = stat()
      isKnown = stat(path, &status) == 0 && Int(status.st_size) >= known.length
    }
    if !isKnown {
      let file = try ExportFile(path, console, inputs: inputs)
      guard file.isReplaced else {
        throw UsageError(
          "\"\(path)\" is no file, and what is written while a feed is followed must be one",
          help: "name a file; \"tail -F\" shows it as it grows")
      }
      try store.forEachLine(lines, by: printer) { try file.write($0) }
      try file.finish()
    }
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, isOutput: true, errno: errno) }
    guard !inputs.contains(where: { $0 == FileIdentity(descriptor: descriptor) }) else {
      throw FileError(path, isOutput: true, .isInput)
    }
    if let known, isKnown {
      // Behind it stands what was appended after the last commit, if all of it came to the disk.
      guard ftruncate(descriptor, off_t(known.length)) == 0 else {
        throw FileError(path, isOutput: true, errno: errno)
      }
      length = known.length
      try store.forEachLine(lines, after: store.head.commit - 1, by: printer) { try append($0) }
      try synchronize()
    } else {
      length = Int(lseek(descriptor, 0, SEEK_END))
    }
  }

  deinit { close(descriptor) }

  /// Up to where the file holds what was committed.
  var position: OutputPosition { OutputPosition(path: path, length: length, lines: lines) }

  /// Appends what was just committed.
  func append(_ commit: Commit) throws {
    let bytes =
      switch lines {
      case .records: commit.changes.records
      case .effects: commit.changes.effects
      case .rejects: commit.rejects
      }
    guard !bytes.isEmpty else { return }
    try append(printer.lines(bytes, lines))
    try synchronize()
  }

  private func append(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start)
      }
      guard count >= 0 || errno == EINTR else { throw FileError(path, isOutput: true, errno: errno) }
      start += max(count, 0)
    }
    length += bytes.count
  }

  private func synchronize() throws {
    guard fdatasync(descriptor) == 0 else { throw FileError(path, isOutput: true, errno: errno) }
  }
}
