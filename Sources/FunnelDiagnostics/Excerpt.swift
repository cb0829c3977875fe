/// The lines of one file that a finding's labels touch, with what is said about them.
struct Excerpt {
  /// A label prepared for drawing.
  struct Mark {
    let start: Int
    let end: Int
    let text: String
    let isPrimary: Bool
    let style: TextStyle
    let firstLine: Int
    let lastLine: Int

    /// Prepares a label; `severity` colours the primary one.
    init(_ label: Label, isPrimary: Bool, severity: Severity, in file: SourceFile) {
      start = max(0, min(Int(label.span.start), file.bytes.count))
      end = max(start, min(Int(label.span.end), file.bytes.count))
      text = VisibleText.of(label.text)
      self.isPrimary = isPrimary
      style = isPrimary ? TextStyle(severity) : .secondary
      firstLine = file.lineIndex(of: start)
      lastLine = end > start ? file.lineIndex(of: end - 1) : firstLine
    }

    var symbol: Character { isPrimary ? "^" : "-" }
    var isMultiline: Bool { lastLine > firstLine }
  }

  /// More labels over several lines than these are drawn on their first line alone.
  private static let mostLanes = 4

  private let file: SourceFile
  private let singles: [Mark]
  /// The labels over several lines, each with a lane of its own left of the text, the outermost first.
  private let lanes: [Mark]
  private let gutter: Gutter

  init(_ file: SourceFile, _ marks: [Mark], gutter: Gutter) {
    self.file = file
    self.gutter = gutter
    let multiline = marks.filter(\.isMultiline).sorted { ($0.start, -$0.end) < ($1.start, -$1.end) }
    lanes = Array(multiline.prefix(Excerpt.mostLanes))
    singles = marks.filter { !$0.isMultiline } + multiline.dropFirst(Excerpt.mostLanes)
  }

  /// The rows from top to bottom.
  func rows() -> [StyledRow] {
    var rows: [StyledRow] = []
    var previous: Int?
    for line in shownLines() {
      if let previous, line > previous + 1 {
        rows += line == previous + 2 ? annotatedLine(previous + 1) : [gapRow(after: previous)]
      }
      rows += annotatedLine(line)
      previous = line
    }
    return rows
  }

  /// Each label's line, and of a longer stretch its first two and last two.
  private func shownLines() -> [Int] {
    var lines = Set(singles.map(\.firstLine))
    for lane in lanes { lines.formUnion([lane.firstLine, lane.firstLine + 1, lane.lastLine - 1, lane.lastLine]) }
    return lines.sorted()
  }

  private func gapRow(after line: Int) -> StyledRow {
    var row = gutter.gap
    row.append(painted { $0.firstLine <= line && line < $0.lastLine }.row)
    return row
  }

  private func annotatedLine(_ line: Int) -> [StyledRow] {
    let window = LineWindow(file, line: line, focus: focus(on: line))
    var source = gutter.numbered(line + 1)
    var laneArea = painted { $0.firstLine < line && line <= $0.lastLine }
    laneArea.paint(to: origin)
    source.append(laneArea.row)
    source.append(window.text)
    var rows = [source]
    rows += singleRows(line, window)
    for (index, lane) in lanes.enumerated() where lane.firstLine == line {
      rows.append(edgeRow(of: lane, index, at: window.column(of: lane.start), isStart: true, on: line))
    }
    for (index, lane) in lanes.enumerated().reversed() where lane.lastLine == line {
      rows.append(edgeRow(of: lane, index, at: window.column(of: lane.end - 1), isStart: false, on: line))
    }
    return rows
  }

  /// The place on a line that has to be seen where the line is too long to be shown whole.
  private func focus(on line: Int) -> Int {
    let marks = singles.filter { $0.firstLine == line }
    if let mark = marks.first(where: \.isPrimary) ?? marks.min(by: { $0.start < $1.start }) { return mark.start }
    if let lane = lanes.first(where: { $0.firstLine == line }) { return lane.start }
    if let lane = lanes.first(where: { $0.lastLine == line }) { return lane.end - 1 }
    return file.lineRange(line).lowerBound
  }

  /// The column at which the source text begins, behind the lanes.
  private var origin: Int { lanes.count * 2 }

  /// A row below a line, so far with only the lanes that are open there.
  private func painted(_ isOpen: (Mark) -> Bool) -> PaintedRow {
    var row = PaintedRow()
    for (index, lane) in lanes.enumerated() where isOpen(lane) {
      row.paint("|", lane.style, at: index * 2..<index * 2 + 1)
    }
    return row
  }

