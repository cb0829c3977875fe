import FunnelStore
import Glibc

/// A file that somebody appends to, and may rename to begin another one in its place; or standard input, or a pipe.
final class FollowedFile {
  /// What there is to do where everything was read.
  enum State {
    /// More was written.
    case grown
    case unchanged
    /// Another file stands in its place, and nothing more was written.
    case replaced
    /// Nobody can write any more.
    case closed
  }

  let file: InputFile
  /// The first bytes, by which a file is known that was cut and filled again.
  private var front: [UInt8] = []

  init(_ file: InputFile) { self.file = file }

  /// Says how it stands.
  func state() throws(StoreError) -> State {
    guard let size = file.size, file.path != "-" else {
      // A file that is standard input has no name under which it could go on.
      return file.isClosed || file.size != nil ? .closed : .unchanged
    }
    guard size >= file.position else { throw cut }
    let isReplaced = FileIdentity(path: file.path).map { $0 != file.identity } ?? false
    // Asked for its size once more: who renamed it may have written until then.
    guard (file.size ?? size) <= file.position else {
      let now = file.firstBytes(256)
      guard now.starts(with: front) else { throw cut }
      front = now
      return .grown
    }
    if front.isEmpty { front = file.firstBytes(256) }
    return isReplaced ? .replaced : .unchanged
  }

  /// Waits a while for more.
  func wait(milliseconds: Int32) {
    guard milliseconds > 0 else { return }
    if file.size == nil {
      _ = file.waitForInput(milliseconds: milliseconds)
    } else {
      // A signal ends the pause.
      usleep(UInt32(min(milliseconds, 50)) * 1_000)
    }
  }

  private var cut: StoreError {
    StoreError(
      "the feed \"\(file.path)\" was cut or written over while it was followed",
      help:
        "let whoever rotates it rename it and begin a new file; to read this one from its beginning, give it another name with \"--feed-name\""
    )
  }
}
