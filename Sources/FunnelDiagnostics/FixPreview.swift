/// A fix as it is suggested: what it does, and the lines as they would read.
struct FixPreview {
  let rows: [StyledRow]

  /// Longer lines are not shown again.
  private static let longest = 400

  init(_ fix: Fix, _ sources: SourceMap, _ gutter: Gutter) {
    var title = gutter.remark("suggestion")
    title.append(VisibleText.of(fix.title))
    if fix.safety == .unsafe { title.append(" (check it: leads may go elsewhere)") }
    rows = [title] + (FixPreview.changedLines(fix, sources, gutter) ?? [])
  }

  /// The changed lines, with what is new underlined; nil where an edit crosses lines.
  private static func changedLines(_ fix: Fix, _ sources: SourceMap, _ gutter: Gutter) -> [StyledRow]? {
    let edits = fix.edits.sorted { ($0.span.file, $0.span.start) < ($1.span.file, $1.span.start) }
    var rows: [StyledRow] = [gutter.empty]
    var index = 0
    while index < edits.count {
      let home = edits[index].span.file
      let file = sources[home]
      let line = file.lineIndex(of: Int(edits[index].span.start))
      let range = file.lineRange(line)
      guard range.count <= longest else { return nil }
      var changed = ChangedLine(position: range.lowerBound)
      while index < edits.count, edits[index].span.file == home,
        file.lineIndex(of: Int(edits[index].span.start)) == line
      {
        let edit = edits[index]
        let isWithinLine = Int(edit.span.start) >= changed.position && Int(edit.span.end) <= range.upperBound
        guard isWithinLine, !edit.replacement.contains(where: \.isNewline) else { return nil }
        changed.apply(edit, in: file)
        index += 1
      }
      changed.finish(at: range.upperBound, in: file)
      var source = gutter.numbered(line + 1)
      source.append(changed.text)
      rows.append(source)
      guard changed.hasMarks else { continue }
      var below = gutter.empty
      below.append(changed.marks.row)
      rows.append(below)
    }
    return rows
  }
}

/// A line with the edits up to `position` made.
private struct ChangedLine {
  var position: Int
  private(set) var text = ""
  private(set) var marks = PaintedRow()
  private(set) var hasMarks = false
  private var column = 0

  init(position: Int) { self.position = position }

  mutating func apply(_ edit: Fix.Edit, in file: SourceFile) {
    finish(at: Int(edit.span.start), in: file)
    let start = column
    append(Array(edit.replacement.utf8))
    if column > start {
      marks.paint(edit.span.start == edit.span.end ? "+" : "~", .suggestion, at: start..<column)
      hasMarks = true
    }
    position = Int(edit.span.end)
  }

  mutating func finish(at end: Int, in file: SourceFile) {
    append(Array(file.bytes[position..<max(position, end)]))
    position = max(position, end)
  }

  private mutating func append(_ bytes: [UInt8]) {
    var walk = CellWalk(bytes, 0..<bytes.count, column: column)
    while let cell = walk.next() { text += cell.text }
    column = walk.column
  }
}
