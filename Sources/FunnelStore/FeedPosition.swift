/// Up to where a feed was read, and by what its bytes are known again.
public struct FeedPosition: Hashable, Sendable {
  /// How many bytes at the front and before the position are remembered, as hashes: 64 KiB.
  public static let span = 1 << 16
  /// How many bytes at the very front tell one file from another.
  public static let startSpan = 256

  /// The feed's name.
  public var name: String
  /// How many files of this name came before, as they do where a log is rotated.
  public var generation = 0
  /// How many bytes were used up.
  public var offset = 0
  /// How many lines ended before the position.
  public var line = 0
  /// Whether the feed is one document, which is taken apart from its beginning each time.
  public var isDocument = false
  /// Whether the position stands within a line that was too long, of which nothing is to be read any more.
  public var isWithinLine = false
  /// The SHA-256 of the very first bytes, at most 256 of them, that tell one file from another.
  public var start: [UInt8] = []
  /// The SHA-256 of the first bytes, at most `span` of them, that were used up.
  public var head: [UInt8] = []
  /// The SHA-256 of the last bytes before the position, at most `span` of them.
  public var tail: [UInt8] = []

  /// Makes the position at a feed's front.
  public init(name: String) { self.name = name }
}
