import Foundation
import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("The document of the rules")
struct RulesDocumentTests {
  private static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Grammar/RULES.md")

  @Test("has a row for every rule, which says what the registry says")
  func rows() throws {
    let text = try String(contentsOf: Self.url, encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains("` | F") }
    let expected = RuleRegistry.pages.map { page in
      let traits = page.rule.traits
      return "| `\(page.rule.rawValue)` | \(traits.code) | \(traits.level.rawValue) | \(traits.preset.rawValue) | "
        + "\(page.finds.replacing("|", with: "\\|")) |"
    }
    for row in expected where !rows.contains(row[...]) { Issue.record("there is no row\n\(row)") }
    for row in rows where !expected.contains(String(row)) { Issue.record("there is no such rule\n\(row)") }
  }
}
