import Foundation
import Testing

/// Why a lead is where it is.
@Suite("Asking why a lead is where it is")
struct WhyTests {
  let store: StoreViewTests

  init() throws { store = try StoreViewTests() }

  @Test(
    "what happened, each branch with its parts, and what would have led elsewhere",
    arguments: ["a, \"b\"", "L2", "L3", "L4", "L5", "6"])
  func goldens(lead: String) throws {
    let name = lead.filter(\.isLetter) + lead.filter(\.isNumber)
    let text = try store.answer("why", lead)
    try StoreViewTests.expectGolden(text, "why-\(name).txt")
    #expect(!text.contains("@example.com"))
    // One screen.
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 45)
    try StoreViewTests.expectGolden(try store.answer("why", lead, "--json"), "why-\(name).json")
  }

  /// A change of one point that "why" tells, tried for real: the same feed with that one value lands where it said.
  @Test(
    "a change that is told leads where it says when the feed is run with it",
    arguments: ["a, \"b\"", "L2", "L3", "L4", "6"])
  func counterfactual(lead: String) throws {
    let answer = try JSONSerialization.jsonObject(
      with: Data(try store.answer("why", lead, "--json", "--show-personal").utf8))
    let looks = try #require((answer as? [String: Any])?["alternatives"] as? [[String: Any]])
    let changes = try #require(looks.last?["changes"] as? [[String: Any]])
    #expect(!changes.isEmpty)
    for change in changes.prefix(3) {
      let point = try #require(change["point"] as? String)
      let lines = StoreViewTests.lines.map { line -> String in
        guard var object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any],
          object["id"].map({ "\($0)" }) == lead, object["type"] == nil
        else { return line }
        object[point] = change["after"]
        let data = try? JSONSerialization.data(withJSONObject: object)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? line
      }
      try store.folder.write(lines.prefix(6).map { $0 + "\n" }.joined().utf8, to: "changed.ndjson")
      let process = try CommandProcess(
        ["run", "welcome.funnel", "--leads", "changed.ndjson", "-o", "changed.out", "--until", "2026-03-01T14:00:00Z"],
        in: store.folder.path)
      #expect(process.status == 0, "\(process.errors)")
      let journeys = try String(contentsOfFile: store.folder.path + "/changed.out", encoding: .utf8).split(
        separator: "\n")
      let journey = try #require(
        journeys.compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
          .first { $0["lead"].map { "\($0)" } == lead })
      let told = try #require(change["leadsTo"] as? String)
      let place = journey["stage"] as? String ?? journey["end"] as? String ?? journey["status"] as? String ?? "?"
      #expect(told.contains(place) || told.contains(journey["reason"] as? String ?? "?"), "\(told), but \(journey)")
    }
  }

  @Test("whatever is written later in the store, the past is told by its records")
  func records() throws {
    let text = try store.answer("why", "L4", "--all")
    #expect(text.contains("country: FR"))
    // The decision was asked before the country was known, and is told as it was then.
    let decision = try #require(text.firstRange(of: "decision \"size\""))
    #expect(text[decision.upperBound...].contains("country is missing"))
  }

  @Test("a lead that was erased is found, and nothing personal is told of it")
  func erased() throws {
    let erased = try store.ask("erase", "L2")
    #expect(erased.status == 0, "\(erased.errors)")
    let why = try store.answer("why", "L2", "--show-personal")
    #expect(why.contains("converted since") && why.contains("the lead was erased"))
    let show = try store.answer("show", "L2", "--show-personal")
    #expect(show.contains("converted since") && !(why + show).contains("bob@"))
    #expect(try store.answer("report", "--json").contains(#""journeys":6"#))
    #expect(try store.answer("why", "L4").contains("what would have led elsewhere"))
  }

  @Test("mistakes are told")
  func mistakes() throws {
    #expect(try store.ask("why", "L99").errors.contains("the store holds no lead \"L99\""))
    #expect(try store.ask("why", "L2", "--funnel", "welcom").errors.contains("did you mean \"welcome\"?"))
    #expect(try CommandProcess("why", "--store", store.store).errors.contains("needs LEAD"))
  }

  @Test("the README shows what its example says")
  func readme() throws {
    let path = Repository.root + "/Examples/b2b_onboarding"
    let database = store.folder.path + "/b2b.db"
    let run = try CommandProcess([
      "run", path + "/b2b_onboarding.funnel", "--leads", path + "/leads.ndjson", "--events", path + "/events.ndjson",
      "--store", database, "-o", "/dev/null",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let text = try CommandProcess("why", "B-0002", "--store", database).output
    let lines = Repository.lines("README.md")
    let start = try #require(lines.firstIndex { $0.hasPrefix("B-0002/b2b_onboarding/1, version") })
    let shown = lines[start...].prefix { $0 != "```" }
    #expect(shown.count > 15)
    for line in shown where !line.isEmpty && line != "  ..." { #expect(text.contains(line), "\(line)") }
  }
}
