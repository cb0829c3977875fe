import Foundation
import FunnelIR
import FunnelSemantics
import Testing

/// The language reference for authors: its examples compile, its feeds give its results, its tables say what is so.
@Suite("The language reference")
struct LanguageReferenceTests {
  /// An example, the feed that is run through it, and what is said to come of it.
  struct Example: CustomTestStringConvertible, Sendable {
    let line: Int
    let text: String
    var feed = ""
    var result = ""
    var effects = ""
    /// The tables that stand beside the funnel, by their names.
    var tables: [String: String] = [:]

    var testDescription: String { "line \(line)" }

    /// The example as a file: clauses stand in a funnel of their own.
    var source: String {
      let isFile = text.split(separator: "\n").contains { $0.hasPrefix("funnel ") || $0.hasPrefix("import ") }
      if isFile { return text }
      return "funnel example {\n\(text)\n\(text.contains("start ->") ? "" : "start -> converted")\n}"
    }
  }

  static let lines: [String] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = (try? String(contentsOf: root.appendingPathComponent("Grammar/LANGUAGE.md"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }()

  static let examples: [Example] = {
    var (examples, language, block, start): ([Example], String?, [String], Int) = ([], nil, [], 0)
    for (index, line) in lines.enumerated() {
      guard line.hasPrefix("```") else {
        block.append(line)
        continue
      }
      let text = block.joined(separator: "\n")
      switch language {
      case nil: (language, block, start) = (String(line.dropFirst(3)), [], index + 1)
      case "funnel": examples.append(Example(line: start, text: text))
      case "feed" where !examples.isEmpty: examples[examples.count - 1].feed = text
      case "result" where !examples.isEmpty: examples[examples.count - 1].result = text
      case "effects" where !examples.isEmpty: examples[examples.count - 1].effects = text
      case let language? where language.hasPrefix("csv ") && !examples.isEmpty:
        examples[examples.count - 1].tables[String(language.dropFirst(4))] = text
      default: break
      }
      if line == "```" { language = nil }
    }
    return examples
  }()

  /// The files that examples import, by the name behind the language of their block.
  static let files: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    for (index, line) in lines.enumerated() where line.hasPrefix("```funnel ") {
      let text = lines[(index + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
      files[String(line.dropFirst("```funnel ".count))] = Array(text.utf8)
    }
    return files
  }()

  private static func compile(_ example: Example) throws -> VerifiedWorkspace {
    try TestRun.compile(Array(example.source.utf8)) { files[$0] }
  }

  /// The cells of a table's rows, found by the words of its header.
  static func rows(under header: String) -> [[String]] {
    guard let index = lines.firstIndex(where: { $0.hasPrefix(header) }) else { return [] }
    return lines[(index + 2)...].prefix { $0.hasPrefix("|") }
      .map { $0.dropFirst().dropLast().split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  /// What stands in backquotes.
  static func quoted(_ cell: String) -> [String] { cell.matches(of: /`([^`]+)`/).map { String($0.output.1) } }

  @Test("every example compiles", arguments: examples)
  func compiles(example: Example) throws { _ = try Self.compile(example) }

  @Test("every feed gives the result that stands below it", arguments: examples.filter { !$0.feed.isEmpty })
  func gives(example: Example) throws {
    let program = try Self.compile(example)
    let tables = try TestRun.tables(of: program) { Array((example.tables[$0] ?? "").utf8) }
    let run = try TestRun(program, leads: Array((example.feed + "\n").utf8), tables: tables)
    #expect(run.rejects == "")
    let results = try run.journeys.split(separator: "\n").map { try Self.summary(of: String($0)) }
    #expect(results.joined(separator: "\n") == example.result)
    guard !example.effects.isEmpty else { return }
    let effects = try run.effects.split(separator: "\n").map { try Self.effect(of: String($0)) }
    #expect(effects.joined(separator: "\n") == example.effects)
  }

  /// An effect in a line: the lead, what is done, for whom, and what it says first.
  private static func effect(of line: String) throws -> String {
    let effect = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let words = [effect["effect"], effect["role"]].compactMap { $0 as? String }.joined(separator: " ")
    let text = ["subject", "text", "url", "title", "activity"].lazy.compactMap { effect[$0] as? String }.first ?? ""
    return "\(effect["lead"] ?? ""): \(words): \(text)"
  }

  /// A journey in a line: the lead, how it stands, the labels it took, and why it was lost.
  private static func summary(of line: String) throws -> String {
    let journey = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    var text = "\(journey["lead"] ?? ""): \(journey["status"] ?? "")"
    if let stage = journey["stage"] as? String { text += " in \(stage)" }
    if let path = journey["path"] as? [String], !path.isEmpty { text += " by \(path.joined(separator: ", "))" }
    if let reason = journey["reason"] as? String { text += ": \(reason)" }
    return text
  }

  @Test("the table of types says which JSON forms fit", arguments: rows(under: "| type | fits"))
  func forms(row: [String]) throws {
    let type = try #require(Self.quoted(row[0]).first)
    let program = try TestRun.compile(
      "funnel f { feed leads { time from time } data { p: \(type) } start -> converted }")
    for (cell, fits) in [(row[1], true), (row[2], false)] {
      let forms = Self.quoted(cell)
      #expect(!forms.isEmpty)
      for form in forms {
        let run = try TestRun(program, leads: Array("{\"id\":1,\"time\":1790000000,\"p\":\(form)}\n".utf8))
        #expect(run.journeys.contains("\"data\":{\"p\":null}") != fits, "\(form) as \(type)")
        #expect(run.rejects == "", "\(form) is JSON")
      }
    }
  }

  @Test("every type has its row")
  func types() {
    let types = Self.rows(under: "| type | fits").map { String(Self.quoted($0[0]).first?.prefix { $0.isLetter } ?? "") }
    #expect(
      types == [
        "boolean", "integer", "number", "money", "date", "datetime", "duration", "text", "document", "email", "phone",
        "url", "country", "language", "choice", "set",
      ])
  }

  @Test("every function has its row")
  func functions() {
    let names = Self.rows(under: "| function |").map { $0[0].dropFirst().prefix { $0 != "(" } }
    #expect(names.map(String.init) == BuiltinFunction.allCases.map(\.rawValue))
  }

  @Test("the reserved words are named")
  func reservedWords() {
    let text = Self.lines.joined(separator: " ")
    #expect(
      text.contains(
        "true false not missing known now today entered last_event source stage owner converted lost incoming"))
  }

  @Test("and there are examples")
  func examplesExist() { #expect(Self.examples.count > 15) }
}
