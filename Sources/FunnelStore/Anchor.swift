import Glibc

/// A small file, best kept on another disk, that says what the store's last commit was: a store that lost commits is known by it.
///
/// It holds two lines, written in turn, so that one is whole whatever happens while the other is written.
public final class Anchor {
  /// Where the second line begins: no sector of a disk holds both.
  private static let slot = 4_096

  private let descriptor: Int32
  private let path: String

  /// Opens the file, or makes it with a first commit.
  public init(_ path: String, _ head: StoreHead) throws(StoreError) {
    self.path = path
    if try Anchor.read(path) == nil { try Anchor.create(path, head) }
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw Anchor.unwritable(path) }
  }

  deinit { close(descriptor) }

  /// Remembers a commit, and waits until that is on the disk.
  public func write(_ head: StoreHead) throws(StoreError) {
    guard Anchor.put(Anchor.line(head), at: head.commit % 2 * Anchor.slot, descriptor), fdatasync(descriptor) == 0
    else {
      throw Anchor.unwritable(path)
    }
  }

  /// Reads the commit that was remembered last; nil where there is no such file, or an empty one.
  public static func read(_ path: String) throws(StoreError) -> StoreHead? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let lines = [0, slot].map { place in
      var bytes = [UInt8](repeating: 0, count: 200)
      let count = pread(descriptor, &bytes, bytes.count, off_t(place))
      return Array(bytes.prefix(max(count, 0)))
    }
    let heads = lines.compactMap(head).sorted { $0.commit < $1.commit }
    guard heads.isEmpty, !lines[0].isEmpty else { return heads.last }
    throw StoreError(
      "the file \"\(path)\" is no anchor", help: "name the file that \"run --anchor\" wrote, or a new one")
  }

  /// Makes the file under another name first, so that it is there as a whole or not at all.
  private static func create(_ path: String, _ head: StoreHead) throws(StoreError) {
    let draft = path + ".unfinished"
    let descriptor = open(draft, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { close(descriptor) }
    guard put(line(head), at: 0, descriptor), put(line(head), at: slot, descriptor), fsync(descriptor) == 0,
      rename(draft, path) == 0
    else { throw unwritable(path) }
  }

  private static func unwritable(_ path: String) -> StoreError {
    StoreError(
      "the anchor \"\(path)\" can't be written: its folder is not there or not yours, or its disk is full or reports an error",
      help: "mend that, and run the same command again")
  }

  private static func put(_ bytes: [UInt8], at place: Int, _ descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(place)) } == bytes.count
  }

  /// A commit as a line: its number, its root, and a part of the hash of both.
  private static func line(_ head: StoreHead) -> [UInt8] {
    let digits = String(head.commit)
    let text = String(repeating: "0", count: max(20 - digits.utf8.count, 0)) + digits + " " + hex(head.root)
    return Array((text + " " + check(text) + "\n").utf8)
  }

  private static func head(_ line: [UInt8]) -> StoreHead? {
    let words = String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == check("\(words[0]) \(words[1])"), let commit = Int(words[0]) else { return nil }
    var head = StoreHead()
    head.commit = commit
    head.root = bytes(String(words[1]))
    return head
  }

  private static func check(_ text: String) -> String { hex(Array(Digest().hash(Array(text.utf8)).prefix(8))) }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
