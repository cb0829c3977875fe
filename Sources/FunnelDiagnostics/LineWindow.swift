/// The part of a source line that is shown: all of it, or the surroundings of what matters on a very long one.
struct LineWindow {
  /// The most cells of a line that are shown.
  static let widest = 120
  /// The cells kept before the place that matters on a trimmed line.
  private static let lead = 40

  private let cells: [DisplayCell]
  private let origin: Int
  private let isCutBefore: Bool
  private let isCutAfter: Bool

  /// Makes the window of a line around `focus`, an offset into the file.
  init(_ file: SourceFile, line: Int, focus: Int) {
    let whole = file.lineRange(line)
    let part = LineWindow.bytes(of: whole, around: focus, in: file.bytes)
    var walk = CellWalk(file.bytes, part)
    var all: [DisplayCell] = []
    while let cell = walk.next() { all.append(cell) }
    let width = walk.column
    var first = 0
    var past = width
    if part != whole || width > LineWindow.widest {
      let focused = all.first { $0.end > focus }?.column ?? width
      first = part.lowerBound == whole.lowerBound && focused <= LineWindow.widest / 2 ? 0 : focused - LineWindow.lead
      first = max(0, first)
      if part.upperBound == whole.upperBound { first = max(0, min(first, width - LineWindow.widest)) }
      past = first + LineWindow.widest
    }
    cells = all.filter { $0.column >= first && $0.column + $0.width <= past }
    isCutBefore = (cells.first?.start ?? whole.lowerBound) > whole.lowerBound
    isCutAfter = (cells.last?.end ?? whole.upperBound) < whole.upperBound
    origin = (cells.first?.column ?? 0) - (isCutBefore ? 1 : 0)
  }

  /// What is printed.
  var text: String {
    (isCutBefore ? "…" : "") + cells.map(\.text).joined() + (isCutAfter ? "…" : "")
  }

  /// The column at which the character at an offset is shown; one outside the window counts as its nearest edge.
  func column(of offset: Int) -> Int {
    guard let first = cells.first, let last = cells.last else { return 0 }
    if offset < first.start { return 0 }
    if offset >= last.end { return last.column + last.width - origin }
    var low = 0
    var high = cells.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if cells[middle].start <= offset { low = middle } else { high = middle }
    }
    return cells[low].column - origin
  }

  /// The columns that a span takes on this line; at least one.
  func columns(from start: Int, to end: Int) -> Range<Int> {
    let first = column(of: start)
    // An end within a character takes the whole of it.
    var past = column(of: end)
    if let inside = cells.first(where: { $0.start < end && end < $0.end }) {
      past = inside.column + inside.width - origin
    }
    return first..<max(past, first + 1)
  }

  /// Of a line of many kilobytes only the surroundings are looked at.
  private static func bytes(of line: Range<Int>, around focus: Int, in bytes: [UInt8]) -> Range<Int> {
    guard line.count > 8192 else { return line }
    var start = max(line.lowerBound, min(focus, line.upperBound) - 2048)
    var end = min(line.upperBound, start + 6144)
    // No character of valid UTF-8 has more than three continuation bytes.
    for _ in 0..<3 where start > line.lowerBound && bytes[start] & 0xC0 == 0x80 { start -= 1 }
    for _ in 0..<3 where end < line.upperBound && bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}
