/// A run of neighbouring rows in a table.
public struct TableRange: Hashable, Sendable, Codable, BitwiseCopyable {
  /// The first row.
  public var start: Int
  /// How many rows.
  public var count: Int

  /// Makes a range.
  public init(start: Int, count: Int) {
    self.start = start
    self.count = count
  }

  /// No rows.
  public static let empty = TableRange(start: 0, count: 0)

  /// The rows as a range of indices; for a verified program always within its table.
  public var indices: Range<Int> { start..<(start &+ max(0, count)) }
}
