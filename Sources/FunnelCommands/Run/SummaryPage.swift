import FunnelDiagnostics

/// Rows of words, counts and remarks, set in columns for people to read.
struct SummaryPage {
  /// One row; a row without anything separates.
  private struct Row {
    let label: String
    let count: String
    let remark: String
  }

  private var rows: [Row] = []

  /// Adds a row; `depth` says how far it is indented.
  mutating func add(_ label: String, _ count: Int? = nil, remark: String = "", depth: Int = 0) {
    let indent = String(repeating: "  ", count: depth)
    rows.append(
      Row(label: indent + label.printable, count: count.map { $0.grouped } ?? "", remark: remark.printable))
  }

  /// Adds an empty row, except at the very beginning and behind another one.
  mutating func separate() {
    guard let last = rows.last, !last.label.isEmpty else { return }
    rows.append(Row(label: "", count: "", remark: ""))
  }

  /// The rows, with labels to the left, counts to the right of them, and remarks behind; none has trailing blanks.
  var text: String {
    let counted = rows.filter { !$0.count.isEmpty }
    let labelWidth = counted.map { $0.label.displayWidth }.max() ?? 0
    let countWidth = counted.map { $0.count.count }.max() ?? 0
    var text = ""
    for row in rows {
      var line = row.label
      if !row.count.isEmpty {
        line += blanks(labelWidth - row.label.displayWidth + 2 + countWidth - row.count.count) + row.count
      }
      if !row.remark.isEmpty { line += (line.isEmpty ? "" : "  ") + row.remark }
      text += line + "\n"
    }
    return text
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension Int {
  /// The digits in groups of three: `1 204 000`.
  var grouped: String {
    let digits = String(magnitude)
    var text = self < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.utf8.count - place) % 3 == 0 { text.append(" ") }
      text.append(digit)
    }
    return text
  }

  /// The count with its word: `1 line`, `2 lines`.
  func of(_ word: String) -> String { "\(grouped) \(word)\(self == 1 ? "" : "s")" }

  /// The share of a whole in whole per cent, rounded; nothing of nothing.
  func share(of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let percent = (Double(self) / Double(whole) * 100).rounded()
    return "\(Int(exactly: percent) ?? 0) %"
  }
}
