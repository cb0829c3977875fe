import Foundation
import Testing

@Suite("Running the tests of funnels from the command line")
struct TestVerbTests {
  static let funnel = """
    funnel f {
      data { size: integer }
      start -> d
      decision d { when size > 5 -> converted  otherwise -> lost "small" }
      test "large is good" { given { size: 6 } expect converted }
      test "small <is> lost" { given { size: 5 } expect lost "small" }
      test "wrong on purpose" { given { size: 5 } expect converted }
    }
    """

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("results go to standard output, what failed to standard error, and the status is 1")
  func failing() throws {
    let file = try folder.write(Self.funnel.utf8, to: "f.funnel")
    let process = try CommandProcess("test", file)
    #expect(process.status == 1)
    #expect(
      process.output
        == """
        \(file)
          ok    large is good
          ok    small <is> lost
          FAIL  wrong on purpose

        3 tests, 2 passed, 1 failed

        """)
    #expect(process.errors.contains("expected the lead to be converted, and the lead is lost: \"small\""))
    #expect(process.errors.contains("d took lost (size 5)"))
  }

  @Test("a filter chooses tests by their titles, and one that chooses none is wrong usage")
  func filter() throws {
    let file = try folder.write(Self.funnel.utf8, to: "f.funnel")
    let process = try CommandProcess("test", file, "--filter", "is")
    #expect(process.status == 0)
    #expect(process.output.contains("2 tests, 2 passed, 0 failed"))
    #expect(try CommandProcess("test", file, "--filter", "nothing").status == 2)
  }

  @Test("as JSON, failures stand in the report alone")
  func json() throws {
    let file = try folder.write(Self.funnel.utf8, to: "f.funnel")
    let process = try CommandProcess("test", file, "--format", "json")
    #expect(process.status == 1)
    #expect(process.errors.isEmpty)
    let report = try JSONSerialization.jsonObject(with: Data(process.output.utf8)) as? [String: Any]
    #expect(report?["passed"] as? Int == 2)
    let tests = report?["tests"] as? [[String: Any]] ?? []
    #expect(tests.map { $0["status"] as? String } == ["passed", "passed", "failed"])
    let failures = tests.last?["failures"] as? [[String: Any]] ?? []
    #expect(failures.first?["line"] as? Int == 7)
  }

  @Test("JUnit's XML is well formed, whatever the titles")
  func junit() throws {
    let file = try folder.write(Self.funnel.utf8, to: "f.funnel")
    let target = folder.path + "/results.xml"
    #expect(try CommandProcess("test", file, "--junit", target).status == 1)
    let text = try String(contentsOfFile: target, encoding: .utf8)
    #expect(text.contains("<testsuites tests=\"3\" failures=\"1\" errors=\"0\">"))
    #expect(text.contains("name=\"small &lt;is&gt; lost\""))
    #expect(text.contains("<failure type=\"failed-expectation\""))
    #expect(try CommandProcess("test", file, "--junit", file).status == 2)
  }

  @Test("a folder stands for the funnels in it, and a broken one does not keep the others from running")
  func folders() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/sub", withIntermediateDirectories: true)
    try folder.write(Self.funnel.utf8, to: "sub/b.funnel")
    try folder.write("funnel g { start -> nowhere  test \"x\" { expect converted } }".utf8, to: "a.funnel")
    try folder.write("no funnel".utf8, to: "notes.txt")
    let process = try CommandProcess("test", folder.path)
    #expect(process.status == 1)
    #expect(process.output.contains("3 tests, 2 passed, 1 failed, 1 file not run"))
    #expect(process.errors.contains("nowhere"))
  }

  @Test("nothing to test is said, and what can't be read is status 2")
  func nothing() throws {
    #expect(try CommandProcess("test", folder.path).status == 2)
    #expect(try CommandProcess("test", folder.path + "/missing.funnel").status == 2)
    let file = try folder.write("funnel g { start -> converted }".utf8, to: "g.funnel")
    let process = try CommandProcess("test", file)
    #expect(process.status == 0)
    #expect(process.output == "0 tests, 0 passed, 0 failed\n")
  }

  @Test("a compiled funnel holds no tests, and says so")
  func compiled() throws {
    let file = try folder.write(Self.funnel.utf8, to: "f.funnel")
    let program = folder.path + "/f.json"
    #expect(try CommandProcess("build", file, "-o", program).status == 0)
    let process = try CommandProcess("test", program)
    #expect(process.status == 1)
    #expect(process.errors.contains("holds no tests"))
  }

  @Test("every example passes its own tests")
  func examples() throws {
    let process = try CommandProcess("test", "Examples")
    #expect(process.status == 0, "\(process.errors)")
    #expect(process.output.contains(" 0 failed"))
  }
}
