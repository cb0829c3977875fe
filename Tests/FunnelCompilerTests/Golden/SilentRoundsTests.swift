import Testing

/// Funnels that start one another again and again as time passes, with nobody saying anything.
@Suite("Journeys that begin one from the other as time passes")
struct SilentRoundsTests {
  private func run(_ events: [String]) throws -> [String] {
    let funnels = try TestRun.compile(
      """
      funnel again {
        feed leads { time from at }
        data { n: integer }
        start -> rest
        stage rest {
          limit 1 hour -> converted
          complete when false
          on exit { start again }
        }
      }
      """)
    let feed = [#"{"id":"a","at":"2026-01-01T00:00:00Z"}"#] + events
    let run = try TestRun(funnels, leads: Array(feed.map { $0 + "\n" }.joined().utf8))
    return run.journeys.split(separator: "\n").map(String.init)
  }

  private func clock(_ time: String) -> String { #"{"type":"clock","lead":"a","time":"\#(time)"}"# }

  @Test("stop after a thousand, and say why")
  func silence() throws {
    let journeys = try run([clock("2090-01-01T00:00:00Z")])
    #expect(journeys.count == 1_002)
    #expect(journeys[1_000].contains(#""status":"converted""#))
    let last = try #require(journeys.last)
    #expect(last.contains(#""status":"blocked""#))
    #expect(
      last.contains("the funnel is started without end: 1000 journeys began in it while nothing was heard of the lead"))
  }

  @Test("go on as long as something is heard of the lead")
  func events() throws {
    let update = #"{"type":"lead.updated","lead":"a","time":"2026-01-31T00:30:00Z","data":{"n":1}}"#
    let journeys = try run([update, clock("2026-03-02T00:30:00Z")])
    #expect(journeys.count == 1 + 30 * 24 * 2)
    #expect(!journeys.contains { $0.contains("blocked") })
  }
}
