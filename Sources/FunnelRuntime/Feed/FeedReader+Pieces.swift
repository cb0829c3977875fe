/// A part of a feed that one of several readers reads on its own.
public enum FeedPiece: Sendable {
  /// Whole lines.
  case lines
  /// A piece that can't be used.
  case reject(FeedReject)
  /// The feed has no more.
  case end
}

/// Cutting a feed of lines into pieces, and reading a piece.
extension FeedReader {
  /// Makes a reader of what is handed to it of a run's feeds.
  public init(
    piecesFor workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits, _ sessions: SessionTokens?
  ) {
    self.init(
      MemorySource(""), for: workspace, limits: limits, sessions: sessions, showsPersonal: settings.showsPersonal,
      redactsRejects: settings.redacts)
  }

  /// Whether the feed is one of lines; the others can't be cut.
  public mutating func isCuttable() throws -> Bool { try hasLines() }

  /// Takes the next whole lines out of the feed, about as many as are read at once, and hands them to a reader of the same
  /// feed, which then reads nothing else.
  /// - Precondition: the feed is one of lines, and none of its events was read.
  public mutating func nextPiece(for reader: inout FeedReader) throws -> FeedPiece {
    var length = 0
    while true {
      // As much as was asked for at once makes a piece; what is less may be all that a pipe has at the moment.
      if buffer.bytes.count >= limits.readSize / 2 || buffer.isAtEnd {
        length = buffer.isAtEnd ? buffer.bytes.count : buffer.wholeLines
        if length > 0 { break }
        if buffer.isAtEnd { return .end }
        if buffer.bytes.count > limits.lineLength + 1 { return .reject(cleared(try tooLongLine())) }
      }
      _ = try buffer.readMore()
    }
    buffer.give(length, to: reader.buffer)
    reader.beginLines()
    return .lines
  }

  /// Reads a line, and nothing else.
  mutating func take(_ line: UnsafeRawBufferPointer) {
    buffer.hold(line)
    beginLines()
  }
}
