/// A half-open range of UTF-8 offsets in one source file.
public struct SourceSpan: Hashable, Sendable {
  /// The file the offsets belong to.
  public let file: FileID
  /// The offset of the first byte.
  public let start: Int32
  /// The offset behind the last byte; equal to `start` for a place between two bytes.
  public let end: Int32

  /// Makes a span; an `end` before `start` is taken as `start`.
  public init(file: FileID, start: Int32, end: Int32) {
    self.file = file
    self.start = start
    self.end = max(start, end)
  }

  /// The smallest span that covers this one and `other`; both lie in the same file.
  public func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(file: file, start: min(start, other.start), end: max(end, other.end))
  }

  /// The empty span at this one's start.
  public var atStart: SourceSpan { SourceSpan(file: file, start: start, end: start) }

  /// The empty span at this one's end.
  public var atEnd: SourceSpan { SourceSpan(file: file, start: end, end: end) }
}
