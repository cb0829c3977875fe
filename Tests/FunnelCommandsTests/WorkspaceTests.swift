import Foundation
import Testing

@Suite("Several funnels from the command line")
struct WorkspaceTests {
  static let sales = """
    funnel sales "Sales" {
      source web ref "W"
      feed leads { time from at  source from ref }
      data { size: integer }
      start -> talk
      stage talk { activity call by lead  on completed { start onboarding }  then -> converted }
      test "who talked goes on" { given { size: 3 } complete call expect converted }
    }
    """
  static let onboarding = """
    funnel onboarding "Onboarding" {
      data { size: integer }
      start -> sort
      decision sort { when size > 2 -> guided  otherwise -> lost "too small" }
      stage guided { activity visit by manager  then -> converted }
      test "the small are lost" { given { size: 2 } expect lost "too small" }
    }
    """
  static let leads = """
    {"id":1,"at":"2026-11-02T09:00:00Z","ref":"W","size":5}
    {"id":2,"at":"2026-11-02T09:00:00Z","ref":"W","size":1}
    {"id":3,"at":"2026-11-02T09:00:00Z","ref":"X"}
    {"type":"activity.completed","lead":1,"time":"2026-11-03T09:00:00Z","activity":"call"}
    {"type":"activity.completed","lead":2,"time":"2026-11-03T09:00:00Z","activity":"call"}

    """

  let folder: TemporaryFolder
  let all: String
  let leads: String

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.sales.utf8, to: "sales.funnel")
    try folder.write(Self.onboarding.utf8, to: "onboarding.funnel")
    all = try folder.write("import \"sales.funnel\"\nimport \"onboarding.funnel\"\n".utf8, to: "all.funnel")
    leads = try folder.write(Self.leads.utf8, to: "leads.ndjson")
  }

  @Test("a file that imports funnels runs them together, as source or compiled")
  func run() throws {
    let source = try CommandProcess("run", all, "--leads", leads)
    #expect(source.status == 0)
    let ids = source.output.split(separator: "\n").compactMap { $0.firstMatch(of: /"journey":"([^"]+)"/)?.1 }
    #expect(ids == ["1/sales/1", "2/sales/1", "1/onboarding/1", "2/onboarding/1"])
    #expect(source.errors.contains("Sales, version 1\nOnboarding, version 1\n"))
    #expect(source.errors.contains("\n\nOnboarding, version 1\njourneys"))
    let built = folder.path + "/all.json"
    let build = try CommandProcess("build", all, "-o", built)
    #expect(build.status == 0 && build.output.hasPrefix("sha256:"))
    let compiled = try CommandProcess("run", built, "--leads", leads, "--json-summary")
    #expect(compiled.output == source.output)
    let summary = try #require(JSONSerialization.jsonObject(with: Data(compiled.errors.utf8)) as? [String: Any])
    #expect(summary["leads"] as? Int == 2 && summary["journeys"] as? Int == 4)
    let funnels = try #require(summary["funnels"] as? [[String: Any]])
    #expect(funnels.map { $0["funnel"] as? String } == ["sales", "onboarding"])
    #expect(funnels.map { $0["statuses"] as? [String: Int] } == [["converted": 2], ["in_progress": 1, "lost": 1]])
    #expect(
      try CommandProcess("build", built, "--emit", "text").output.contains("\n\nfunnel onboarding \"Onboarding\"\n"))
  }

  @Test("the tests of all funnels run, and in a folder each runs once")
  func tests() throws {
    for operand in [all, folder.path] {
      let process = try CommandProcess("test", operand)
      #expect(
        process.output == """
          \(all)
            ok    sales: who talked goes on
            ok    onboarding: the small are lost

          2 tests, 2 passed, 0 failed

          """)
      #expect(process.status == 0)
    }
  }

  @Test("there may be fewer funnels or more than usual")
  func limit() throws {
    let few = try CommandProcess("check", all, "--max-funnels", "1", "--format", "concise")
    #expect(few.status == 1 && few.errors.contains("error[limit-exceeded]: there are at most 1 funnels together"))
    let many = (0..<60).map { "funnel f\($0) { start -> converted }" }.joined(separator: "\n")
    let file = try folder.write(many.utf8, to: "many.funnel")
    #expect(try CommandProcess("check", file).status == 1)
    #expect(try CommandProcess("check", file, "--max-funnels", "60", "--ignore", "unreached-funnel").status == 0)
  }

  @Test("a funnel by itself does not know the one that it starts")
  func alone() throws {
    let alone = try CommandProcess("check", folder.path + "/sales.funnel", "--format", "concise")
    #expect(alone.status == 1 && alone.errors.contains("error[unknown-name]: there is no funnel named \"onboarding\""))
  }

  @Test("before a run, it is said where leads would have no time")
  func noTime() throws {
    let file = try folder.write("funnel f { feed leads { lead from no } start -> converted }".utf8, to: "f.funnel")
    let feed = try folder.write("{\"no\":1}\n".utf8, to: "f.ndjson")
    let without = try CommandProcess("run", file, "--leads", feed)
    #expect(without.status == 2 && without.output.isEmpty)
    #expect(without.errors.hasPrefix("error: \"feed leads\" does not say where a lead's time stands"))
    #expect(try CommandProcess("run", file, "--leads", feed, "--start", "2026-11-02").status == 0)
  }
}
