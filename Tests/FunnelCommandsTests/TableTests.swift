import Foundation
import Testing

@Suite("A funnel's tables, from the command line")
struct TableTests {
  static let funnel = """
    funnel f {
      data { email: email  size: integer }
      enrich from "companies.csv" by domain = domain(email) { size }
      start -> d
      decision d { when size > 5 -> converted  otherwise -> lost }
    }
    """

  let folder: TemporaryFolder
  let leads: String

  init() throws {
    folder = try TemporaryFolder()
    leads = try folder.write(#"{"id":1,"email":"a@x.example"}"#.utf8, to: "leads.ndjson")
  }

  private func check(_ table: String?, _ text: String = funnel, _ arguments: String...) throws -> CommandProcess {
    let funnel = try folder.write(text.utf8, to: "f.funnel")
    if let table { try folder.write(table.utf8, to: "companies.csv") }
    return try CommandProcess(["check", funnel, "--format", "concise"] + arguments)
  }

  @Test("the table beside the funnel is read, and the summary names its bytes")
  func summary() throws {
    let funnel = try folder.write(Self.funnel.utf8, to: "f.funnel")
    try folder.write("domain,size\nx.example,6\n,7\n".utf8, to: "companies.csv")
    let run = try CommandProcess(
      "run", funnel, "--leads", leads, "--start", "2026-03-02T10:00:00Z", "--json-summary")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains(#""status":"converted""#))
    #expect(run.errors.contains(#""tables":[{"file":"companies.csv","sha256":""#))
    #expect(run.errors.contains(#""rows":1,"rowsWithoutKey":1,"bytes":"#))
    let text = try CommandProcess("run", funnel, "--leads", leads, "--start", "2026-03-02T10:00:00Z")
    #expect(text.errors.contains("companies.csv: 1 row, 1 row without a key, never found"), "\(text.errors)")
  }

  @Test("a compiled funnel reads the table beside itself")
  func compiled() throws {
    let funnel = try folder.write(Self.funnel.utf8, to: "f.funnel")
    try folder.write("domain,size\nx.example,6\n".utf8, to: "companies.csv")
    let program = folder.path + "/f.json"
    #expect(try CommandProcess("build", funnel, "-o", program).status == 0)
    let run = try CommandProcess("run", program, "--leads", leads, "--start", "2026-03-02T10:00:00Z")
    #expect(run.output.contains(#""status":"converted""#), "\(run.errors)")
  }

  @Test("a table is never written over")
  func output() throws {
    let funnel = try folder.write(Self.funnel.utf8, to: "f.funnel")
    let table = try folder.write("domain,size\nx.example,6\n".utf8, to: "companies.csv")
    let run = try CommandProcess(
      "run", funnel, "--leads", leads, "--start", "2026-03-02T10:00:00Z", "-o", table)
    #expect(run.status == 2)
  }

  @Test(
    "a table that can't be used is told with its line",
    arguments: [
      (nil, "there is no table"), ("", "the table is empty"),
      ("name,size\nx,1\n", "the table has no column"),
      ("domain,size\nx,1\nx,2\n", "line 3: this row has the same key as line 2"),
      ("domain,size\nx,1,2\n", "line 2: this row has 3 cells"), ("domain,size\nx,\"1\n", "never closed"),
    ])
  func unusable(table: String?, message: String) throws {
    let check = try check(table)
    #expect(check.status == 1)
    #expect(check.errors.contains("unusable-table"), "\(check.errors)")
    #expect(check.errors.contains(message), "\(check.errors)")
  }

  @Test("a table outside of the root is refused, whether or not it exists")
  func outside() throws {
    for path in ["../companies.csv", "/etc/companies.csv", "x/../../y.csv"] {
      let check = try check("domain,size\n", Self.funnel.replacing("companies.csv", with: path))
      #expect(check.status == 1)
      #expect(check.errors.contains("is outside of the folder"), "\(check.errors)")
    }
    let wide = try check(
      "domain,size\n", Self.funnel.replacing("companies.csv", with: "../companies.csv"), "--root", "/")
    #expect(wide.errors.contains("there is no table"), "\(wide.errors)")
  }

  @Test("under --strict a cell that does not fit ends with status 1")
  func strict() throws {
    let funnel = try folder.write(Self.funnel.utf8, to: "f.funnel")
    try folder.write("domain,size\nx.example,many\n".utf8, to: "companies.csv")
    let arguments = ["run", funnel, "--leads", leads, "--start", "2026-03-02T10:00:00Z"]
    let run = try CommandProcess(arguments)
    #expect(run.status == 0)
    #expect(run.errors.contains(#"size: "many" is not a whole number"#), "\(run.errors)")
    #expect(try CommandProcess(arguments + ["--strict"]).status == 1)
  }
}
