import FunnelDiagnostics
import Testing

@Suite("The schemas of reports")
struct ReportSchemaTests {
  /// Findings with everything a finding can have, in a file with a strange name, in an empty file, and at an absolute path.
  private func reports(_ format: DiagnosticFormat) -> [String] {
    let words = ToolWords(version: "1.2") { .init(finds: "finds \($0.rawValue)", why: "Because.") }
    return ["a, b/x%.funnel", "/somewhere/é:1.funnel", "plain.funnel"].flatMap { name in
      let sheet = Sheet("let é = b\r\nlet 日 = \"\u{1}\"\n", name: name)
      let empty = Sheet("", name: name)
      var information = Diagnostic(.lossyLiteral, "a <b> & \"c\"", at: sheet.place("日"))
      information.severity = .information
      let edits = [Fix.Edit(sheet.place("b"), "c\t"), Fix.Edit(sheet.span(0, 0), "// \"")]
      let whole = Diagnostic(
        .unknownName, "there is no \"b\"\nat all", at: sheet.place("b"), label: "here",
        secondary: [Label(sheet.place("é"), "as here"), Label(sheet.place("é"))], notes: ["a note"],
        help: "write \"c\"",
        fixes: [Fix("write c", .unsafe, edits), Fix("write c", .safe, [edits[0]]), Fix("do nothing", .safe, [])])
      let setAside = [
        SetAside(Diagnostic(.unusedImport, "not used", at: sheet.place("b")), by: .comment, reason: "for later"),
        SetAside(Diagnostic(.unusedImport, "old", at: sheet.place("b")), by: .baseline, reason: ""),
      ]
      let nothing = Diagnostic(.noStart, "it is empty", at: empty.span(0, 0))
      return [
        format.render([whole, information], setAside: setAside, sources: sheet.sources, words: words),
        format.render([nothing], sources: empty.sources, words: words),
        format.render([], sources: empty.sources, words: words),
      ]
    }
  }

  @Test("of SARIF 2.1.0 are kept to")
  func sarif() throws {
    let schema = try JSONSchema(ReportSchemas.sarif)
    for report in reports(.sarif) { #expect(try schema.problems(of: report) == []) }
  }

  @Test("of GitLab's code quality are kept to, but for paths that it can't know")
  func gitLab() throws {
    let schema = try JSONSchema(ReportSchemas.gitLab)
    for report in reports(.gitlab) where !report.contains("/somewhere") {
      #expect(try schema.problems(of: report) == [])
    }
  }

  @Test("of reviewdog are kept to")
  func rdjson() throws {
    let schema = try JSONSchema(ReportSchemas.rdjson)
    for report in reports(.rdjson) { #expect(try schema.problems(of: report) == []) }
  }

  @Test("are really asked: what they do not know is found")
  func schema() throws {
    let sarif = try JSONSchema(ReportSchemas.sarif)
    #expect(try !sarif.problems(of: #"{"version": "2.1.0"}"#).isEmpty)
    #expect(try !sarif.problems(of: #"{"version": "2.2.0", "runs": []}"#).isEmpty)
    #expect(try !sarif.problems(of: #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"nam": "x"}}}]}"#).isEmpty)
    let tool = #""tool": {"driver": {"name": "x"}}"#
    #expect(try sarif.problems(of: "{\"version\": \"2.1.0\", \"runs\": [{\(tool)}]}") == [])
    for result in [
      #"{}"#, #"{"message": {}}"#, #"{"message": {"text": "x"}, "level": "info"}"#,
      #"{"message": {"text": "x"}, "fixes": [{"artifactChanges": []}]}"#,
      #"{"message": {"text": "x"}, "suppressions": [{"kind": "comment"}]}"#,
    ] {
      #expect(
        try !sarif.problems(of: "{\"version\": \"2.1.0\", \"runs\": [{\(tool), \"results\": [\(result)]}]}").isEmpty)
    }
  }
}
