import Foundation
import Testing

@Suite("Checking from the command line")
struct CheckTests {
  /// A funnel with a warning that can be mended safely, one that can't, and one that is only asked when it is selected.
  static let funnel = """
    funnel f {
      data { size: integer }
      let unread = size > 5
      start -> pause
      // a pause
      stage pause { then -> deal }
      split deal by lead { 50% -> converted  50% -> lost "no" }
    }

    """

  let folder: TemporaryFolder
  let file: String

  init() throws {
    folder = try TemporaryFolder()
    file = try folder.write(Self.funnel.utf8, to: "f.funnel")
  }

  private func check(_ arguments: String...) throws -> CommandProcess {
    try CommandProcess(["check", file] + arguments)
  }

  private func rules(_ process: CommandProcess) -> [String] {
    (process.output + process.errors).matches(of: /\[([a-z-]+)\]/).map { String($0.output.1) }
  }

  @Test("presets, selected and ignored rules say what is asked")
  func selection() throws {
    #expect(try rules(check("--format", "concise")) == ["unused-formula", "empty-stage"])
    #expect(try rules(check("--format", "concise", "--preset", "correctness")).isEmpty)
    #expect(try rules(check("--format", "concise", "--ignore", "flow,F0512")).isEmpty)
    let all = try rules(check("--format", "concise", "--preset", "correctness", "--select", "missing-description"))
    #expect(all == ["missing-description", "missing-description", "missing-description"])
    let unknown = try check("--select", "emty-stage")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean \"empty-stage\"?"))
    #expect(try check("--ignore", "type-mismatch").errors.contains("is part of the language and can't be ignored"))
  }

  @Test("the level and the number of findings say when the status is 1")
  func status() throws {
    #expect(try check().status == 1)
    #expect(try check("--fail-level", "error").status == 0)
    #expect(try check("--fail-level", "never").status == 0)
    #expect(try check("--max-warnings", "2").status == 0)
    #expect(try check("--max-warnings", "1").status == 1)
    #expect(try check("--fail-level", "error", "--max-warnings", "1").status == 1)
    let information = ["--preset", "correctness", "--select", "missing-description"]
    #expect(try CommandProcess(["check", file] + information).status == 0)
    #expect(try CommandProcess(["check", file, "--fail-level", "information"] + information).status == 1)
  }

  @Test("what is in the baseline does not count, and what is new does")
  func baseline() throws {
    let list = folder.path + "/known.json"
    #expect(try check("--baseline", list, "--write-baseline").status == 0)
    #expect(try check("--baseline", list).status == 0)
    #expect(try check("--baseline", list, "--format", "json").output.contains("\"by\":\"baseline\""))
    try folder.write(Self.funnel.replacing("  data", with: "\n  let more = 1 > 2\n  data").utf8, to: "f.funnel")
    let process = try check("--baseline", list, "--format", "concise")
    #expect(process.status == 1 && rules(process) == ["unused-formula"] && process.errors.contains("\"more\""))
    #expect(try check("--write-baseline").status == 2)
    try folder.write("[]".utf8, to: "known.json")
    #expect(try check("--baseline", list).errors.contains("can't be used as a baseline"))
  }

  @Test("a safe fix is made where it is proved to change nothing, and is shown before")
  func fixes() throws {
    let shown = try check("--diff")
    #expect(shown.status == 0 && shown.output.contains("\n-  let unread = size > 5\n"))
    #expect(shown.output.contains("@@ -1,6 +1,5 @@"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == Self.funnel)
    let mended = try check("--fix", "--format", "concise")
    #expect(rules(mended) == ["empty-stage"] && mended.errors.contains("delete the formula \"unread\""))
    let expected = Self.funnel.replacing("  let unread = size > 5\n", with: "")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == expected)
    #expect(try check("--unsafe-fixes").status == 2)
    #expect(try CommandProcess("check", "-", "--fix").status == 2)
  }

  @Test("an unsafe fix is only made where it is asked for")
  func unsafeFixes() throws {
    let text = """
      funnel f {
        start -> ask
        stage ask {
          activity form by lead { kind calender }
          limit 9 days -> lost "silent"
          then -> converted
        }
      }

      """
    try folder.write(text.utf8, to: "f.funnel")
    #expect(try check("--fix").status == 1)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    #expect(try check("--fix", "--unsafe-fixes").status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text.replacing("calender", with: "calendar"))
  }

  @Test("a mistake of syntax comes through every format")
  func syntaxErrors() throws {
    try folder.write("funnel f { start = converted }".utf8, to: "f.funnel")
    for format in ["json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"] {
      let process = try check("--format", format)
      #expect(process.status == 1 && process.errors.isEmpty && process.output.contains("unexpected-token"), "\(format)")
    }
  }

  @Test("what is found in a file that two funnels import is told once")
  func sharedImport() throws {
    try folder.write("let Unread = 1 > 2\nlet a = 1 < 2\nlet b = 1 < 2\n".utf8, to: "common.funnel")
    for name in ["a", "b"] {
      let text =
        "import \"common.funnel\"\nfunnel \(name) { start -> d decision d { when \(name) -> converted as x otherwise -> converted } }"
      try folder.write(text.utf8, to: "\(name).funnel")
    }
    let paths = ["a", "b", "common"].map { "\(folder.path)/\($0).funnel" }
    let settings = ["--select", "naming", "--preset", "correctness", "--format", "jsonl"]
    let single = try paths.map { try CommandProcess(["check", $0] + settings).output.split(separator: "\n") }
    let together = try CommandProcess(["check"] + paths + settings).output.split(separator: "\n")
    #expect(!single[0].isEmpty && single[0].contains { single[1].contains($0) })
    #expect(Set(together).count == together.count && Set(together) == Set(single.joined()))
  }

  @Test("an import of which nothing is used is left out, with its line")
  func unusedImport() throws {
    try folder.write("let unread = 1 > 2\n".utf8, to: "common.funnel")
    let text =
      "// first\nimport \"common.funnel\"  // for later\nimport \"common.funnel\"\nfunnel f { start -> converted }\n"
    try folder.write(text.utf8, to: "f.funnel")
    #expect(try check("--fix").errors.contains("leave this import out"))
    let mended = try String(contentsOfFile: file, encoding: .utf8)
    #expect(!mended.contains("import") && mended.contains("funnel f { start -> converted }\n"))
    #expect(try check("--fix", "--ignore", "unused-formula").status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == mended)
  }

  @Test("a folder stands for its funnels, but for what the configuration leaves out")
  func folders() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/old/deep", withIntermediateDirectories: true)
    try folder.write("funnel g {".utf8, to: "old/deep/g.funnel")
    #expect(try CommandProcess("check", folder.path).errors.contains("g.funnel"))
    try folder.write("{\"exclude\": [\"old\"], \"preset\": \"correctness\"}".utf8, to: "funnel.json")
    #expect(try CommandProcess("check", folder.path).status == 0)
    #expect(try CommandProcess("check", folder.path + "/old/deep/g.funnel").status == 1)
  }

  @Test("the nearest configuration counts, and --show-config tells where each value comes from")
  func configuration() throws {
    let text = """
      {
        "preset": "strict",
        "levels": { "empty-stage": "error", "unused-formula": "off" },
        "limits": { "stages": 50 }
      }
      """
    try folder.write(text.utf8, to: "funnel.json")
    let process = try check("--format", "concise", "--ignore", "tests,data")
    #expect(process.errors.contains("error[empty-stage]") && rules(process) == ["empty-stage"])
    let shown = try check("--show-config", "--max-stages", "60", "--ignore", "naming")
    #expect(shown.status == 0)
    let rows = shown.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    func row(_ name: String) -> [String]? { rows.first { $0.first == name } }
    #expect(row("preset")?[1] == "strict" && row("preset")?[2].hasSuffix("funnel.json:2") == true)
    #expect(row("levels.empty-stage")?[1] == "error")
    #expect(row("levels.unused-formula")?[1] == "off")
    #expect(row("levels.naming") == ["levels.naming", "off", "--ignore"])
    #expect(row("limits.stages") == ["limits.stages", "60", "--max-stages"])
    #expect(row("limits.funnels") == ["limits.funnels", "50", "default"])
    #expect(row("limits.activities") == ["limits.activities", "12", "default"])
    #expect(try rules(check("--format", "concise", "--preset", "correctness", "--select", "unused-formula")).count == 2)
  }

  @Test(
    "what is wrong in the configuration is found, with what was meant",
    arguments: [
      ("{\"prest\": \"strict\"}", "there is no key \"prest\"", "did you mean \"preset\"?"),
      ("{\"preset\": \"strickt\"}", "\"preset\" takes one of", "did you mean \"strict\"?"),
      ("{\"levels\": {\"emty-stage\": \"off\"}}", "there is no rule \"emty-stage\"", "did you mean \"empty-stage\"?"),
      ("{\"levels\": {\"type-mismatch\": \"off\"}}", "is part of the language", "leave it out"),
      ("{\"limits\": {\"stages\": \"many\"}}", "takes a whole number", "from 4 to 100000"),
      ("{\"preset\": \"all\", \"preset\": \"all\"}", "\"preset\" stands twice", "keep one of the two"),
      ("{\"exclude\": \"old\"}", "\"exclude\" is a list of paths", ""),
      ("{\"preset\": }", "this is no JSON", ""),
      ("[]", "the file is an object in braces", ""),
    ])
  func brokenConfiguration(text: String, message: String, help: String) throws {
    try folder.write(text.utf8, to: "funnel.json")
    let process = try check()
    #expect(process.status == 2 && process.errors.contains("invalid-configuration"))
    #expect(process.errors.contains(message) && (help.isEmpty || process.errors.contains(help)), "\(process.errors)")
    #expect(!process.errors.contains("unused-formula"))
  }

  @Test("a sample of a feed is looked at")
  func feed() throws {
    let funnel = "funnel f { data { size: integer from sise  more: integer } start -> converted }"
    try folder.write(funnel.utf8, to: "f.funnel")
    let leads = try folder.write("{\"id\": 1, \"size\": 7, \"more\": \"x\"}\n".utf8, to: "leads.ndjson")
    let process = try check("--feed", leads, "--format", "concise")
    #expect(rules(process) == ["never-in-feed", "unfit-in-feed"])
    #expect(try check("--feed", leads).errors.contains("did you mean \"from size\"?"))
    let page = try folder.write("{\"items\": [{\"id\": 1, \"sise\": 7, \"more\": 1}]}".utf8, to: "leads.json")
    #expect(try check("--feed", page, "--items", "items").status == 0)
    #expect(try check("--feed", folder.path + "/none").status == 2)
  }

  @Test("explain shows a rule's page by its name or code, as JSON too, and lists all rules")
  func explain() throws {
    let page = try CommandProcess("explain", "empty-stage")
    #expect(page.status == 0 && page.output.hasPrefix("empty-stage (F0312)\n"))
    #expect(page.output.contains("Avoid:") && page.output.contains("Prefer:"))
    #expect(try CommandProcess("explain", "F0312").output == page.output)
    let json = try CommandProcess("explain", "empty-stage", "--json").output
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?["code"] as? String == "F0312" && (object?["avoid"] as? [String: Any])?["text"] is String)
    let all = try CommandProcess("explain", "--all", "--json").output
    let pages = try JSONSerialization.jsonObject(with: Data(all.utf8)) as? [[String: Any]]
    #expect((pages?.count ?? 0) > 80)
    #expect(try CommandProcess("explain", "--all").output.split(separator: "\n").count == pages?.count)
    #expect(try CommandProcess("explain", "emty-stage").errors.contains("did you mean \"empty-stage\"?"))
    #expect(try CommandProcess("explain").status == 2)
  }
}
