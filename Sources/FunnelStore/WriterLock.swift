import Glibc

/// The right to write a store, which one process has at a time.
///
/// A file beside the store is locked as long as the process lives, however it ends, and says who holds it.
final class WriterLock {
  private let descriptor: Int32

  /// Takes the lock.
  /// - Parameters:
  ///   - kind: what the file is, and is being done to it, in messages.
  ///   - holder: by what others are told who holds it; the command line where nothing is said.
  init(of path: String, kind: String = "the store", use: String = "written", as holder: String? = nil)
    throws(StoreError)
  {
    let name = path + "-writer"
    descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(
        "\(kind) \"\(path)\" can't be opened: its folder does not exist, or may not be written by you",
        help: "check the spelling, and the folder you are in")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = WriterLock.content(descriptor)
      Glibc.close(descriptor)
      throw StoreError(
        "\(kind) \"\(path)\" is being \(use) by another process" + (holder.isEmpty ? "" : ": \(holder)"),
        help: "wait for it to end, or end it; reading is possible meanwhile")
    }
    ftruncate(descriptor, 0)
    var text = Array("process \(getpid()), \(holder ?? WriterLock.command())".utf8)
    _ = pwrite(descriptor, &text, text.count, 0)
  }

  deinit {
    // Closing the file gives the lock away.
    ftruncate(descriptor, 0)
    Glibc.close(descriptor)
  }

  private static func content(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 300)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  /// The command line of this process, as far as it fits.
  private static func command() -> String {
    String(CommandLine.arguments.joined(separator: " ").prefix(200))
  }
}
