import Foundation
import Testing

@Suite("An effect keeps its id, so that nothing is sent twice")
struct EffectIDTests {
  private static let clauses = """
    on enter { notify lead "welcome" }
    on overdue call { task "call at last" for manager due 1 day }
    on changed n { note "n is {n}" }
    """

  /// The ids of the effects by what they are, in order.
  private func ids(clauses: String = clauses, feed: [String] = feed) throws -> [String: [String]] {
    let funnel = """
      funnel f {
        feed leads { time from at }
        data { n: integer }
        start -> talk
        stage talk { activity call by manager { due 1 day }  \(clauses)  then -> converted }
      }
      """
    let run = try TestRun(TestRun.compile(funnel), leads: Array((feed.joined(separator: "\n") + "\n").utf8))
    var ids: [String: [String]] = [:]
    for line in run.effects.split(separator: "\n") {
      let effect = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let name = "\(effect["effect"] ?? "") \(effect["text"] ?? effect["activity"] ?? "") \(effect["lead"] ?? "")"
      ids[name, default: []].append(try #require(effect["id"] as? String))
    }
    return ids
  }

  private static let feed = [
    #"{"id":"a","at":"2026-03-02T09:00:00Z"}"#,
    #"{"id":"b","at":"2026-03-02T09:00:00Z"}"#,
    #"{"type":"lead.updated","lead":"a","time":"2026-03-04T09:00:00Z","data":{"n":1}}"#,
    #"{"type":"lead.updated","lead":"b","time":"2026-03-04T09:00:00Z","data":{"n":2}}"#,
  ]

  @Test("each effect has an id of its own, the same on every run")
  func uniqueness() throws {
    let ids = try ids()
    #expect(ids.count == 8)
    #expect(Set(ids.values.flatMap(\.self)).count == ids.values.flatMap(\.self).count)
    #expect(try self.ids() == ids)
  }

  @Test("other clauses, before and behind, in whatever order, change none of them")
  func otherClauses() throws {
    let ids = try ids()
    let more = try self.ids(
      clauses:
        "on enter { note \"first\"  webhook \"https://crm.example/x\" }\n\(Self.clauses)\non exit { note \"last\" }")
    for (name, id) in ids { #expect(more[name] == id, "\(name)") }
    let turned = Self.clauses.split(separator: "\n").reversed().joined(separator: "\n")
    #expect(try self.ids(clauses: turned) == ids)
  }

  @Test("an earlier event that comes to light changes none of them")
  func earlierEvents() throws {
    let ids = try ids()
    var feed = Self.feed
    feed.insert(#"{"type":"activity.started","lead":"a","time":"2026-03-02T10:00:00Z","activity":"call"}"#, at: 2)
    feed.insert(#"{"id":"c","at":"2026-03-02T08:00:00Z"}"#, at: 0)
    let more = try self.ids(feed: feed)
    for (name, id) in ids { #expect(more[name] == id, "\(name)") }
  }

  @Test("another text is another effect, and the same words in another stage too")
  func differences() throws {
    let ids = try ids()
    let changed = try self.ids(clauses: Self.clauses.replacing("welcome", with: "good day"))
    #expect(ids["notify welcome a"] != changed["notify good day a"])
  }
}
