import FunnelDiagnostics
import Testing

@Suite("What somebody probably meant")
struct SuggestionTests {
  let names = ["email", "employees", "country", "industry", "revenue", "id"]

  @Test(
    "the nearest name",
    arguments: [
      ("emial", "email"), ("Email", "email"), ("EMPLOYEES", "employees"), ("employes", "employees"),
      ("contry", "country"), ("coutnry", "country"), ("revenu", "revenue"), ("idd", "id"), ("indusstry", "industry"),
    ])
  func nearest(typed: String, meant: String) {
    #expect(Suggestion.nearest(to: typed, among: names) == meant)
  }

  @Test(
    "nothing where nothing is near", arguments: ["phone", "x", "", "zz", "sector", String(repeating: "e", count: 999)])
  func farAway(typed: String) {
    #expect(Suggestion.nearest(to: typed, among: names) == nil)
  }

  @Test("the first of equally near names, and never the name itself")
  func ties() {
    #expect(Suggestion.nearest(to: "tag", among: ["tags", "tag1", "tag2"]) == "tags")
    #expect(Suggestion.nearest(to: "tags", among: ["tags"]) == nil)
    #expect(Suggestion.nearest(to: "no_show", among: ["no_shop", "no-show"]) == "no-show")
  }

  @Test("a name that differs only in case wins over one that is one letter away")
  func caseFirst() {
    #expect(Suggestion.nearest(to: "de", among: ["dk", "DE"]) == "DE")
  }
}
