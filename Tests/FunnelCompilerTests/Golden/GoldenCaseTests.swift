import Foundation
import FunnelCompiler
import FunnelIR
import Testing

/// A folder with a funnel, its feeds, and what comes out of them.
struct GoldenCase: CustomTestStringConvertible, Sendable {
  let folder: URL

  var testDescription: String { folder.lastPathComponent }

  /// All folders beside the tests, by name.
  static let all: [GoldenCase] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().filter { $0 != "README.md" }.map { GoldenCase(folder: root.appendingPathComponent($0)) }
  }()

  /// Whether what came out is written over what was expected; the run still fails.
  static let isUpdating = ProcessInfo.processInfo.environment["FUNNEL_UPDATE_GOLDENS"] == "1"

  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// The bytes of a file; none where it does not exist.
  func bytes(_ name: String) -> [UInt8] { (try? Data(contentsOf: file(name))).map { [UInt8]($0) } ?? [] }

  /// Compiles its funnel, which may import other files of the folder.
  func compile(as name: String = "case.funnel") throws -> VerifiedWorkspace {
    try TestRun.compile(bytes("case.funnel"), name: name) { path in
      (try? Data(contentsOf: file(path))).map { [UInt8]($0) }
    }
  }

  /// Compares a text with the file of that name; one that does not exist expects an empty text.
  func expect(_ text: String, in name: String) throws {
    let expected = String(decoding: bytes(name), as: UTF8.self)
    guard text != expected else { return }
    if Self.isUpdating {
      if text.isEmpty {
        try FileManager.default.removeItem(at: file(name))
      } else {
        try Data(text.utf8).write(to: file(name))
      }
    }
    let lines = (text.split(separator: "\n"), expected.split(separator: "\n"))
    let differing = zip(lines.0, lines.1).first { $0 != $1 }
    Issue.record(
      """
      \(name) of \(folder.lastPathComponent) differs\(Self.isUpdating ? ", and was written anew" : ""):
      got      \(differing?.0 ?? "\(lines.0.count) lines")
      expected \(differing?.1 ?? "\(lines.1.count) lines")
      """)
  }
}

@Suite("A funnel and its feeds give these journeys")
struct GoldenCaseTests {
  @Test("in every case", arguments: GoldenCase.all)
  func journeys(of golden: GoldenCase) throws {
    let program = try golden.compile()
    let run = try TestRun(
      program, leads: golden.bytes("leads.ndjson"), events: golden.bytes("events.ndjson"),
      tables: TestRun.tables(of: program, golden.bytes))
    try golden.expect(run.journeys, in: "journeys.ndjson")
    try golden.expect(run.rejects, in: "rejects.txt")
    for (text, name) in [(run.journal, "journal.ndjson"), (run.effects, "effects.ndjson")]
    where FileManager.default.fileExists(atPath: golden.file(name).path) {
      try golden.expect(text, in: name)
    }
    if FileManager.default.fileExists(atPath: golden.file("program.txt").path) {
      try golden.expect(program.listing, in: "program.txt")
    }
  }

  @Test("also through the program's canonical form, which is the same each time", arguments: GoldenCase.all)
  func canonicalForm(of golden: GoldenCase) throws {
    let program = try golden.compile().workspace
    let bytes = try program.canonicalJSON()
    #expect(try golden.compile(as: "other.funnel").workspace.canonicalJSON() == bytes)
    #expect(try Compiler.load(bytes).workspace == program)
  }

  @Test("and there are cases")
  func casesExist() { #expect(GoldenCase.all.count > 30) }
}
