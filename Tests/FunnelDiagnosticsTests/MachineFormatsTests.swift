import Foundation
import FunnelDiagnostics
import Testing

@Suite("A finding for services")
struct MachineFormatsTests {
  let sheet: Sheet
  let findings: [Diagnostic]
  let setAside: [SetAside]

  init() {
    sheet = Sheet("let é = b\nlet c = é\nlet d = 1\n", name: "a, b/x%.funnel")
    var information = Diagnostic(.lossyLiteral, "a <b> & \"c\"", at: sheet.place("d"))
    information.severity = .information
    findings = [
      Diagnostic(
        .unknownName, "there is no \"b\"\nat all", at: sheet.place("b"), label: "here",
        secondary: [Label(sheet.place("é", 2), "as here")], notes: ["a note"], help: "write \"c\"",
        fixes: [Fix("write c", .unsafe, [Fix.Edit(sheet.place("b"), "c")])]),
      information,
    ]
    setAside = [
      SetAside(Diagnostic(.unusedImport, "not used", at: sheet.place("1")), by: .comment, reason: "for later"),
      SetAside(Diagnostic(.unusedImport, "old", at: sheet.place("1")), by: .baseline, reason: ""),
    ]
  }

  private func render(_ format: DiagnosticFormat) -> String {
    let words = ToolWords(version: "1.2") { .init(finds: "finds \($0.rawValue)", why: "Because.") }
    return format.render(findings, setAside: setAside, sources: sheet.sources, words: words)
  }

