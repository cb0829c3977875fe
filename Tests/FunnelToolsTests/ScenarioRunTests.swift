import Foundation
import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import FunnelTools
import Testing

@Suite("Tests of funnels run on the very interpreter")
struct ScenarioRunTests {
  /// What is found in each file of the cases stands beside it, as text for people.
  @Test("each file of the cases gives these results", arguments: ["every-step", "effects-and-intake"])
  func results(of name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
    let source = folder.appendingPathComponent("\(name).funnel")
    let text = try Self.run(Array(Data(contentsOf: source)), name: "\(name).funnel")
    let file = folder.appendingPathComponent("\(name).txt")
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard text != expected else { return }
    if ProcessInfo.processInfo.environment["FUNNEL_UPDATE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    Issue.record("the results of \(name) differ from \(name).txt:\n\(text)")
  }

  /// The examples of the language reference that hold tests.
  private static let documented: [String] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = (try? String(contentsOf: root.appendingPathComponent("Grammar/LANGUAGE.md"), encoding: .utf8)) ?? ""
    return text.components(separatedBy: "```funnel\n").dropFirst().compactMap { block in
      let example = block.components(separatedBy: "\n```\n")[0]
      return example.contains("\ntest \"") ? "funnel example {\n\(example)\n}" : nil
    }
  }()

  @Test("the tests of the language reference pass", arguments: documented)
  func documentation(example: String) throws {
    let text = try Self.run(Array(example.utf8), name: "LANGUAGE.md")
    #expect(text.hasPrefix("ok "), "\(text)")
    #expect(!text.contains("FAIL") && !text.contains("error"), "\(text)")
  }

  @Test("and there are some")
  func documentationExists() { #expect(!Self.documented.isEmpty) }

  /// Runs the tests of a funnel; gives a line for each, then what was found.
  static func run(_ source: [UInt8], name: String) throws -> String {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: name, bytes: source))
    let zones = CompilerServices { zone in
      let file = URL(fileURLWithPath: "/usr/share/zoneinfo").appendingPathComponent(zone)
      return (try? Data(contentsOf: file)).map { CompilerServices.ZoneFile(bytes: [UInt8]($0)) }
    }
    let result = try Compiler(zones).compile(file, in: sources)
    guard let verified = result.workspace else {
      return DiagnosticFormat.text.render(result.diagnostics, sources: sources, colour: false)
    }
    let program = LoadedWorkspace(verified)
    var lines = ""
    var found: [Diagnostic] = []
    for test in result.tests {
      let failures = ScenarioRun.findings(of: test, in: program) { bytes in bytes }
      found += failures
      lines += "\(failures.isEmpty ? "ok  " : "FAIL") \(test.title)\(test.row.map { ", row \($0)" } ?? "")\n"
    }
    return lines + "\n" + DiagnosticFormat.text.render(found, sources: sources, colour: false)
  }
}
