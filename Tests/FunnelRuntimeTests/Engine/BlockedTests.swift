import FunnelIR
import FunnelRuntime
import Testing

@Suite("Journeys that cannot go on, and hands that move them")
struct BlockedTests {
  private var funnel: SmallFunnel {
    var funnel = SmallFunnel()
    funnel.points = [.init(name: "n"), .init(name: "m")]
    funnel.start = "size"
    funnel.decisions = [.init(name: "size", branches: [(.less("n", 10), "small"), (.less("m", 5), "large")])]
    funnel.stages = [
      .init(name: "small", activities: [.init(name: "a")], then: "converted"),
      .init(name: "large", activities: [.init(name: "b")], then: "size"),
    ]
    return funnel
  }

  @Test("a decision that nothing matches blocks the journey there; data may open it")
  func decision() throws {
    let blocked = try SmallRun(funnel, [lead("a", #""n":50"#)]).only()
    #expect(blocked.status == "blocked")
    #expect(blocked.stage == nil)
    #expect(blocked.path.isEmpty)
    #expect(blocked.reason == #"no branch of decision "size" is known to be true"#)
    let update = { (data: String) in event("lead.updated", day: 2, #""data":{\#(data)}"#) }
    #expect(try SmallRun(funnel, [lead("a", #""n":50"#), update(#""n":60"#)]).only().status == "blocked")
    let open = try SmallRun(funnel, [lead("a", #""n":50"#), update(#""n":6"#)]).only()
    #expect(open.status == "in_progress")
    #expect(open.path == ["size.small"])
    #expect(open.reason == nil)
  }

  @Test("a branch is taken only when it is known to be true, in order, and its label is remembered")
  func firstMatch() throws {
    #expect(try SmallRun(funnel, [lead("a", #""n":5,"m":1"#)]).only().path == ["size.small"])
    #expect(try SmallRun(funnel, [lead("a", #""m":1"#)]).only().path == ["size.large"])
    let twice = try SmallRun(
      funnel,
      [lead("a", #""m":1"#), event("activity.completed", "b", day: 2), event("activity.completed", "b", day: 3)]
    ).only()
    #expect(twice.path == ["size.large", "size.large", "size.large"])
  }

  @Test("while a journey is blocked the funnel's exits, withdrawal, moving and cancelling still work")
  func whileBlocked() throws {
    var funnel = funnel
    funnel.exits = [(.equal("m", 9), "exit")]
    funnel.withdrawals = [.init(target: "withdrawn")]
    let blocked = lead("a", #""n":50"#)
    #expect(try SmallRun(funnel, [blocked, event("lead.updated", day: 2, #""data":{"m":9}"#)]).only().reason == "exit")
    #expect(try SmallRun(funnel, [blocked, event("lead.withdrawn", day: 2)]).only().reason == "withdrawn")
    let moved = try SmallRun(funnel, [blocked, event("journey.moved", day: 2, #""target":"large""#)]).only()
    #expect(moved.stage == "large")
    #expect(moved.status == "in_progress")
    let cancelled = try SmallRun(funnel, [blocked, event("journey.cancelled", day: 2)]).only()
    #expect(cancelled.status == "cancelled")
    #expect(cancelled.end == nil)
    #expect(cancelled.ended == moment(2))
  }

  @Test("a journey is moved to a stage, a decision or an end by its name")
  func moving() throws {
    let move = { (target: String) in event("journey.moved", day: 2, #""target":"\#(target)""#) }
    let start = lead("a", #""n":5"#)
    #expect(try SmallRun(funnel, [start, move("large")]).only().way == ["small moved", "large -"])
    #expect(try SmallRun(funnel, [start, move("size")]).only().path == ["size.small", "size.small"])
    let converted = try SmallRun(funnel, [start, move("converted")]).only()
    #expect(converted.end == "converted")
    #expect(converted.way == ["small moved"])
    #expect(try SmallRun(funnel, [start, move("nowhere")]).refusals.map(\.reason) == [.unknownTarget])
  }

  @Test("withdrawing: the stage's answer, then the funnel's; without one the event is ignored")
  func withdrawal() throws {
    var funnel = funnel
    let lines = [lead("a", #""n":5"#), event("lead.withdrawn", day: 2)]
    #expect(try SmallRun(funnel, lines).only().counts == .init(ignored: 1))
    funnel.withdrawals = [.init(when: .equal("n", 6), target: "six"), .init(target: "funnel")]
    let lost = try SmallRun(funnel, lines).only()
    #expect(lost.reason == "funnel")
    #expect(lost.way == ["small withdrawn"])
    funnel.stages[0].withdrawals = [.init(target: "stage")]
    #expect(try SmallRun(funnel, lines).only().reason == "stage")
  }

  @Test("a journey that goes round within one instant is stopped, and says which loop")
  func runaway() throws {
    var funnel = SmallFunnel()
    funnel.points = [.init(name: "n")]
    funnel.start = "ping"
    funnel.stages = [
      .init(name: "ping", then: "which"), .init(name: "pong", then: "ping"),
      .init(name: "calm", activities: [.init(name: "a")]),
    ]
    funnel.decisions = [.init(name: "which", branches: [(.equal("n", 1), "calm"), (nil, "pong")])]
    let run = try SmallRun(funnel, [lead()])
    let journey = try run.only()
    #expect(journey.status == "blocked")
    #expect(
      journey.reason
        == "the journey took 1000 steps within one instant: it goes round which -> pong -> ping -> which")
    #expect(run.records.last?.record == "incident")
    let mended = try SmallRun(funnel, [lead(), event("lead.updated", day: 2, #""data":{"n":1}"#)]).only()
    #expect(mended.stage == "calm")
    #expect(mended.status == "in_progress")
  }

  @Test("a journal that stages fill by turns says which they are")
  func slowLoop() throws {
    var funnel = SmallFunnel()
    funnel.start = "tick"
    funnel.stages = [
      .init(name: "tick", activities: [.init(name: "a")], limit: (.hours(1), "tock")),
      .init(name: "tock", activities: [.init(name: "b")], limit: (.hours(1), "tick")),
    ]
    let journey = try SmallRun(funnel, [lead()]) {
      $0.until = 2_000_000_000_000_000
      $0.keepsJournal = false
    }.only()
    #expect(journey.status == "blocked")
    let ways = ["tick -> tock -> tick", "tock -> tick -> tock"].map {
      "the journey made 50000 records, which no journey needs: it goes round \($0)"
    }
    #expect(ways.contains(journey.reason ?? ""))
  }

  @Test("a journal beyond all bounds stops its journey for good")
  func endlessJournal() throws {
    var funnel = SmallFunnel()
    funnel.start = "work"
    funnel.stages = [.init(name: "work", activities: [.init(name: "a", remind: (.hours(1), 1_000_000))])]
    let until: Int64 = 2_000_000_000_000_000
    let run = try SmallRun(funnel, [lead(), event("lead.updated", day: 2)]) {
      $0.until = until
      $0.keepsJournal = false
    }
    let journey = try run.only()
    #expect(journey.status == "blocked")
    #expect(
      journey.reason
        == "the journey made 50000 records, which no journey needs: it goes round \"remind\" of activity \"a\" in stage \"work\""
    )
  }
}