  private func object(_ format: DiagnosticFormat) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(render(format).utf8)) as? [String: Any])
  }

  @Test("as commands of GitHub's workflows")
  func gitHub() {
    #expect(
      render(.github) == """
        ::error file=a%2C b/x%25.funnel,line=1,endLine=1,col=9,endColumn=10,title=unknown-name F0201::there is no "b"%0Aat all%0Aa note%0Awrite "c"
        ::notice file=a%2C b/x%25.funnel,line=3,endLine=3,col=5,endColumn=6,title=lossy-literal F0209::a <b> & "c"

        """)
  }

  @Test("as GitLab's report, each with a fingerprint of its own")
  func gitLab() throws {
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(render(.gitlab).utf8)) as? [[String: Any]])
    #expect(list.count == 2)
    #expect(Set(list.compactMap { $0["fingerprint"] as? String }).count == 2)
    for issue in list {
      #expect(issue["description"] is String && issue["check_name"] is String)
      #expect(["info", "minor", "major", "critical", "blocker"].contains(issue["severity"] as? String))
      let location = try #require(issue["location"] as? [String: Any])
      #expect(location["path"] as? String == "a, b/x%.funnel")
      #expect((location["lines"] as? [String: Int])?["begin"] ?? 0 > 0)
    }
  }

  @Test("as Checkstyle's XML")
  func checkstyle() {
    #expect(
      render(.checkstyle) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <checkstyle version="4.3">
          <file name="a, b/x%.funnel">
            <error line="1" column="9" severity="error" message="there is no &quot;b&quot;&#10;at all; a note; write &quot;c&quot;" source="funnelc.unknown-name"/>
            <error line="3" column="5" severity="info" message="a &lt;b&gt; &amp; &quot;c&quot;" source="funnelc.lossy-literal"/>
          </file>
        </checkstyle>

        """)
  }

  @Test("as JUnit's XML, in which an information has passed and a clean file too")
  func junit() throws {
    let text = render(.junit)
    #expect(text.contains("<testsuites name=\"funnelc check\" tests=\"2\" failures=\"1\" errors=\"0\">"))
    #expect(
      text.components(separatedBy: "<testsuite ").count == text.components(separatedBy: " errors=\"0\">").count - 1)
    #expect(text.contains("<testcase name=\"unknown-name at 1:9\" classname=\"a, b/x%.funnel\""))
    #expect(text.contains("<failure type=\"unknown-name\""))
    #expect(text.contains("<system-out>a &lt;b&gt; &amp; &quot;c&quot;</system-out>"))
    let clean = DiagnosticFormat.junit.render([], sources: sheet.sources)
    #expect(clean.contains("tests=\"1\" failures=\"0\"") && clean.contains("<testcase name=\"no findings\""))
    for format in [text, clean] { #expect(try Self.isWellFormed(format)) }
  }

  @Test("as reviewdog's JSON, with columns in bytes and changes as suggestions")
  func rdjson() throws {
    let report = try object(.rdjson)
    #expect((report["source"] as? [String: Any])?["name"] as? String == "funnelc")
    let list = try #require(report["diagnostics"] as? [[String: Any]])
    #expect(list.count == 2)
    let first = list[0]
    #expect(first["severity"] as? String == "ERROR" && list[1]["severity"] as? String == "INFO")
    #expect((first["code"] as? [String: Any])?["value"] as? String == "unknown-name")
    let location = try #require(first["location"] as? [String: Any])
    let range = try #require(location["range"] as? [String: [String: Int]])
    // The letter before it takes two bytes.
    #expect(range == ["start": ["line": 1, "column": 10], "end": ["line": 1, "column": 11]])
    let suggestion = try #require((first["suggestions"] as? [[String: Any]])?.first)
    #expect(suggestion["text"] as? String == "c" && suggestion["range"] != nil)
    #expect((first["related_locations"] as? [[String: Any]])?.first?["message"] as? String == "as here")
  }

  @Test("a line each, those that do not count too")
  func jsonLines() throws {
    let lines = render(.jsonl).split(separator: "\n")
    #expect(lines.count == 4)
    let objects = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["suppression"] != nil } == [false, false, true, true])
  }

  @Test("as SARIF 2.1.0")
  func sarif() throws {
    let log = try object(.sarif)
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    #expect(driver["name"] as? String == "funnelc" && driver["version"] as? String == "1.2")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(rules.compactMap { $0["id"] as? String } == ["unknown-name", "unused-import", "lossy-literal"])
    for rule in rules {
      #expect((rule["shortDescription"] as? [String: Any])?["text"] is String)
      let level = (rule["defaultConfiguration"] as? [String: Any])?["level"] as? String
      #expect(["none", "note", "warning", "error"].contains(level))
    }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 4)
    for result in results { try Self.checkSARIF(result, rules) }
    #expect((results[0]["fixes"] as? [[String: Any]])?.count == 1)
    #expect((results[0]["relatedLocations"] as? [[String: Any]])?.count == 1)
    let kinds = results.map { ($0["suppressions"] as? [[String: Any]])?.first?["kind"] as? String }
    #expect(kinds == [nil, nil, "inSource", "external"])
  }

  /// What the schema of SARIF says of a result, as far as results have it here.
  private static func checkSARIF(_ result: [String: Any], _ rules: [[String: Any]]) throws {
    #expect(["none", "note", "warning", "error"].contains(result["level"] as? String))
    let index = try #require(result["ruleIndex"] as? Int)
    #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
    #expect(((result["message"] as? [String: Any])?["text"] as? String)?.isEmpty == false)
    let prints = try #require(result["partialFingerprints"] as? [String: String])
    #expect(prints["funnelc/v1"]?.count == 16)
    for location in result["locations"] as? [[String: Any]] ?? [] {
      let place = try #require(location["physicalLocation"] as? [String: Any])
      #expect((place["artifactLocation"] as? [String: Any])?["uri"] as? String == "a%2C%20b/x%25.funnel")
      try checkSARIF(region: place["region"])
    }
    for fix in result["fixes"] as? [[String: Any]] ?? [] {
      let changes = try #require(fix["artifactChanges"] as? [[String: Any]])
      #expect(!changes.isEmpty)
      for change in changes {
        #expect(change["artifactLocation"] != nil)
        let replacements = try #require(change["replacements"] as? [[String: Any]])
        #expect(!replacements.isEmpty)
        for replacement in replacements { try checkSARIF(region: replacement["deletedRegion"]) }
      }
    }
  }

  private static func checkSARIF(region: Any?) throws {
    let region = try #require(region as? [String: Int])
    for key in ["startLine", "startColumn", "endLine", "endColumn"] { #expect(region[key] ?? 0 >= 1) }
    for key in ["byteOffset", "byteLength"] { #expect(region[key] ?? -1 >= 0) }
  }

  /// Whether each tag of an XML text is closed in its turn.
  private static func isWellFormed(_ text: String) throws -> Bool {
    var open: [Substring] = []
    for tag in text.matches(of: /<(\/?)([a-z-]+)[^<>]*?(\/?)>/) {
      if tag.output.1 == "/" {
        guard open.popLast() == tag.output.2 else { return false }
      } else if tag.output.3.isEmpty {
        open.append(tag.output.2)
      }
    }
    return open.isEmpty
  }

  @Test("a fingerprint stays when lines move, and differs between equal findings")
  func fingerprints() throws {
    func prints(_ text: String) -> [String] {
      let sheet = Sheet(text)
      let findings = [1, 2].map { Diagnostic(.unknownName, "x", at: sheet.place("bad", $0)) }
      return DiagnosticReport(findings, sources: sheet.sources).diagnostics.map(\.fingerprint)
    }
    let before = prints("start -> bad\nthen -> bad\n")
    #expect(before == prints("\n\n  start ->   bad\n// more\nthen -> bad\n"))
    #expect(Set(before).count == 2)
    #expect(Set(prints("a bad\na bad\n")).count == 2)
    #expect(prints("start -> bad\nthen -> bad\n")[0] != prints("start -> bad x\nthen -> bad\n")[0])
  }
}
