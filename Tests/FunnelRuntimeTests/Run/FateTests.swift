import FunnelIR
import FunnelRuntime
import Testing

@Suite("What becomes of an event")
struct FateTests {
  private var funnel: SmallFunnel {
    var funnel = SmallFunnel()
    funnel.points = [.init(name: "n"), .init(name: "m")]
    funnel.start = "work"
    funnel.stages = [
      .init(
        name: "work", activities: [.init(name: "a"), .init(name: "b", role: "sales")], limit: (.days(10), "limit"),
        then: "converted")
    ]
    return funnel
  }

  @Test("an event for a lead that nobody registered is a reject, and so is one about an unknown activity")
  func orphans() throws {
    let run = try SmallRun(
      funnel, [event("activity.completed", "a"), lead(), event("activity.completed", "x", day: 2)])
    #expect(run.refusals.map(\.reason) == [.unknownLead, .unknownActivity])
    #expect(try run.only().counts == .init())
    #expect(run.summary.rejected == 2)
  }

  @Test("after the journey's end an event is late, and still moves the clock and the watermark")
  func late() throws {
    let run = try SmallRun(
      funnel,
      [
        lead(), event("journey.cancelled", day: 2),
        numbered(4, "activity.completed", day: 5, #""activity":"a""#),
        numbered(5, "activity.completed", day: 3, #""activity":"a""#),
        numbered(5, "activity.completed", day: 6, #""activity":"a""#),
      ])
    #expect(try run.only().counts == .init(late: 2, duplicates: 1, out_of_order: 1))
    #expect(run.repeated == 1)
  }

  @Test("an event older than its lead's clock is handled at that clock and counted")
  func outOfOrder() throws {
    let journey = try SmallRun(
      funnel, [lead(day: 2), event("activity.completed", "a", day: 4), event("activity.completed", "b", day: 3)]
    ).only()
    #expect(journey.ended == moment(4))
    #expect(journey.counts == .init(done: 2, out_of_order: 1))
  }

  @Test("an event without a time happens at its lead's clock")
  func noTime() throws {
    let run = try SmallRun(
      funnel,
      [
        lead(day: 2), #"{"type":"activity.completed","lead":"a","activity":"a"}"#,
        #"{"type":"activity.completed","lead":"a","activity":"b"}"#,
      ])
    #expect(try run.only().ended == moment(2))
    #expect(try run.only().counts == .init(done: 2))
  }

  @Test("a registration without a time happens at --start, and without that is a reject")
  func registrationWithoutTime() throws {
    #expect(try SmallRun(funnel, [#"{"id":"a"}"#]).refusals.map(\.reason) == [.noTime])
    let run = try SmallRun(funnel, [#"{"id":"a"}"#]) { $0.start = 1_767_225_600_000_000 }
    #expect(try run.only().started == moment(1))
  }

  @Test("a time outside the plausible years is a reject and changes nothing", arguments: ["1969-12-31", "2100-01-02"])
  func implausible(day: String) throws {
    let run = try SmallRun(funnel, [lead(), #"{"type":"lead.updated","lead":"a","time":"\#(day)","data":{"n":1}}"#])
    #expect(run.refusals.map(\.reason) == [.implausibleTime])
    #expect(try run.only().data == ["n": nil, "m": nil])
  }

  @Test("a number not above the highest so far is a repeat; a jump is recorded")
  func sequence() throws {
    let update = { (number: Int, n: Int) in numbered(number, "lead.updated", day: 2, #""data":{"n":\#(n)}"#) }
    let run = try SmallRun(funnel, [lead(), update(1, 1), update(3, 3), update(3, 4), update(2, 5)])
    #expect(try run.only().data == ["n": 3, "m": nil])
    #expect(try run.only().counts == .init(duplicates: 2))
    #expect(run.records.filter { $0.record == "sequence-gap" }.count == 1)
    #expect(run.repeated == 2)
    #expect(run.summary.accepted == 3)
  }

  @Test("an event's id is remembered per lead, also a long one, until long after the journey's end")
  func ids() throws {
    let long = String(repeating: "x", count: 40)
    let update = { (id: String, n: Int, day: Int) in
      event("lead.updated", day: day, #""id":"\#(id)","data":{"n":\#(n)}"#)
    }
    let run = try SmallRun(
      funnel, [lead(), update("e1", 1, 2), update("e1", 2, 2), update(long, 3, 2), update(long, 4, 2)])
    #expect(try run.only().data == ["n": 3, "m": nil])
    #expect(try run.only().counts == .init(duplicates: 2))
    let ended = [lead(), update("e1", 1, 2), event("journey.cancelled", day: 3)]
    #expect(try SmallRun(funnel, ended + [update("e1", 1, 20)]).only().counts == .init(duplicates: 1))
    let later = try SmallRun(funnel, ended + [update("e1", 1, 20)]) { $0.idWindow = 5 * microsecondsPerDay }.only()
    #expect(later.counts == .init(late: 1))
  }

  @Test("a key that is absent leaves its point as it was, null clears it, and a fixed point keeps its first value")
  func updates() throws {
    var funnel = funnel
    funnel.points[1].isFixed = true
    let update = event("lead.updated", day: 2, #""data":{"m":9}"#)
    let run = try SmallRun(funnel, [lead("a", #""n":1,"m":2"#), update])
    #expect(try run.only().data == ["n": 1, "m": 2])
    #expect(run.records.filter { $0.record == "data-issue" }.count == 1)
    let cleared = event("lead.updated", day: 2, #""data":{"n":null,"m":null}"#)
    #expect(try SmallRun(funnel, [lead("a", #""n":1,"m":2"#), cleared]).only().data == ["n": nil, "m": 2])
  }

  @Test("a value that does not fit counts as missing, and the summary says so; personal values are not shown")
  func dataIssues() throws {
    var funnel = funnel
    funnel.points[1].isPersonal = true
    let run = try SmallRun(funnel, [lead("a", #""n":"many","m":"secret""#)])
    #expect(try run.only().data == ["n": nil, "m": nil])
    #expect(run.summary.dataIssues == 2)
    #expect(run.summary.examples.map(\.point) == ["n", "m"])
    #expect(run.summary.examples.allSatisfy { !$0.reason.contains("secret") })
  }

  @Test("a second registration: ignored unless something else is declared, late after the end")
  func secondRegistration() throws {
    var funnel = funnel
    let lines = [lead("a", #""n":1"#), lead(day: 2, #""n":2"#)]
    #expect(try SmallRun(funnel, lines).only().counts == .init(ignored: 1))
    #expect(try SmallRun(funnel, lines).only().data == ["n": 1, "m": nil])
    let ended = [lead(), event("journey.cancelled", day: 2), lead(day: 3)]
    #expect(try SmallRun(funnel, ended).only().counts == .init(late: 1))
    funnel.duplicates = .update
    #expect(try SmallRun(funnel, lines).only().data == ["n": 2, "m": nil])
    funnel.duplicates = .restart
    let restarted = try SmallRun(funnel, lines + [event("activity.completed", "a", day: 3)])
    #expect(restarted.journeys.map(\.journey) == ["a/small/1", "a/small/2"])
    #expect(restarted.journeys.map(\.status) == ["cancelled", "in_progress"])
    #expect(restarted.journeys.map(\.counts.done) == [0, 1])
    funnel.duplicates = .unchecked
    #expect(try SmallRun(funnel, lines).journeys.map(\.data) == [["n": 1, "m": nil], ["n": 2, "m": nil]])
  }

  @Test("intake: the first reason that is known to hold declines the lead")
  func intake() throws {
    var funnel = funnel
    funnel.declines = [(.isMissing("n"), "n is missing"), (.less("n", 5), "too small")]
    #expect(try SmallRun(funnel, [lead()]).only().reason == "n is missing")
    let declined = try SmallRun(funnel, [lead("a", #""n":1"#), event("activity.completed", "a", day: 2)]).only()
    #expect(declined.status == "declined")
    #expect(declined.end == "declined")
    #expect(declined.reason == "too small")
    #expect(declined.history.isEmpty)
    #expect(declined.counts == .init(late: 1))
    #expect(try SmallRun(funnel, [lead("a", #""n":7"#)]).only().status == "in_progress")
  }

  @Test("with sources a lead of no known source is a reject; without, no reference is read")
  func sources() throws {
    var funnel = funnel
    #expect(try SmallRun(funnel, [lead("a", #""ref":"WEB"# + #"""#)]).only().status == "in_progress")
    funnel.sources = ["WEB"]
    let run = try SmallRun(funnel, [lead("a", #""ref":"WEB""#), lead("b", #""ref":"X""#), lead("c")])
    #expect(run.journeys.map(\.journey) == ["a/small/1"])
    #expect(run.refusals.map(\.reason) == [.unknownSource, .unknownSource])
  }

  @Test(
    "who may act: the activity's role, managers and administrators, and the operator's own systems",
    arguments: [
      (#""by":{"role":"sales"}"#, nil), (#""by":{"role":"manager","name":"m"}"#, nil),
      (#""by":{"role":"administrator"}"#, nil),
      ("", nil), (#""by":{"role":"lead"}"#, .notAllowed), (#""by":{"role":"pirate"}"#, .unknownRole),
      (#""by":{"name":"anna"}"#, .notAllowed),
    ] as [(String, RejectReason?)])
  func permissions(by: String, reason: RejectReason?) throws {
    let run = try SmallRun(funnel, [lead(), event("activity.completed", "b", day: 2, by)])
    #expect(run.refusals.first?.reason == reason)
    #expect(try run.only().counts.done == (reason == nil ? 1 : 0))
  }

  @Test("the owner may do what is the owner's, and is named as the one to do it")
  func owner() throws {
    var funnel = funnel
    funnel.stages[0].activities = [.init(name: "a", role: "owner")]
    let start = lead("a", #""owner":"anna""#)
    #expect(try SmallRun(funnel, [start]).only().activities[0].assignee == "anna")
    let anna = event("activity.completed", "a", day: 2, #""by":{"name":"anna"}"#)
    #expect(try SmallRun(funnel, [start, anna]).only().status == "converted")
    let bob = event("activity.completed", "a", day: 2, #""by":{"name":"bob"}"#)
    #expect(try SmallRun(funnel, [start, bob]).refusals.map(\.reason) == [.notAllowed])
    let stranger = event("journey.moved", day: 2, #""target":"converted","by":{"role":"lead"}"#)
    #expect(try SmallRun(funnel, [start, stranger]).refusals.map(\.reason) == [.notAllowed])
  }

  @Test("text that only looks alike is not the same lead")
  func leadsByBytes() throws {
    let run = try SmallRun(funnel, [lead("é"), lead("e\u{301}")])
    #expect(run.journeys.count == 2)
  }
}
