/// What a stretch of rendered text means, and so how it is coloured.
enum TextStyle {
  case plain, emphasis, error, warning, information, secondary, gutter, suggestion

  init(_ severity: Severity) {
    switch severity {
    case .error: self = .error
    case .warning: self = .warning
    case .information: self = .information
    }
  }

  /// The "select graphic rendition" parameters of ECMA-48, from the sixteen colours every terminal has.
  fileprivate var parameters: String {
    switch self {
    case .plain: ""
    case .emphasis: "1"
    case .error: "1;31"
    case .warning: "1;33"
    case .information: "1;36"
    case .secondary, .gutter: "1;34"
    case .suggestion: "32"
    }
  }
}

/// One row of rendered text: pieces with their styles.
struct StyledRow {
  private var pieces: [(text: String, style: TextStyle)] = []

  mutating func append(_ text: String, _ style: TextStyle = .plain) {
    guard !text.isEmpty else { return }
    if let last = pieces.last, last.style == style {
      pieces[pieces.count - 1].text += text
    } else {
      pieces.append((text, style))
    }
  }

  mutating func append(_ row: StyledRow) {
    for piece in row.pieces { append(piece.text, piece.style) }
  }

  /// The row without trailing blanks, with a line end; `colour` adds the terminal's escape sequences.
  func rendered(colour: Bool) -> String {
    var kept = pieces
    while let last = kept.last {
      let trimmed = String(last.text.reversed().drop { $0 == " " }.reversed())
      if trimmed.isEmpty {
        kept.removeLast()
      } else {
        kept[kept.count - 1].text = trimmed
        break
      }
    }
    var output = ""
    for piece in kept {
      if colour, !piece.style.parameters.isEmpty {
        output += "\u{1B}[\(piece.style.parameters)m\(piece.text)\u{1B}[0m"
      } else {
        output += piece.text
      }
    }
    return output + "\n"
  }
}

/// A row below a source line, painted by column; what is painted later covers what was there.
struct PaintedRow {
  private var cells: [(symbol: Character, style: TextStyle)] = []

  mutating func paint(_ symbol: Character, _ style: TextStyle, at columns: Range<Int>) {
    while cells.count < columns.upperBound { cells.append((" ", .plain)) }
    for column in columns { cells[column] = (symbol, style) }
  }

  var row: StyledRow {
    var row = StyledRow()
    for cell in cells { row.append(String(cell.symbol), cell.style) }
    return row
  }

  /// Fills up with blanks as far as the given column.
  mutating func paint(to column: Int) {
    if cells.count < column { paint(" ", .plain, at: cells.count..<column) }
  }
}
