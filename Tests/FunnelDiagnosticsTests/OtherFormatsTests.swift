import Foundation
import FunnelDiagnostics
import Testing

@Suite("A finding for programs")
struct OtherFormatsTests {
  let sheet = Sheet("let a = b\r\nlet é日 = \"\u{1}\\\"\" + c\n", name: "dir/x \"1\".funnel")

  var findings: [Diagnostic] {
    [
      Diagnostic(
        .lossyLiteral, "\"c\" loses digits", at: sheet.place("c"), label: "here",
        secondary: [Label(sheet.place("b"), "as \u{1B} here")], notes: ["one", "two\nlines"], help: "shorten it",
        fixes: [Fix("drop it", .unsafe, [Fix.Edit(sheet.place(" + c"), "\t")])]),
      Diagnostic(.unknownName, "there is no \"b\"", at: sheet.place("b")),
    ]
  }

  @Test("in one line each, sorted")
  func concise() {
    #expect(
      DiagnosticFormat.concise.render(findings, sources: sheet.sources) == """
        dir/x "1".funnel:1:9: error[unknown-name]: there is no "b"
        dir/x "1".funnel:2:19: warning[lossy-literal]: "c" loses digits

        """)
  }

  @Test("as JSON that any decoder reads back into the same report")
  func json() throws {
    let report = DiagnosticReport(findings, sources: sheet.sources)
    let text = DiagnosticFormat.json.render(findings, sources: sheet.sources)
    #expect(try JSONDecoder().decode(DiagnosticReport.self, from: Data(text.utf8)) == report)
    #expect(text.hasPrefix(#"{"schemaVersion":1,"diagnostics":[{"rule":"unknown-name","code":"F0201","#))
    #expect(
      text.hasSuffix(
        #"],"suppressed":[],"files":["dir/x \"1\".funnel"],"errors":1,"warnings":1,"informations":0}"# + "\n"))
    #expect(text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })

    let place = report.diagnostics[1].primary.place
    #expect(place.file == "dir/x \"1\".funnel")
    #expect(place.start.offset == 31 && place.start.line == 2 && place.start.column == 19)
    #expect(place.end.offset == 32 && place.end.line == 2 && place.end.column == 20)
  }

  @Test("no findings are a report too")
  func emptyReport() {
    #expect(
      DiagnosticFormat.json.render([], sources: sheet.sources)
        == #"{"schemaVersion":1,"diagnostics":[],"suppressed":[],"files":["dir/x \"1\".funnel"],"errors":0,"warnings":0,"informations":0}"#
        + "\n")
    #expect(DiagnosticFormat.concise.render([], sources: sheet.sources) == "")
  }
}

@Suite("Counting findings")
struct DiagnosticCountTests {
  @Test("in words")
  func words() {
    let sheet = Sheet("x")
    func findings(_ severities: Severity...) -> [Diagnostic] {
      severities.map {
        var diagnostic = Diagnostic(.unknownName, "x", at: sheet.span(0, 1))
        diagnostic.severity = $0
        return diagnostic
      }
    }
    #expect(DiagnosticCount(findings()).phrase == nil)
    #expect(DiagnosticCount(findings(.error)).phrase == "1 error")
    #expect(DiagnosticCount(findings(.error, .warning, .error)).phrase == "2 errors and 1 warning")
    #expect(
      DiagnosticCount(findings(.information, .warning, .error)).phrase == "1 error, 1 warning and 1 information")
  }
}

@Suite("Lines and columns")
struct SourceLocationTests {
  @Test("of every offset, whichever way the line ends")
  func lineEnds() {
    let file = SourceFile(name: "f", bytes: Array("ab\ncd\r\nef\rg".utf8))
    let expected = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (2, 3), (3, 1), (3, 2), (3, 3), (4, 1), (4, 2)]
    for (offset, place) in expected.enumerated() {
      #expect(file.location(of: offset) == SourceLocation(line: place.0, column: place.1), "offset \(offset)")
    }
    #expect(file.location(of: 99) == SourceLocation(line: 4, column: 2))
    #expect(file.location(of: -1) == SourceLocation(line: 1, column: 1))
  }

  @Test("bytes that are no UTF-8 take a column each")
  func noise() {
    let file = SourceFile(name: "f", bytes: [0x61, 0xFF, 0xC3, 0x28, 0x62])
    #expect(file.location(of: 4) == SourceLocation(line: 1, column: 5))
  }

  @Test("twenty thousand findings on one line are found in a breath")
  func oneLongLine() {
    let count = 20_000
    let sheet = Sheet(String(repeating: "é ", count: count))
    let findings = (0..<count).map { Diagnostic(.unexpectedToken, "no", at: sheet.span($0 * 3, $0 * 3 + 2)) }
    let lines = DiagnosticFormat.concise.render(findings, sources: sheet.sources).split(separator: "\n")
    #expect(lines.count == count)
    #expect(lines.last?.hasPrefix("b2b.funnel:1:\(2 * count - 1):") == true)
  }
}
