import FunnelDiagnostics

/// Rows set in columns for people, as many as there are: the first ones say how wide the columns are.
///
/// A cell that is wider than the columns became moves the rest of its row; one beyond all measure is cut.
public struct TextColumns {
  /// How many rows are looked at before the first is written.
  public static let sample = 1_000

  private let indent: String
  private let widest: Int
  private var waiting: [[Cell]] = []
  private var widths: [Int]?

  /// Makes columns.
  /// - Parameters:
  ///   - headings: the first row; none where it is empty.
  ///   - indent: how many blanks stand before each row.
  ///   - widest: how many characters of a cell are shown at most.
  public init(_ headings: [String] = [], indent: Int = 0, widest: Int = 48) {
    self.widest = widest
    self.indent = String(repeating: " ", count: indent)
    if !headings.isEmpty { waiting.append(headings.map { Cell(text: $0, width: $0.displayWidth) }) }
  }

  /// Adds a row, and gives the text that can be written by now.
  public mutating func add(_ cells: [String]) -> String {
    let shown = cells.map(cell)
    if let widths { return line(shown, widths) }
    waiting.append(shown)
    return waiting.count > TextColumns.sample ? finish() : ""
  }

  /// The text of the rows that wait.
  public mutating func finish() -> String {
    let columns = waiting.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      waiting.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    defer {
      self.widths = widths
      waiting = []
    }
    return waiting.map { line($0, widths) }.joined()
  }

  /// A cell as it is shown, and how many places that takes.
  private struct Cell {
    let text: String
    let width: Int
  }

  private func line(_ cells: [Cell], _ widths: [Int]) -> String {
    var line = indent
    for (column, cell) in cells.enumerated() {
      // A column in which nothing stands takes no room.
      guard column < widths.count, widths[column] > 0 || !cell.text.isEmpty else { continue }
      line += cell.text
      line += String(repeating: " ", count: max(0, widths[column] - cell.width) + 2)
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  private func cell(_ text: String) -> Cell {
    // Most cells are plain, and each byte of theirs takes one place.
    if text.utf8.count <= widest, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return Cell(text: text, width: text.utf8.count)
    }
    var shown = text.printable
    if shown.count > widest { shown = shown.prefix(widest - 1) + "…" }
    return Cell(text: shown, width: shown.displayWidth)
  }
}
