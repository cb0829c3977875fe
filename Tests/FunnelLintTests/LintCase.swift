import Foundation
import FunnelDiagnostics
import FunnelLint
import Testing

/// A funnel file in which comments say what a rule finds: `//! rule-name: message [help]` on the line it is about.
///
/// It stands in a folder with the rule's name, and no other rule is asked.
struct LintCase: CustomTestStringConvertible, Sendable {
  /// The folder of all cases.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

  let url: URL
  /// The rule that is asked.
  let rule: String

  var testDescription: String { "\(rule)/\(url.lastPathComponent)" }

  /// What cases write as "TO-DO", because no file of the project may hold it.
  private static let mark = "TO" + "DO"

  /// Whether nothing is found in it, although something nearly is.
  var isNearMiss: Bool { url.lastPathComponent.hasPrefix("silent") }

  /// All cases by path.
  static let all: [LintCase] = {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    return files.compactMap { $0 as? URL }
      .filter { $0.lastPathComponent.hasPrefix("fires") || $0.lastPathComponent.hasPrefix("silent") }
      .filter { $0.pathExtension == "funnel" }.sorted { $0.path < $1.path }
      .map { LintCase(url: $0, rule: $0.deletingLastPathComponent().lastPathComponent) }
  }()

  /// The text without what it expects, line by line, and the expectations with their lines.
  func read() throws -> (lines: [String], expected: [String]) {
    let text = try String(contentsOf: url, encoding: .utf8).replacingOccurrences(of: "TO-DO", with: Self.mark)
    var lines: [String] = []
    var expected: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let parts = line.components(separatedBy: "//! ")
      lines.append(String(parts[0].reversed().drop { $0 == " " }.reversed()))
      expected += parts.dropFirst().map { "\(index + 1): \($0.trimmingCharacters(in: .whitespaces))" }
    }
    return (lines, expected)
  }

  /// What is found in it.
  func check(_ lines: [String]) throws -> [String] {
    let rule = try #require(DiagnosticRule(named: rule))
    var settings = LintSettings(preset: .language, selected: [rule])
    // What allows something needs something to allow.
    if rule == .unusedAllow || rule == .allowWithoutReason { settings.selected.insert(.emptyStage) }
    let folder = url.deletingLastPathComponent()
    let feed = try? String(
      contentsOf: url.deletingPathExtension().appendingPathExtension("ndjson"), encoding: .utf8)
    return try CheckedText(lines.joined(separator: "\n"), settings: settings, feed: feed) { path in
      try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }.lines
  }

  /// Writes the file anew with what is found.
  func rewrite(_ lines: [String], found: [String]) throws {
    let text = lines.enumerated().map { index, line in
      let here = found.filter { $0.hasPrefix("\(index + 1): ") }.map { $0.drop { $0 != " " } }
      return ([line] + here.map { "//!\($0)" }).joined(separator: line.isEmpty ? "" : "  ")
    }
    try text.joined(separator: "\n").replacingOccurrences(of: Self.mark, with: "TO-DO").write(
      to: url, atomically: true, encoding: .utf8)
  }
}
