import Foundation
import Testing

/// Each example is run as its own README says, and gives the journeys, rejects and numbers that stand beside it.
///
/// `FUNNEL_UPDATE_GOLDENS=1` writes what was found over what was expected; the run still fails.
@Suite("The examples")
struct ExamplesTests {
  /// One example: its folder, and what its command says besides the funnel.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    /// What is compared; a journal only where it is short enough to be read.
    var outputs = ["journeys.ndjson", "rejects.ndjson", "summary.json"]

    var folder: String { "Examples/\(name)" }
    var testDescription: String { name }
  }

  static let examples = [
    Example(
      name: "b2b_onboarding",
      arguments: [
        "--leads", "Examples/b2b_onboarding/leads.ndjson", "--events", "Examples/b2b_onboarding/events.ndjson",
      ]),
    Example(
      name: "loan_application",
      arguments: [
        "--leads", "Examples/loan_application/leads.ndjson", "--events", "Examples/loan_application/events.ndjson",
      ]),
    Example(
      name: "kommo", arguments: ["--leads", "Examples/kommo/leads.json", "--items", "$._embedded.leads"],
      outputs: ["journeys.ndjson", "rejects.ndjson", "summary.json", "journal.ndjson"]),
    Example(
      name: "kohomai",
      arguments: [
        "--leads", "Examples/kohomai/leads.ndjson", "--events", "Examples/kohomai/events.ndjson", "--start",
        "2026-11-02T08:00:00Z",
      ]),
    Example(
      name: "lifecycle",
      arguments: ["--leads", "Examples/lifecycle/leads.ndjson", "--events", "Examples/lifecycle/events.ndjson"],
      outputs: ["journeys.ndjson", "rejects.ndjson", "summary.json", "effects.ndjson"]),
    Example(
      name: "sales_pipeline",
      arguments: [
        "--leads", "Examples/sales_pipeline/leads.ndjson", "--events", "Examples/sales_pipeline/events.ndjson",
      ], outputs: ["journeys.ndjson", "rejects.ndjson", "summary.json", "effects.ndjson"]),
  ]

  @Test("an example gives what stands beside it", arguments: examples)
  func expectedOutput(example: Example) throws {
    let folder = try TemporaryFolder()
    let process = try CommandProcess(
      ["run", "\(example.folder)/\(example.name).funnel"] + example.arguments + [
        "-o", "\(folder.path)/journeys.ndjson", "--rejects", "\(folder.path)/rejects.ndjson", "--journal",
        "\(folder.path)/journal.ndjson", "--effects", "\(folder.path)/effects.ndjson", "--json-summary",
      ], in: Repository.root)
    #expect(process.status == 0, "\(process.errors)")
    // The program's hash covers the machine's zone data, whose release is no business of the example.
    let summary = process.errors.replacing(/"sha256":"[0-9a-f]{64}",/, with: "")
    try folder.write(Array(summary.utf8), to: "summary.json")
    for output in example.outputs {
      let found = try Data(contentsOf: URL(filePath: "\(folder.path)/\(output)"))
      let path = "\(example.folder)/expected/\(output)"
      let isExpected = found == FileManager.default.contents(atPath: "\(Repository.root)/\(path)")
      #expect(isExpected, "\(path) differs")
      if !isExpected, ProcessInfo.processInfo.environment["FUNNEL_UPDATE_GOLDENS"] == "1" {
        try found.write(to: URL(filePath: "\(Repository.root)/\(path)"))
      }
    }
  }

  @Test("a check of an example finds nothing", arguments: examples)
  func check(example: Example) throws {
    let process = try CommandProcess(["check", "\(example.folder)/\(example.name).funnel"], in: Repository.root)
    #expect(process.status == 0)
    #expect(process.output + process.errors == "")
  }

  @Test("a check of the workloads finds nothing that is surely wrong")
  func workloads() throws {
    let paths = Repository.files(in: "Tests/Workloads", ending: ".funnel")
    #expect(paths.count == 2)
    let process = try CommandProcess(["check", "--preset", "correctness"] + paths, in: Repository.root)
    #expect(process.status == 0)
    #expect(process.output + process.errors == "")
  }

  @Test("an example's README names the command that its test runs", arguments: examples)
  func readme(example: Example) {
    let words = Repository.text("\(example.folder)/README.md").split { " \n\\'".contains($0) }.map(String.init)
    for argument in ["\(example.folder)/\(example.name).funnel"] + example.arguments {
      #expect(words.contains(argument), "\(example.folder)/README.md does not name \(argument)")
    }
  }

  @Test("every folder of examples is run")
  func completeness() {
    #expect(Repository.names(in: "Examples") == Self.examples.map(\.name).sorted())
  }
}
