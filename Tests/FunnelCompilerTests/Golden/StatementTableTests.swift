import Foundation
import Testing

/// The page that says which case shows which statement of the language.
@Suite("The table of statements")
struct StatementTableTests {
  private static let cases = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Cases")
  private static let root = cases.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What stands in backquotes in the last cell of each row, row by row.
  private static let rows: [(statement: String, names: [String])] = {
    let text = (try? String(contentsOf: cases.appending(path: "README.md"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| statement") }.map { line in
      let cells = line.dropFirst().dropLast().components(separatedBy: " | ")
      let quoted = (cells.last ?? "").components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }
      return (cells[0], quoted.map(\.element))
    }
  }()

  @Test("each row names something, and what it names exists")
  func names() {
    #expect(Self.rows.count > 80)
    for (statement, names) in Self.rows {
      #expect(!names.isEmpty, "nothing shows: \(statement)")
      for name in names {
        let file = name.contains("/") ? Self.root.appending(path: name) : Self.cases.appending(path: name)
        #expect(FileManager.default.fileExists(atPath: file.path), "\(name) is not there")
      }
    }
  }

  @Test("no case is left out")
  func cases() {
    let named = Set(Self.rows.flatMap(\.names))
    for golden in GoldenCase.all {
      #expect(named.contains(golden.testDescription), "\(golden.testDescription) stands in no row")
    }
  }
}
