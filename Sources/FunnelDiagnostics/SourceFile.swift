/// The number of a source file within a `SourceMap`, in the order in which files were added.
public struct FileID: Hashable, Sendable, Comparable {
  /// The index into the map's files.
  public let index: Int32

  /// Makes the id of the file at `index`.
  public init(_ index: Int32) { self.index = index }

  /// Orders ids as their files were added.
  public static func < (a: FileID, b: FileID) -> Bool { a.index < b.index }
}

/// One source text as it was read: its name as people typed it, and its bytes.
///
/// - Invariant: fewer than 2^31 bytes.
public struct SourceFile: Sendable {
  /// The path as it was given on the command line or in an `import`, shown in every message.
  public let name: String
  /// The whole text; offsets in spans are offsets into this array.
  public let bytes: [UInt8]
  /// The offset of the first byte of each line, ascending; never empty.
  public let lineStarts: [Int32]

  /// Makes a file and finds its lines (ended by LF, CRLF or a lone CR).
  /// - Complexity: O(bytes).
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    lineStarts = Self.lineStarts(bytes)
  }

  /// Finds the lines eight bytes at a time, most of which end none.
  private static func lineStarts(_ bytes: [UInt8]) -> [Int32] {
    var starts: [Int32] = [0]
    starts.reserveCapacity(bytes.count / 24)
    bytes.withUnsafeBytes { raw in
      var index = 0
      while index < raw.count {
        // Eight bytes are read only where there are eight.
        while index + 8 <= raw.count, !endsLine(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
          index += 8
        }
        for place in index..<min(index + 8, raw.count) {
          let isLineFeed = raw[place] == 0x0A
          let isLoneReturn = raw[place] == 0x0D && (place + 1 == raw.count || raw[place + 1] != 0x0A)
          if isLineFeed || isLoneReturn { starts.append(Int32(truncatingIfNeeded: place + 1)) }
        }
        index += 8
      }
    }
    return starts
  }

  /// Whether one of eight bytes may be a line feed or a return; it is said of no eight that hold one that they don't.
  private static func endsLine(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let feeds = word ^ (ones &* 0x0A)
    let returns = word ^ (ones &* 0x0D)
    // A byte becomes zero where it was the one looked for, and only a zero borrows from its highest bit.
    return ((feeds &- ones) & ~feeds | (returns &- ones) & ~returns) & (ones &* 0x80) != 0
  }
}
