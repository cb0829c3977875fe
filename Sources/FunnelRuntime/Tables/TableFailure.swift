/// Why a file is no look-up table, and on which line.
public struct TableFailure: Error, Hashable, Sendable {
  /// What was found.
  public enum Problem: Hashable, Sendable {
    /// The file is empty.
    case noHeader
    /// A column that is read is not there; the names of those that are.
    case missingColumn(String, among: [String])
    /// A column that is read stands twice.
    case repeatedColumn(String)
    /// Two rows have one key; the line of the first.
    case repeatedKey(firstLine: Int)
    /// A row of a CSV file has another number of cells than its header.
    case raggedRow(cells: Int, columns: Int)
    /// A quote in the middle of a cell that does not begin with one.
    case strayQuote
    /// Something between a cell's closing quote and the next comma.
    case textBehindQuote
    /// A cell that begins with a quote has none at its end.
    case unclosedQuote
    /// A carriage return without a line feed.
    case loneCarriageReturn
    /// A byte that no text holds.
    case controlCharacter(UInt8)
    /// Bytes that stand for no character.
    case notUTF8
    /// A line that is not JSON, and why.
    case invalidJSON(String)
    /// A line of JSON that is no object.
    case notAnObject
    /// A key that is read stands twice in its object.
    case repeatedName(byte: Int)
    /// A text with half of a character.
    case brokenCharacter(column: String)
    /// More than a limit allows.
    case tooLong(Part, limit: Int)
  }

  /// What a limit is about.
  public enum Part: Hashable, Sendable {
    /// The bytes of a cell, of a row, of a table, or the number of a file's columns.
    case cell, row, table, columns
  }

  /// The line, from 1.
  public let line: Int
  /// What is wrong there.
  public let problem: Problem

  init(_ problem: Problem, line: Int) {
    self.line = line
    self.problem = problem
  }

  /// The same for people, as a phrase.
  public var message: String {
    switch problem {
    case .noHeader: "the table is empty: its first line must name the columns"
    case .missingColumn(let name, let columns):
      "the table has no column \"\(name)\"\(TableFailure.list(columns))"
    case .repeatedColumn(let name): "the column \"\(name)\" stands twice, so nobody can tell which one is meant"
    case .repeatedKey(let first):
      "this row has the same key as line \(first), so nobody can tell which one is meant: remove one of them"
    case .raggedRow(let cells, let columns):
      "this row has \(cells) cell\(cells == 1 ? "" : "s") and the header \(columns): "
        + (cells > columns ? "a cell with a comma in it needs quotes around it" : "an empty cell needs its comma too")
    case .strayQuote: "a quote stands inside a cell: put the cell in quotes and write the quote twice"
    case .textBehindQuote: "something follows a closing quote: a quote inside a quoted cell is written twice"
    case .unclosedQuote: "the quote that opens here is never closed"
    case .loneCarriageReturn: "a carriage return without a line feed: save the file with line ends of Unix or Windows"
    case .controlCharacter(let byte):
      "the byte \(byte) stands for no character of a text: save the file as text in UTF-8"
    case .notUTF8: "these bytes are not UTF-8: save the file as text in UTF-8"
    case .invalidJSON(let reason): reason
    case .notAnObject: "each line of the table is an object in braces, this is something else"
    case .repeatedName(let byte):
      "a column stands twice in its row, so nobody can tell which one is meant (byte \(byte))"
    case .brokenCharacter(let column): "the text in \"\(column)\" has half of a character (a lone surrogate)"
    case .tooLong(.cell, let limit): "a cell has more than \(limit) bytes"
    case .tooLong(.row, let limit): "a row has more than \(limit) bytes"
    case .tooLong(.table, let limit): "the columns that are read hold more than \(limit) bytes"
    case .tooLong(.columns, let limit): "the table has more than \(limit) columns"
    }
  }

  private static func list(_ columns: [String]) -> String {
    guard !columns.isEmpty else { return "" }
    let shown = columns.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
    return "; it has \(shown)\(columns.count > 12 ? " and \(columns.count - 12) more" : "")"
  }
}
