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
    var starts: [Int32] = [0]
    for index in bytes.indices {
      let isLineFeed = bytes[index] == 0x0A
      let isLoneReturn = bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
      if isLineFeed || isLoneReturn { starts.append(Int32(truncatingIfNeeded: index + 1)) }
    }
    lineStarts = starts
  }
}
