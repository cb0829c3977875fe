/// Two versions of a text, compared line by line, as `diff -u` shows them.
struct LineDifference {
  private static let context = 3

  private let name: String
  private let old: [Substring]
  private let new: [Substring]

  init(_ old: String, _ new: String, name: String) {
    self.name = name
    self.old = old.split(separator: "\n", omittingEmptySubsequences: false)
    self.new = new.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// A line of the result: one of both versions, of the old one, or of the new one.
  private struct Line {
    let sign: Character
    let text: Substring
  }

  /// The difference in the unified form; empty where there is none.
  /// - Complexity: O((lines) × (changed lines)), the algorithm of Myers.
  var unified: String {
    let lines = lines
    let changed = lines.indices.filter { lines[$0].sign != " " }
    guard let first = changed.first else { return "" }
    var text = "--- \(name)\n+++ \(name)\n"
    var start = first
    var end = first
    for index in changed.dropFirst() + [Int.max] {
      if index != Int.max, index - end <= 2 * Self.context {
        end = index
        continue
      }
      text += hunk(lines, max(0, start - Self.context)..<min(lines.count, end + Self.context + 1))
      start = index
      end = index
    }
    return text
  }

  private func hunk(_ lines: [Line], _ range: Range<Int>) -> String {
    let before = lines[..<range.lowerBound]
    let oldStart = before.count { $0.sign != "+" } + 1
    let newStart = before.count { $0.sign != "-" } + 1
    let oldCount = lines[range].count { $0.sign != "+" }
    let newCount = lines[range].count { $0.sign != "-" }
    var text = "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n"
    for line in lines[range] { text += "\(line.sign)\(line.text)\n" }
    return text
  }

  private var lines: [Line] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [Line] = []
    var (o, n) = (0, 0)
    while o < old.count || n < new.count {
      if removed.contains(o) {
        lines.append(Line(sign: "-", text: old[o]))
        o += 1
      } else if inserted.contains(n) {
        lines.append(Line(sign: "+", text: new[n]))
        n += 1
      } else {
        if o < old.count { lines.append(Line(sign: " ", text: old[o])) }
        o += 1
        n += 1
      }
    }
    // What stands behind the last line end is no line.
    if let last = lines.last, last.sign == " ", last.text.isEmpty { lines.removeLast() }
    return lines
  }
}
