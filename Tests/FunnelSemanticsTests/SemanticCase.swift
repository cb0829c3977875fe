import Foundation
import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax
import Testing

/// A funnel file in which comments say what the resolver finds: `//! rule-name: message [help]` on the line it is about.
struct SemanticCase: CustomTestStringConvertible, Sendable {
  /// The folder of all cases.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

  let url: URL

  var testDescription: String {
    "\(url.deletingLastPathComponent().lastPathComponent)/\(url.lastPathComponent)"
  }

  /// All cases by path.
  static let all: [SemanticCase] = {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "funnel" }
      .sorted { $0.path < $1.path }.map { SemanticCase(url: $0) }
  }()

  /// The text without what it expects, line by line, and the expectations with their lines.
  func read() throws -> (lines: [String], expected: [String]) {
    let text = try String(contentsOf: url, encoding: .utf8)
    var lines: [String] = []
    var expected: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let parts = line.components(separatedBy: "//! ")
      lines.append(String(parts[0].reversed().drop { $0 == " " }.reversed()))
      expected += parts.dropFirst().map { "\(index + 1): \($0.trimmingCharacters(in: .whitespaces))" }
    }
    return (lines, expected)
  }

  /// What is found in the text, in the form in which it is expected.
  static func resolve(_ lines: [String]) -> (program: ResolvedProgram?, found: [String], syntax: [Diagnostic]) {
    let file = SourceFile(name: "case.funnel", bytes: Array(lines.joined(separator: "\n").utf8))
    let parsed = Parser.parse(file: FileID(0), bytes: file.bytes)
    let resolved = Resolver.resolve(parsed.tree)
    let found = resolved.diagnostics.map { diagnostic in
      let line = file.lineStarts.lastIndex { $0 <= diagnostic.primary.span.start } ?? 0
      let help = diagnostic.help.map { " [\($0)]" } ?? ""
      return "\(line + 1): \(diagnostic.rule.rawValue): \(diagnostic.message)\(help)"
    }
    return (resolved.program, found, parsed.diagnostics)
  }

  /// Writes the file anew with what is found.
  func rewrite(_ lines: [String], found: [String]) throws {
    let text = lines.enumerated().map { index, line in
      let here = found.filter { $0.hasPrefix("\(index + 1): ") }.map { $0.drop { $0 != " " } }
      return ([line] + here.map { "//!\($0)" }).joined(separator: line.isEmpty ? "" : "  ")
    }
    try text.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}
