/// A place in a source text as people name it: both numbers count from 1.
public struct SourceLocation: Hashable, Sendable, Codable {
  /// The line.
  public let line: Int
  /// The column, in cells of a terminal: a wide character takes two, a tab runs to the next multiple of four.
  public let column: Int

  /// Makes a location.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension SourceFile {
  /// The index, from 0, of the line that holds the offset; an offset outside the text counts as its nearest end.
  /// - Complexity: O(log lines).
  public func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The offsets of a line's text, without its line end.
  public func lineRange(_ index: Int) -> Range<Int> {
    let start = Int(lineStarts[index])
    guard index + 1 < lineStarts.count else { return start..<bytes.count }
    let next = Int(lineStarts[index + 1])
    let endsInCRLF = next - start >= 2 && bytes[next - 1] == 0x0A && bytes[next - 2] == 0x0D
    return start..<(next - (endsInCRLF ? 2 : 1))
  }

  /// The line and column of an offset; one outside the text counts as its nearest end.
  /// - Complexity: O(bytes before it on its line).
  public func location(of offset: Int) -> SourceLocation {
    var finder = LocationFinder()
    return finder.location(of: offset, in: self)
  }
}

/// Finds the locations of many offsets; asked in ascending order, it walks each line once.
struct LocationFinder {
  /// A place already reached: a boundary between two characters and the cells before it.
  private var reached: (name: String, line: Int, offset: Int, column: Int)?

  mutating func location(of offset: Int, in file: SourceFile) -> SourceLocation {
    let line = file.lineIndex(of: offset)
    let range = file.lineRange(line)
    let target = min(max(offset, range.lowerBound), range.upperBound)
    var start = (offset: range.lowerBound, column: 0)
    if let reached, reached.name == file.name, reached.line == line, reached.offset <= target {
      start = (reached.offset, reached.column)
    }
    var walk = CellWalk(file.bytes, start.offset..<target, column: start.column)
    var last = start
    while let cell = walk.next() { last = (cell.start, cell.column) }
    reached = (file.name, line, last.offset, last.column)
    return SourceLocation(line: line + 1, column: walk.column + 1)
  }
}
