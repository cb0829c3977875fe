import FunnelIR
import Testing

@testable import FunnelRuntime

@Suite("A run over a feed")
struct RunTests {
  private var funnel: SmallFunnel {
    var funnel = SmallFunnel()
    funnel.points = [.init(name: "n"), .init(name: "m")]
    funnel.scores = [(name: "fit", award: 40, when: .less("n", 10))]
    funnel.start = "size"
    funnel.decisions = [
      .init(name: "size", branches: [(.scoreAtLeast("fit", 40), "work"), (.equal("m", 1), "work"), (nil, "lost case")])
    ]
    funnel.stages = [
      .init(name: "work", activities: [.init(name: "a", due: .days(1))], limit: (.days(5), "limit"), then: "converted")
    ]
    return funnel
  }

  @Test("a journey is one line with its fields in a fixed order")
  func line() throws {
    let run = try SmallRun(funnel, [lead("a", #""n":5,"m":null"#), event("activity.completed", "a", day: 2)])
    #expect(
      run.output == """
        {"schemaVersion":1,"journey":"a/small/1","lead":"a","funnel":"small","version":1,"status":"converted","stage":null,\
        "path":["size.work"],"activities":[{"name":"a","status":"completed","assignee":"lead","due":"2026-01-02T00:00:00Z",\
        "attempts":1}],"history":[{"stage":"work","entered":"2026-01-01T00:00:00Z","left":"2026-01-02T00:00:00Z",\
        "how":"completed"}],"end":"converted","counts":{"done":1,"failed":0,"ignored":0,"late":0,"duplicates":0,\
        "out_of_order":0},"scores":{"fit":40},"data":{"n":5,"m":null},"started":"2026-01-01T00:00:00Z",\
        "ended":"2026-01-02T00:00:00Z","reason":null}

        """)
  }

  @Test("the journal tells of a decision what each branch was, and what was read")
  func decisionRecord() throws {
    let run = try SmallRun(funnel, [lead("7", #""n":50"#)])
    #expect(
      run.journal.split(separator: "\n")[2] == """
        {"schemaVersion":1,"journey":"7/small/1","time":"2026-01-01T00:00:00Z","record":"decision","decision":"size",\
        "label":"lost case","branches":[{"label":"work","target":"work","is":"false"},\
        {"label":"work","target":"work","is":"unknown"},{"label":"lost case","target":"lost","is":"true"}],\
        "read":[{"score":"fit","value":0,"low":0,"high":0},{"point":"m","value":null}]}
        """)
    #expect(run.records.map(\.record) == ["registered", "data", "decision", "ended"])
  }

  @Test("a number as a lead's id comes out as it came in")
  func numericID() throws {
    let run = try SmallRun(funnel, [#"{"id":123456789012345678901,"time":"2026-01-01"}"#])
    #expect(run.output.contains(#""journey":"123456789012345678901/small/1","lead":123456789012345678901,"#))
  }

  @Test("journeys come out in order of registration, however their events lie between each other")
  func interleaving() throws {
    let leads = (0..<40).map { number in
      [lead("l\(number)", day: 1, #""n":\#(number % 12)"#)]
        + (2..<9).map { day in
          event(
            ["activity.completed", "activity.failed", "activity.started"][(number + day) % 3], "a", lead: "l\(number)",
            day: day)
        }
    }
    let inOrder = try SmallRun(funnel, leads.flatMap { $0 })
    #expect(inOrder.journeys.map(\.journey) == (0..<40).map { "l\($0)/small/1" })
    for seed in 0..<20 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var rest = leads.map { $0[...] }
      var lines: [String] = []
      while !rest.isEmpty {
        let index = Int.random(in: rest.indices, using: &random)
        if let line = rest[index].popFirst() { lines.append(line) } else { rest.remove(at: index) }
      }
      let mixed = try SmallRun(funnel, lines)
      let sorted = { (run: SmallRun) in run.output.split(separator: "\n").sorted() }
      #expect(sorted(mixed) == sorted(inOrder), "seed \(seed)")
    }
  }

  @Test("the same run gives the same bytes")
  func determinism() throws {
    let lines = (0..<50).map { lead("l\($0)", #""n":\#($0)"#) }
    let first = try SmallRun(funnel, lines)
    let second = try SmallRun(funnel, lines)
    #expect(first.output == second.output)
    #expect(first.journal == second.journal)
  }

  @Test("under duplicates unchecked nothing is kept of a journey that cannot change any more")
  func unchecked() throws {
    var funnel = funnel
    funnel.duplicates = .unchecked
    let run = try SmallRun(funnel, [lead("a", #""n":50"#), lead("a", #""n":5"#), lead("a", #""n":60"#)])
    #expect(run.journeys.map(\.status) == ["lost", "in_progress", "lost"])
    #expect(run.journeys.allSatisfy { $0.journey == "a/small/1" })

    let program = funnel.program()
    var settings = RunSettings(digest: { _ in [] })
    func keptAfterLeads(n: Int) throws -> (kept: Int, lines: Int) {
      var run = FunnelRun(LoadedWorkspace(try VerifiedProgram(program)), settings)
      var reader = FeedReader(
        MemorySource((0..<9).map { lead("l\($0)", #""n":\#(n)"#) }.joined(separator: "\n")), plan: program.feed,
        choices: program.choices, zone: program.zone)
      var event = IncomingEvent()
      while case .event(let line, _) = try reader.next(into: &event) { _ = run.handle(event, line: line) }
      return (run.kept.count, run.journeys.bytes.count { $0 == UInt8(ascii: "\n") })
    }
    #expect(try keptAfterLeads(n: 50) == (kept: 0, lines: 9))
    // A timer may still change these, unless the run's end is known.
    #expect(try keptAfterLeads(n: 5) == (kept: 9, lines: 0))
    settings.until = 1_769_000_000_000_000
    #expect(try keptAfterLeads(n: 5) == (kept: 0, lines: 9))
  }

  @Test("the summary counts journeys, activities and rejects")
  func summary() throws {
    let run = try SmallRun(
      funnel,
      [
        lead("a", #""n":5"#), lead("b", #""n":5"#), lead("c", #""n":50"#), event("activity.completed", "a", day: 2), "",
        event("clock", lead: "x"),
      ])
    #expect(run.summary.journeys == 3)
    #expect(
      run.summary.funnels[0].statusCounts.map { "\($0.status) \($0.count)" } == [
        "inProgress 1", "converted 1", "lost 1",
      ])
    #expect(
      run.summary.funnels[0].endCounts(funnel.program()).map { "\($0.end) \($0.count)" } == ["lost 1", "converted 1"])
    #expect(run.summary.funnels[0].activityCounts.map { "\($0.state) \($0.count)" } == ["open 1", "completed 1"])
    #expect(run.summary.rejectReasons.map(\.reason) == [.unknownLead])
    #expect(run.summary.endClock == 1_767_312_000_000_000)
  }

  @Test("a journey's texts are kept in bounded room however often they change")
  func heap() throws {
    var funnel = SmallFunnel()
    funnel.points = [.init(name: "t", type: ValueType(.text)), .init(name: "u", type: ValueType(.text))]
    funnel.start = "work"
    funnel.stages = [.init(name: "work", activities: [.init(name: "a")])]
    let program = funnel.program()
    var run = FunnelRun(LoadedWorkspace(try VerifiedProgram(program)), RunSettings(digest: { _ in [] }))
    let updates = (0..<3000).map {
      event("lead.updated", day: 2, #""data":{"t":"\#(String(repeating: "x", count: $0 % 50))","u":"stays"}"#)
    }
    var reader = FeedReader(
      MemorySource(([lead("a", #""owner":"anna""#)] + updates).joined(separator: "\n")), plan: program.feed,
      choices: [], zone: .utc)
    var next = IncomingEvent()
    while case .event(let line, _) = try reader.next(into: &next) { _ = run.handle(next, line: line) }
    #expect(run.kept[0].heap.count < 4096)
    while run.finishNext() {}
    let line = String(decoding: run.journeys.bytes, as: UTF8.self)
    #expect(line.contains(#""data":{"t":"\#(String(repeating: "x", count: 49))","u":"stays"}"#))
  }
}
