/// A part of a feed that one of several readers reads on its own.
public enum FeedPiece: Sendable {
  /// Whole lines, with the line on which they begin and the number of bytes before them.
  case lines(line: Int, offset: Int)
  /// A piece that can't be used.
  case reject(FeedReject)
  /// The feed has no more.
  case end
}

/// Cutting a feed of lines into pieces, and reading a piece.
extension FeedReader {
  /// Whether the feed is one of lines; the others can't be cut.
  public mutating func isCuttable() throws -> Bool { try hasLines() }

  /// Takes the next whole lines out of the feed, about as many as are read at once.
  /// - Precondition: the feed is one of lines, and none of its events was read.
  public mutating func nextPiece(into bytes: inout [UInt8]) throws -> FeedPiece {
    bytes.removeAll(keepingCapacity: true)
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
    let place = (line: buffer.line, offset: buffer.offset)
    bytes.append(contentsOf: buffer.bytes[..<length])
    buffer.skip(length)
    return .lines(line: place.line, offset: place.offset)
  }

  /// Begins to read a piece that a reader of the same feed has cut out.
  public mutating func begin(_ piece: [UInt8], line: Int, offset: Int) {
    buffer.begin(MemorySource(piece), line: line, offset: offset)
    beginLines()
  }
}