  private func singleRows(_ line: Int, _ window: LineWindow) -> [StyledRow] {
    let below = painted { $0.firstLine < line && line <= $0.lastLine }
    let placed = singles.filter { $0.firstLine == line }
      .map { mark in
        let columns = window.columns(from: mark.start, to: mark.end)
        return (mark: mark, columns: columns.lowerBound + origin..<columns.upperBound + origin)
      }
      .sorted { a, b in
        (b.columns.lowerBound, a.mark.isPrimary ? 0 : 1) < (a.columns.lowerBound, b.mark.isPrimary ? 0 : 1)
      }
    guard let rightmost = placed.first else { return [] }

    var underline = below
    // The primary label is painted last, so that it covers what it overlaps.
    for (mark, columns) in placed.filter({ !$0.mark.isPrimary }) + placed.filter(\.mark.isPrimary) {
      underline.paint(mark.symbol, mark.style, at: columns)
    }
    let fitsBehind = placed.allSatisfy { $0.columns.upperBound <= rightmost.columns.upperBound }
    var hanging = placed.dropFirst(fitsBehind ? 1 : 0).filter { !$0.mark.text.isEmpty }
    var rows = [gutterRow(underline, behind: fitsBehind ? rightmost.mark : nil)]
    if !hanging.isEmpty {
      rows.append(gutterRow(connectors(hanging, over: below)))
    }
    while !hanging.isEmpty {
      let (mark, columns) = hanging.removeFirst()
      var row = connectors(hanging.filter { $0.columns.lowerBound < columns.lowerBound }, over: below)
      row.paint(to: columns.lowerBound)
      rows.append(gutterRow(row, text: mark.text, mark.style))
    }
    return rows
  }

  private func connectors(_ marks: [(mark: Mark, columns: Range<Int>)], over row: PaintedRow) -> PaintedRow {
    var row = row
    for (mark, columns) in marks.reversed() {
      row.paint("|", mark.style, at: columns.lowerBound..<columns.lowerBound + 1)
    }
    return row
  }

  /// The row that leads from a lane to where its label begins or ends: ` ____^` or `|____^ what is said`.
  private func edgeRow(of lane: Mark, _ index: Int, at column: Int, isStart: Bool, on line: Int) -> StyledRow {
    var row = painted { other in
      let opensAbove = (other.firstLine, other.start) < (lane.firstLine, lane.start)
      let closesBelow = other.lastLine > line || (other.lastLine == line && other.start <= lane.start)
      return isStart
        ? other.firstLine < line || (other.firstLine == line && opensAbove)
        : other.firstLine <= line && closesBelow && other.lastLine >= line
    }
    row.paint("_", lane.style, at: index * 2 + 1..<origin + column)
    row.paint(lane.symbol, lane.style, at: origin + column..<origin + column + 1)
    return gutterRow(row, behind: isStart ? nil : lane)
  }

  private func gutterRow(_ painted: PaintedRow, behind mark: Mark? = nil) -> StyledRow {
    var row = gutter.empty
    row.append(painted.row)
    if let mark, !mark.text.isEmpty { row.append(" " + mark.text, mark.style) }
    return row
  }

  private func gutterRow(_ painted: PaintedRow, text: String, _ style: TextStyle) -> StyledRow {
    var row = gutter.empty
    row.append(painted.row)
    row.append(text, style)
    return row
  }
}

/// The column of line numbers left of an excerpt.
struct Gutter {
  /// The cells of the widest number.
  let width: Int

  /// ` 12 | `
  func numbered(_ line: Int) -> StyledRow {
    let number = String(line)
    return row(String(repeating: " ", count: max(0, width - number.count)) + number + " | ")
  }

  /// `    | `
  var empty: StyledRow { row(String(repeating: " ", count: width) + " | ") }

  /// `...`, as wide as the others.
  var gap: StyledRow { row("..." + String(repeating: " ", count: width)) }

  /// `  --> `, with the file behind it.
  func arrow(_ place: String) -> StyledRow {
    var arrow = row(String(repeating: " ", count: width) + "--> ")
    arrow.append(place)
    return arrow
  }

  /// `   = note: `
  func remark(_ word: String) -> StyledRow {
    var remark = row(String(repeating: " ", count: width) + " = ")
    remark.append(word + ": ", .emphasis)
    return remark
  }

  private func row(_ text: String) -> StyledRow {
    var row = StyledRow()
    row.append(text, .gutter)
    return row
  }
}
