import Foundation
import FunnelRuntime
import Testing

/// What the outputs' reference says is held against what the examples and the cases write.
@Suite("The reference of outputs")
struct OutputReferenceTests {
  /// The rows of the reference's tables: below which heading they stand, and their cells.
  private static let rows: [(heading: Substring, cells: [String])] = {
    var heading: Substring = ""
    var rows: [(Substring, [String])] = []
    for line in Repository.text("Grammar/OUTPUT.md").split(separator: "\n") {
      if line.hasPrefix("## ") { heading = line.dropFirst(3).prefix { $0 != " " } }
      if line.hasPrefix("| `") {
        rows.append((heading, line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }))
      }
    }
    return rows
  }()

  /// The names between backquotes.
  private static func names(_ cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }

  /// The first cell's names of a part's rows, each with those of the second.
  static func table(_ heading: String) -> [(first: [String], second: [String])] {
    rows.filter { $0.heading == heading }.map { (names($0.cells[0]), names($0.cells[1])) }
  }

  /// Every line that stands below the examples and the cases in files of a name, and is written by a run.
  private static func lines(_ file: String) throws -> [String] {
    let folders = ["Examples", "Tests/FunnelCompilerTests/Cases"].map { URL(filePath: "\(Repository.root)/\($0)") }
    return try folders.flatMap { folder in
      try (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? [])
        .compactMap { $0 as? URL }
        .filter { $0.lastPathComponent == file }
        .flatMap { try String(contentsOf: $0, encoding: .utf8).split(separator: "\n").map(String.init) }
        .filter { $0.hasPrefix("{\"schemaVersion\"") }
    }
  }

  /// The keys of an object's text, in their order; the values of strings are passed over.
  static func keys(_ line: String) -> [String] {
    var keys: [String] = []
    var depth = 0
    var text: [UInt8]?
    var last: [UInt8] = []
    var isEscaped = false
    for byte in line.utf8 {
      if var open = text {
        if byte == UInt8(ascii: "\""), !isEscaped {
          last = open
          text = nil
        } else {
          open.append(byte)
          text = open
        }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): text = []
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1: keys.append(String(decoding: last, as: UTF8.self))
      default: break
      }
    }
    return keys
  }

  private static func value(_ key: String, _ line: String) throws -> String? {
    (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?[key] as? String
  }

  @Test("journeys have its fields, in its order")
  func journeys() throws {
    let fields = Self.table("Journeys").flatMap(\.first)
    #expect(fields == JourneyField.all.map(\.name))
    let lines = try Self.lines("journeys.ndjson")
    #expect(lines.count > 500)
    for line in lines { #expect(Self.keys(line) == fields) }
  }

  @Test("each record and each effect has its fields, in its order", arguments: ["journal", "effects"])
  func records(file: String) throws {
    let isJournal = file == "journal"
    let table = Self.table(isJournal ? "Journal" : "Effects")
    let kind = isJournal ? "record" : "effect"
    let head =
      ["schemaVersion", "journey"]
      + (isJournal ? ["time", "record"] : ["lead", "funnel", "time", "id", "stage", "visit", "effect"])
    var seen: Set<String> = []
    for line in try Self.lines("\(file).ndjson") {
      let name = try #require(try Self.value(kind, line))
      seen.insert(name)
      let keys = Self.keys(line)
      if isJournal, name == "effect" {
        #expect(keys.starts(with: head + ["id", "stage", "visit", "effect"]))
      } else {
        #expect(table.contains { $0.first == [name] && head + $0.second == keys }, "\(line)")
      }
    }
    // Most of what is described is shown by some example or case, so the comparison says something.
    #expect(seen.count * 3 >= Set(table.flatMap(\.first)).count * 2, "\(seen.sorted())")
  }

  @Test("rejects have its fields, and every reason is in it")
  func rejects() throws {
    let table = Self.table("Rejects")
    let fields = table.flatMap(\.first).prefix(8).filter { $0 != "length" }
    let lines = try Self.lines("rejects.ndjson").filter { !$0.contains("bytesBase64") && !$0.contains("\"length\"") }
    #expect(lines.count > 20)
    for line in lines { #expect(Self.keys(line) == fields) }
    let reasons = Set(table.dropFirst(8).flatMap(\.first))
    #expect(reasons == Set(RejectReason.allCases.map(\.rawValue)))
  }

  @Test("a summary has its fields, in its order")
  func summary() throws {
    let fields = Self.table("Summary").flatMap(\.first)
    for line in try Self.lines("summary.json") {
      // The hash is left out of what stands beside the examples.
      #expect(Self.keys(line) == fields.filter { $0 != "sha256" && $0 != "tables" })
    }
  }
}
