import Testing

@testable import FunnelSyntax

@Suite("Paths in quotes")
struct JSONPathParserTests {
  @Test("keys, indices, one filter and one wildcard become steps")
  func steps() throws {
    let path = try JSONPathParser.parse("$.fields[?@.code=='PHONE'].values[0]['a b'][*][-1]")
    #expect(
      path == [
        .key("fields"), .firstWhere(key: ["code"], equals: "PHONE", isText: true), .key("values"), .index(0),
        .key("a b"), .each, .index(-1),
      ])
  }

  @Test("the older way of writing a filter, and values that aren't text, are read too")
  func filters() throws {
    #expect(
      try JSONPathParser.parse("$[?(@.type.id == 12.5e3)]") == [
        .firstWhere(key: ["type", "id"], equals: "12.5e3", isText: false)
      ])
    #expect(try JSONPathParser.parse("$[?@['x']==true]") == [.firstWhere(key: ["x"], equals: "true", isText: false)])
  }

  @Test(
    "whatever else is no path",
    arguments: [
      "", "a", "$.", "$..a", "$[", "$[01]", "$[-0]", "$[?@==1]", "$[?@.a==b]", "$[?@.a=='x", "$[?@.a<1]", "$[*][*]",
      "$[?@.a==1][?@.b==2]", "$.a b", "$['a", "$['a\\q']", "$[1:2]", "$[99999999999999999999]", "$[?@.a==01]",
      "$[?@.a==1.]", "$.0a", "$[?(@.a==1]",
    ])
  func refused(text: String) {
    #expect(throws: JSONPathParser.Problem.self) { try JSONPathParser.parse(text) }
  }
}
