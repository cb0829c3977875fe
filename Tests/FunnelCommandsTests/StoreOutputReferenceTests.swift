import FunnelCompiler
import Testing

/// What the reference says of the JSON that is told of a store is held against what is written.
@Suite("The reference of what is told of a store")
struct StoreOutputReferenceTests {
  /// The fields that a part of the reference lists, in its order.
  private static func fields(_ part: String) -> [String] {
    let lines = Repository.text("Grammar/OUTPUT.md").split(separator: "\n")
    let start = lines.firstIndex { $0.hasPrefix("## \(part) ") } ?? lines.endIndex
    return lines[start...].dropFirst().prefix { !$0.hasPrefix("#") }.filter { $0.hasPrefix("| `") }
      .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
  }

  /// The fields of a document, each once, in the order in which they come; the keys of what a funnel declares are none.
  private static func fields(of node: JSONNode, _ path: String, into found: inout [String]) {
    if let elements = node.elements {
      for element in elements { fields(of: element, path, into: &found) }
    }
    guard let members = node.members,
      !["data", "scores.", "statuses", "counts", "read"].contains(where: { path.hasSuffix($0) })
    else { return }
    for member in members {
      let own = path.isEmpty ? member.key : "\(path).\(member.key)"
      if !found.contains(own) { found.append(own) }
      // Scores stand in a journey by their names, and in a report one by one.
      if own == "journeys.scores" { continue }
      fields(of: member.node, own, into: &found)
    }
  }

  private static func fields(_ texts: [String]) throws -> Set<String> {
    var found: [String] = []
    for text in texts { fields(of: try JSONNode.parse(Array(text.utf8)), "", into: &found) }
    return Set(found)
  }

  @Test("each field is in the reference, and each of the reference in some document")
  func documents() throws {
    let store = try StoreViewTests()
    let leads = ["a, \"b\"", "L2", "L3", "L4", "L5", "6"]
    let rows = try store.answer("list", "--format", "json").split(separator: "\n").map(String.init)
    #expect(try Self.fields(rows) == Set(Self.fields("List")))
    #expect(try Self.fields(leads.map { try store.answer("show", $0, "--json") }) == Set(Self.fields("Show")))
    #expect(try Self.fields(leads.map { try store.answer("why", $0, "--json") }) == Set(Self.fields("Why")))
    #expect(try Self.fields([store.answer("report", "--json")]) == Set(Self.fields("Report")))
    // The order is that of the reference.
    var first: [String] = []
    Self.fields(of: try JSONNode.parse(Array(rows[0].utf8)), "", into: &first)
    #expect(first == Self.fields("List"))
    var show: [String] = []
    Self.fields(of: try JSONNode.parse(Array(try store.answer("show", leads[0], "--json").utf8)), "", into: &show)
    #expect(show == Self.fields("Show"))
    let csv = try store.answer("list", "--format", "csv")
    #expect(
      csv.prefix { $0 != "\r\n" }.split(separator: ",").map(String.init) == Array(Self.fields("List").dropFirst()))
  }
}
