import FunnelIR
import FunnelRuntime
import Testing

@Suite("Timers fire at their own times, before what comes later")
struct TimerTests {
  private func funnel(_ task: SmallFunnel.Task, limit: CalendarSpan? = nil) -> SmallFunnel {
    var funnel = SmallFunnel()
    funnel.start = "work"
    funnel.stages = [
      SmallFunnel.Phase(name: "work", activities: [task], limit: limit.map { ($0, "too slow") }, then: "converted")
    ]
    return funnel
  }

  @Test("a limit that has passed ends the stage at its own time, though nobody looked then")
  func limitBeforeEvent() throws {
    let run = try SmallRun(
      funnel(.init(name: "call"), limit: .days(3)), [lead(day: 1), event("activity.completed", "call", day: 9)])
    let journey = try run.only()
    #expect(journey.ended == moment(4))
    #expect(journey.reason == "too slow")
    #expect(journey.counts == .init(late: 1))
  }

  @Test("a timer due at the very instant of an event comes first")
  func timerBeforeEventOfTheSameInstant() throws {
    let run = try SmallRun(
      funnel(.init(name: "call"), limit: .days(3)), [lead(day: 1), event("activity.completed", "call", day: 4)])
    #expect(try run.only().status == "lost")
  }

  @Test("timers due together fire in order of declaration, each as a step of its own", arguments: [false, true])
  func order(isLimitFirst: Bool) throws {
    var funnel = SmallFunnel()
    funnel.start = "work"
    funnel.stages = [
      SmallFunnel.Phase(
        name: "work", activities: [.init(name: "call", due: .days(2))], limit: (.days(2), "limit"),
        isLimitFirst: isLimitFirst, exits: [(.overdue("call"), "overdue")])
    ]
    let journey = try SmallRun(funnel, [lead()]) { $0.until = 1_769_000_000_000_000 }.only()
    #expect(journey.reason == (isLimitFirst ? "limit" : "overdue"))
  }

  @Test("an activity is overdue only while it is open")
  func overdue() throws {
    var funnel = funnel(.init(name: "call", due: .hours(24)))
    funnel.stages[0].activities.append(.init(name: "other"))
    funnel.exits = [(.all([.overdue("call"), .activity("other", .completed)]), "overdue")]
    let late = try SmallRun(funnel, [lead(), event("activity.completed", "other", day: 3)]).only()
    #expect(late.reason == "overdue")
    let done = try SmallRun(
      funnel,
      [lead(), event("activity.completed", "call", day: 3), event("activity.completed", "other", day: 4)]
    ).only()
    #expect(done.status == "converted")
  }

  @Test("due and reminders count from opening, end with it, and no more are sent than at most")
  func reminders() throws {
    let task = SmallFunnel.Task(name: "call", due: .days(2), remind: (.days(1), 3))
    let all = try SmallRun(funnel(task), [lead()]) { $0.until = 1_769_000_000_000_000 }
    #expect(all.records.filter { $0.record == "reminder" }.map(\.time) == [moment(2), moment(3), moment(4)])
    #expect(all.records.filter { $0.record == "overdue" }.map(\.time) == [moment(3)])
    #expect(try all.only().activities[0].due == moment(3))
    let early = try SmallRun(funnel(task), [lead(), event("activity.completed", "call", day: 2, hour: 1)]) {
      $0.until = 1_769_000_000_000_000
    }
    #expect(early.records.filter { $0.record == "reminder" }.map(\.time) == [moment(2)])
    #expect(early.records.allSatisfy { $0.record != "overdue" })
  }

  @Test("reminders by the month do not drift by a short one")
  func monthlyReminders() throws {
    let task = SmallFunnel.Task(name: "call", remind: (.months(1), 3))
    let run = try SmallRun(funnel(task), [lead(day: 31)]) { $0.until = 1_790_000_000_000_000 }
    #expect(
      run.records.filter { $0.record == "reminder" }.map { String($0.time.prefix(10)) }
        == ["2026-02-28", "2026-03-31", "2026-04-30"])
  }

  @Test("timers that wait at the end fire up to the largest time of an accepted line, or up to --until")
  func endOfTheFeed() throws {
    let funnel = funnel(.init(name: "call"), limit: .days(3))
    #expect(
      try SmallRun(funnel, [lead(day: 1), lead("b", day: 3)]).journeys.map(\.status) == ["in_progress", "in_progress"])
    #expect(try SmallRun(funnel, [lead(day: 1), lead("b", day: 4)]).journeys.map(\.status) == ["lost", "in_progress"])
    let until = try SmallRun(funnel, [lead(day: 1), lead("b", day: 3)]) { $0.until = 1_769_000_000_000_000 }
    #expect(until.journeys.map(\.status) == ["lost", "lost"])
    #expect(until.summary.endClock == 1_769_000_000_000_000)
  }

  @Test("a rejected line moves no clock")
  func rejectedLinesMoveNoClock() throws {
    let funnel = funnel(.init(name: "call"), limit: .days(3))
    let run = try SmallRun(funnel, [lead(day: 1), event("activity.completed", "nothing", day: 20)])
    #expect(try run.only().status == "in_progress")
    #expect(run.refusals.map(\.reason) == [.unknownActivity])
  }
}
