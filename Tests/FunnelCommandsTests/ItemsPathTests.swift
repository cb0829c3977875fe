import Testing

@testable import FunnelCommands

@Suite("The path to a document's leads")
struct ItemsPathTests {
  @Test(
    "names members",
    arguments: [
      ("$._embedded.leads", ["_embedded", "leads"]), ("_embedded.leads", ["_embedded", "leads"]), ("$", []),
      ("$['a b'].c[\"d.e\"]", ["a b", "c", "d.e"]), ("['x']", ["x"]), ("leads", ["leads"]),
    ])
  func paths(text: String, keys: [String]) {
    #expect(ItemsPath.keys(of: text) == keys)
  }

  @Test("anything else is refused", arguments: ["$.", "a..b", "$.a[0]", "$.a[*]", "$['a", "a b", "$$", ".a.", ""])
  func refused(text: String) {
    #expect(ItemsPath.keys(of: text) == nil)
  }
}
