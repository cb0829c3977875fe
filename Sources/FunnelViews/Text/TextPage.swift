import FunnelDiagnostics

/// A page for people: lines, and tables whose columns stand below each other.
struct TextPage {
  private(set) var text = ""

  /// Adds a line; what is not fit for a terminal is written out.
  mutating func line(_ line: String, depth: Int = 0) {
    text += String(repeating: "  ", count: depth) + line.printable + "\n"
  }

  /// Adds an empty line, except at the very beginning and behind another one.
  mutating func separate() {
    guard !text.isEmpty, !text.hasSuffix("\n\n") else { return }
    text += "\n"
  }

  /// Adds rows in columns; nothing where there are none.
  mutating func table(_ rows: [[String]], depth: Int = 0) { table(rows, indent: depth * 2) }

  /// The same, behind so many blanks.
  mutating func table(_ rows: [[String]], indent: Int) {
    var columns = TextColumns(indent: indent, widest: 200)
    for row in rows { text += columns.add(row) }
    text += columns.finish()
  }
}

extension String {
  /// A name as people read it: blanks in place of underscores.
  var words: String { split(separator: "_", omittingEmptySubsequences: false).joined(separator: " ") }
}

/// Lengths of time as people say them.
enum Span {
  /// The two largest units of a length of time: `3 days 4 hours`, `2 minutes`, `less than a minute`.
  static func words(_ microseconds: Int64) -> String {
    let minutes = microseconds / 60_000_000
    let parts = [(minutes / 1_440, "day"), (minutes / 60 % 24, "hour"), (minutes % 60, "minute")]
    guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "less than a minute" }
    return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
      .joined(separator: " ")
  }
}
