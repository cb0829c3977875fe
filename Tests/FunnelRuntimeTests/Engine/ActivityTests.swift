import FunnelIR
import FunnelRuntime
import Testing

@Suite("Activities: attempts, failures and their answers")
struct ActivityTests {
  private func funnel(_ tasks: [SmallFunnel.Task], failures: [SmallFunnel.Answer] = []) -> SmallFunnel {
    var funnel = SmallFunnel()
    funnel.points = [.init(name: "n"), .init(name: "m")]
    funnel.start = "work"
    funnel.stages = [.init(name: "work", activities: tasks, failures: failures, then: "converted")]
    return funnel
  }

  @Test("a failure with attempts left counts and leaves the activity open; the next one after the last makes it failed")
  func retries() throws {
    let funnel = funnel([.init(name: "a", retries: 2)])
    let failure = { (day: Int) in event("activity.failed", "a", day: day) }
    let open = try SmallRun(funnel, [lead(), failure(2), failure(3)]).only()
    #expect(open.activities[0].status == "open")
    #expect(open.activities[0].attempts == 3)
    let failed = try SmallRun(funnel, [lead(), failure(2), failure(3), failure(4), failure(5)]).only()
    #expect(failed.activities[0].status == "failed")
    #expect(failed.activities[0].attempts == 3)
    #expect(failed.counts == .init(failed: 3, ignored: 1))
    #expect(failed.status == "in_progress")
  }

  @Test("between attempts with a delay the activity is blocked, and is due anew from its next opening")
  func retryDelay() throws {
    let funnel = funnel([.init(name: "a", due: .days(2), retries: 1, retryDelay: .hours(6))])
    let lines = [lead(), event("activity.failed", "a", day: 2)]
    #expect(try SmallRun(funnel, lines).only().activities[0].status == "blocked")
    let tooEarly = try SmallRun(funnel, lines + [event("activity.completed", "a", day: 2, hour: 5)]).only()
    #expect(tooEarly.counts == .init(failed: 1, ignored: 1))
    let again = try SmallRun(funnel, lines + [lead("b", day: 2, hour: 6)])
    #expect(
      again.journeys[0].activities == [
        .init(name: "a", status: "open", assignee: "lead", due: moment(4, 6), attempts: 2)
      ])
  }

  @Test("work that began and failed is open again, not in progress")
  func started() throws {
    let funnel = funnel([.init(name: "a", retries: 1)])
    let lines = [lead(), event("activity.started", "a", day: 2)]
    #expect(try SmallRun(funnel, lines).only().activities[0].status == "in_progress")
    #expect(try SmallRun(funnel, lines + [event("activity.started", "a", day: 3)]).only().counts == .init(ignored: 1))
    let failed = try SmallRun(funnel, lines + [event("activity.failed", "a", day: 3)]).only()
    #expect(failed.activities[0].status == "open")
  }

  @Test("the answer to a failure: the stage's about this activity, the stage's, the funnel's")
  func answers() throws {
    var funnel = funnel([.init(name: "a"), .init(name: "b", isOptional: true)])
    let lines = [lead("a", #""n":1"#), event("activity.failed", "a", day: 2)]
    #expect(try SmallRun(funnel, lines).only().status == "in_progress")
    funnel.failures = [.init(target: "funnel"), .init(activity: "a", target: "funnel a")]
    #expect(try SmallRun(funnel, lines).only().reason == "funnel a")
    funnel.stages[0].failures = [.init(target: "stage")]
    #expect(try SmallRun(funnel, lines).only().reason == "stage")
    funnel.stages[0].failures = [
      .init(target: "stage"), .init(activity: "b", target: "stage b"),
      .init(activity: "a", when: .less("m", 1), target: "unknown"),
      .init(activity: "a", when: .equal("n", 1), target: "stage a"),
    ]
    let answered = try SmallRun(funnel, lines).only()
    #expect(answered.reason == "stage a")
    #expect(answered.way == ["work failed"])
    let optional = try SmallRun(funnel, [lead(), event("activity.failed", "b", day: 2)]).only()
    #expect(optional.reason == "stage b")
  }

  @Test("completing an activity writes only what it collects")
  func collects() throws {
    let funnel = funnel([.init(name: "a", collects: ["m"]), .init(name: "b")])
    let journey = try SmallRun(
      funnel, [lead("a", #""n":1"#), event("activity.completed", "a", day: 2, #""data":{"n":2,"m":3}"#)]
    ).only()
    #expect(journey.data == ["n": 1, "m": 3])
    let other = try SmallRun(
      funnel, [lead(), event("activity.started", "a", day: 2, #""data":{"m":3}"#)]
    ).only()
    #expect(other.data == ["n": nil, "m": nil])
  }

  @Test("somebody may block an activity and unblock it; the journey is not blocked by that")
  func blocking() throws {
    let funnel = funnel([.init(name: "a", due: .days(2)), .init(name: "b", after: ["a"])])
    let lines = [lead(), event("activity.blocked", "a", day: 2)]
    let blocked = try SmallRun(funnel, lines + [event("activity.completed", "a", day: 3)]).only()
    #expect(blocked.status == "in_progress")
    #expect(blocked.activities[0].status == "blocked")
    #expect(blocked.counts == .init(ignored: 1))
    let free = try SmallRun(
      funnel, lines + [event("activity.unblocked", "b", day: 3), event("activity.unblocked", "a", day: 3)]
    ).only()
    #expect(free.activities.map(\.status) == ["open", "blocked"])
    #expect(free.activities[0].attempts == 1)
    #expect(free.activities[0].due == moment(5))
    #expect(free.counts == .init(ignored: 1))
  }

  @Test("one activity name in two stages is one activity, and its latest opening counts")
  func sameName() throws {
    var funnel = funnel([.init(name: "a")])
    funnel.stages[0].then = "again"
    funnel.stages.append(
      .init(
        name: "again", activities: [.init(name: "z"), .init(name: "a")], exits: [(.activity("a", .completed), "old")]))
    let journey = try SmallRun(funnel, [lead(), event("activity.completed", "a", day: 2)]).only()
    // On entry the latest opening is still that of the stage before.
    #expect(journey.reason == "old")
    funnel.stages[1].exits = []
    let twice = try SmallRun(funnel, [lead(), event("activity.completed", "a", day: 2)]).only()
    #expect(twice.activities.map { "\($0.name) \($0.status)" } == ["z open", "a open"])
  }
}
