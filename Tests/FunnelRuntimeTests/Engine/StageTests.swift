import FunnelIR
import FunnelRuntime
import Testing

@Suite("Stages: entering, leaving, being done")
struct StageTests {
  private func funnel(_ phases: [SmallFunnel.Phase], points: [String] = ["n", "m"]) -> SmallFunnel {
    var funnel = SmallFunnel()
    funnel.points = points.map { SmallFunnel.Point(name: $0) }
    funnel.start = phases[0].name
    funnel.stages = phases
    return funnel
  }

  @Test("a stage without required activities is done at once")
  func nothingToDo() throws {
    let journey = try SmallRun(
      funnel([
        .init(name: "empty", then: "work"),
        .init(name: "work", activities: [.init(name: "x", isOptional: true)], then: "converted"),
      ]),
      [lead()]
    ).only()
    #expect(journey.way == ["empty completed", "work completed"])
    #expect(journey.status(of: "x") == "cancelled")
    #expect(journey.end == "converted")
  }

  @Test("a stage is done when every required activity is completed or skipped, optional ones or not")
  func done() throws {
    let phase = SmallFunnel.Phase(
      name: "work",
      activities: [.init(name: "a"), .init(name: "b", when: .less("n", 0)), .init(name: "c", isOptional: true)],
      then: "converted")
    let journey = try SmallRun(funnel([phase]), [lead(), event("activity.completed", "a", day: 2)]).only()
    #expect(journey.activities.map(\.status) == ["completed", "skipped", "cancelled"])
    #expect(journey.ended == moment(2))
    #expect(journey.counts == .init(done: 1))
  }

