/// What a feed may ask of the reader's memory.
public struct FeedLimits: Hashable, Sendable {
  /// The most bytes that a line, or an element of a document, may have.
  public var lineLength: Int
  /// The most objects and arrays that may stand in one another.
  public var nesting: Int
  /// How many bytes a reject keeps of what was longer than `lineLength`.
  public var keptBytes: Int
  /// How many bytes are asked for at once.
  public var readSize: Int
  /// Whether a last line without its line end is left alone, because somebody may still be writing it.
  public var leavesUnfinishedLine = false

  /// Makes limits; a value outside what the reader can do becomes the nearest it can.
  public init(lineLength: Int = 16 << 20, nesting: Int = 512, keptBytes: Int = 64 << 10, readSize: Int = 1 << 18) {
    // A reference into the line has 30 bits for a length.
    self.lineLength = min(max(lineLength, 1), 1 << 28)
    self.nesting = min(max(nesting, 1), 1 << 20)
    self.keptBytes = min(max(keptBytes, 0), self.lineLength)
    self.readSize = min(max(readSize, 1), 1 << 28)
  }
}
