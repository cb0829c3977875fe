import FunnelDiagnostics

/// Rows set in columns for people, as many as there are: the first ones say how wide the columns are.
///
/// A cell that is wider than the columns became moves the rest of its row; one beyond all measure is cut.
public struct TextColumns {
  /// How many rows are looked at before the first is written.
  public static let sample = 1_000

  private let indent: String
  private let widest: Int
  private var waiting: [[String]] = []
  private var widths: [Int]?

  /// Makes columns.
  /// - Parameters:
  ///   - headings: the first row; none where it is empty.
  ///   - indent: how many blanks stand before each row.
  ///   - widest: how many characters of a cell are shown at most.
  public init(_ headings: [String] = [], indent: Int = 0, widest: Int = 48) {
    self.widest = widest
    self.indent = String(repeating: " ", count: indent)
    if !headings.isEmpty { waiting.append(headings) }
  }

  /// Adds a row, and gives the text that can be written by now.
  public mutating func add(_ cells: [String]) -> String {
    let shown = cells.map { cut($0.printable) }
    if let widths { return line(shown, widths) }
    waiting.append(shown)
    return waiting.count > TextColumns.sample ? finish() : ""
  }

  /// The text of the rows that wait.
  public mutating func finish() -> String {
    let columns = waiting.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      waiting.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
    }
    defer {
      self.widths = widths
      waiting = []
    }
    return waiting.map { line($0, widths) }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = indent
    for (column, cell) in cells.enumerated() {
      // A column in which nothing stands takes no room.
      guard column < widths.count, widths[column] > 0 || !cell.isEmpty else { continue }
      line += cell + String(repeating: " ", count: max(0, widths[column] - cell.displayWidth) + 2)
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  private func cut(_ text: String) -> String {
    guard text.count > widest else { return text }
    return text.prefix(widest - 1) + "…"
  }
}