  @Test("conditions of activities are asked once, on entry, and what is unknown counts as no")
  func conditionsOnce() throws {
    let phase = SmallFunnel.Phase(
      name: "work", activities: [.init(name: "a"), .init(name: "b", when: .less("n", 5))], then: "converted")
    let later = try SmallRun(
      funnel([phase]), [lead(), event("lead.updated", day: 2, #""data":{"n":1}"#)]
    ).only()
    #expect(later.status(of: "b") == "skipped")
    let before = try SmallRun(
      funnel([phase]), [lead("a", #""n":1"#), event("lead.updated", day: 2, #""data":{"n":9}"#)]
    ).only()
    #expect(before.status(of: "b") == "open")
  }

  @Test("an activity opens when all before it are completed or skipped, and stays blocked behind a failed one")
  func after() throws {
    let phase = SmallFunnel.Phase(
      name: "work",
      activities: [
        .init(name: "c", after: ["a", "b"]), .init(name: "a"), .init(name: "b", when: .less("n", 0)),
        .init(name: "d", after: ["e"]), .init(name: "e"),
      ], then: "converted")
    let journey = try SmallRun(
      funnel([phase]),
      [
        lead(), event("activity.completed", "c", day: 2), event("activity.completed", "a", day: 2),
        event("activity.failed", "e", day: 2),
      ]
    ).only()
    #expect(journey.activities.map(\.status) == ["open", "completed", "skipped", "blocked", "failed"])
    #expect(journey.counts == .init(done: 1, failed: 1, ignored: 1))
  }

  @Test("leaving a stage cancels what is open or blocked, and drops its timers")
  func leaving() throws {
    let phase = SmallFunnel.Phase(
      name: "work",
      activities: [
        .init(name: "a", due: .days(5)), .init(name: "b", after: ["a"]), .init(name: "c", isOptional: true),
      ],
      limit: (.days(9), "limit"), exits: [(.equal("n", 1), "next")])
    let run = try SmallRun(
      funnel([phase, .init(name: "next", activities: [.init(name: "z")])]),
      [lead(), event("lead.updated", day: 2, #""data":{"n":1}"#)]
    ) { $0.until = 1_769_000_000_000_000 }
    let journey = try run.only()
    #expect(journey.way == ["work exit", "next -"])
    #expect(journey.activities.map(\.status) == ["cancelled", "cancelled", "cancelled", "open"])
    #expect(run.records.allSatisfy { $0.record != "overdue" })
  }

  @Test("of several transitions the first wins: the stage's exits in order, the funnel's, then completion")
  func firstTransition() throws {
    var phase = SmallFunnel.Phase(
      name: "work", activities: [.init(name: "a", collects: ["n"])],
      exits: [(.less("n", 0), "never"), (.equal("n", 1), "first"), (.equal("n", 1), "second")], then: "converted")
    let lines = [lead(), event("activity.completed", "a", day: 2, #""data":{"n":1}"#)]
    var funnel = funnel([phase])
    funnel.exits = [(.equal("n", 1), "funnel")]
    #expect(try SmallRun(funnel, lines).only().reason == "first")
    phase.exits = []
    funnel.stages = [phase]
    #expect(try SmallRun(funnel, lines).only().reason == "funnel")
    funnel.exits = []
    #expect(try SmallRun(funnel, lines).only().end == "converted")
  }

  @Test("an exit that is true on entry leads away before any activity opens")
  func exitOnEntry() throws {
    let phase = SmallFunnel.Phase(
      name: "work", activities: [.init(name: "a")], exits: [(.equal("n", 1), "gone")], then: "converted")
    let journey = try SmallRun(funnel([phase]), [lead("a", #""n":1"#)]).only()
    #expect(journey.way == ["work exit"])
    #expect(journey.activities.isEmpty)
  }

  @Test("an exit of the funnel leads away as its condition becomes true, not for as long as it is true")
  func funnelExitOnce() throws {
    var funnel = funnel([
      .init(name: "work", activities: [.init(name: "a")]), .init(name: "vip", activities: [.init(name: "b")]),
    ])
    funnel.exits = [(.equal("n", 1), "vip")]
    let update = { (day: Int, n: Int) in event("lead.updated", day: day, #""data":{"n":\#(n)}"#) }
    #expect(try SmallRun(funnel, [lead(), update(2, 1), update(3, 1)]).only().way == ["work exit", "vip -"])
    #expect(
      try SmallRun(funnel, [lead(), update(2, 1), update(3, 0), update(4, 1)]).only().way
        == ["work exit", "vip exit", "vip -"])
  }

  @Test("each entry of a stage is a new visit: activities, attempts and timers start afresh, data stays")
  func visits() throws {
    var funnel = funnel([
      .init(
        name: "work", activities: [.init(name: "a", due: .days(2), retries: 1)], limit: (.days(3), "again"),
        then: "converted"
      ), .init(name: "again", then: "work"),
    ])
    funnel.points = [.init(name: "n")]
    let journey = try SmallRun(
      funnel, [lead("a", #""n":7"#), event("activity.failed", "a", day: 2), event("activity.completed", "a", day: 6)]
    ).only()
    #expect(journey.way == ["work limit", "again completed", "work completed"])
    #expect(
      journey.activities == [.init(name: "a", status: "completed", assignee: "lead", due: moment(6), attempts: 1)])
    #expect(journey.data == ["n": 7])
  }

  @Test("the state of an activity can be read after its stage is left, and is false before it first opened")
  func stateAfterwards() throws {
    var funnel = funnel([
      .init(name: "work", activities: [.init(name: "a"), .init(name: "b", isOptional: true)], then: "check"),
      .init(name: "good", activities: [.init(name: "z")]),
    ])
    funnel.decisions = [
      .init(name: "check", branches: [(.activity("z", .open), "bad"), (.activity("b", .cancelled), "good")])
    ]
    let journey = try SmallRun(funnel, [lead(), event("activity.completed", "a", day: 2)]).only()
    #expect(journey.stage == "good")
    #expect(journey.path == ["check.good"])
  }

  @Test("a stage that requires data counts as entered: its limit runs, its activities wait for the data")
  func requirement() throws {
    let phase = SmallFunnel.Phase(
      name: "work", requires: .not(.isMissing("n")), activities: [.init(name: "a")], limit: (.days(5), "limit"),
      exits: [(.equal("m", 1), "exit")])
    let waiting = try SmallRun(funnel([phase]), [lead(), event("activity.completed", "a", day: 2)])
    let journey = try waiting.only()
    #expect(journey.status == "blocked")
    #expect(journey.stage == "work")
    #expect(journey.reason == #"stage "work" lacks data that it requires"#)
    #expect(journey.counts == .init(ignored: 1))
    #expect(journey.activities.isEmpty)
    let opened = try SmallRun(funnel([phase]), [lead(), event("lead.updated", day: 2, #""data":{"n":1}"#)]).only()
    #expect(opened.status == "in_progress")
    #expect(opened.activities.map(\.status) == ["open"])
    #expect(opened.history[0].entered == moment(1))
    let late = try SmallRun(funnel([phase]), [lead(), event("lead.updated", day: 7, #""data":{"n":1}"#)]).only()
    #expect(late.reason == "limit")
    // The stage's own exits wait with its activities; only the funnel's are watched.
    let held = try SmallRun(funnel([phase]), [lead(), event("lead.updated", day: 2, #""data":{"m":1}"#)]).only()
    #expect(held.status == "blocked")
  }
}
