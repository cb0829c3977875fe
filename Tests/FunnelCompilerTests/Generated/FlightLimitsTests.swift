import FunnelIR
import FunnelRuntime
import Testing

@testable import FunnelCompiler

/// What no longer fits into a row makes the journey land, what fits again lets it take off again, and nobody can tell from what
/// comes out.
@Suite("What a row of a journey in flight can hold")
struct FlightLimitsTests {
  private static let funnel = """
    funnel rows {
      version 1
      timezone "UTC"
      data { size: integer  note: text }
      intake { duplicates update  hold when size > 900 }
      on failed -> lost "failed"
      on withdrawn when sort == rest -> lost "gone"
      start -> sort
      decision sort {
        when size is missing -> first as unknown
        when size < 900 -> first as some
        otherwise -> first as rest
      }
      stage first {
        requires size
        activity call by manager { retry 12 times }
        activity form by lead { after call  optional  retry 3 times }
        limit 40 days -> second
        limit 3 visits -> third
        then -> back
      }
      decision back { when size == 5 and sort == some -> sort as again  when size != 6 -> second as on }
      stage second {
        activity sign by lead { when last_event - entered < 2 hours }
        activity call by manager
        limit 10 days -> over
        then -> converted
      }
      stage third { activity sign by lead  then -> first }
      end over: lost "no need"
    }
    """

  /// Runs a feed both ways, and dealt to two runs.
  /// - Parameter left: how many lines may take the general way.
  private func check(_ lines: [String], left: ClosedRange<Int>, funnel: String = funnel, _ place: Int = #line) throws {
    let product = try ProductRun(compiling: funnel)
    let feed = Array((lines.joined(separator: "\n") + "\n").utf8)
    for until in [nil, 1_780_000_000_000_000] as [Int64?] {
      let run = { try StraightRun(product, feed, isStraight: $0, readSize: 1 << 16, until: until) }
      let (short, general) = (try run(true), try run(false))
      #expect(general.plain == 0)
      #expect(left ~= lines.count - short.plain, "line \(place): \(lines.count - short.plain) lines were left")
      #expect(short.rejects == general.rejects, "line \(place)")
      #expect(short.summary == general.summary, "line \(place)")
      #expect(
        short.journeys == general.journeys,
        "line \(place): \(String(decoding: short.journeys, as: UTF8.self))\nis not \(String(decoding: general.journeys, as: UTF8.self))"
      )
      let dealt = try DealtRun(
        product.workspace, StraightRun.settings(isStraight: true, until: until), feed,
        StraightRun.limits(readSize: 4_000), shares: 2)
      #expect(dealt.journeys == general.journeys, "line \(place): dealt to two runs")
    }
  }

  private func event(
    _ type: String, _ activity: String? = nil, lead: String = "L1", at time: String = "2026-03-02T00:00:00Z",
    sequence: Int? = nil, data: String? = nil, target: String? = nil
  ) -> String {
    var line = "{\"type\":\"\(type)\",\"lead\":\"\(lead)\",\"time\":\"\(time)\""
    if let activity { line += ",\"activity\":\"\(activity)\"" }
    if let sequence { line += ",\"sequence\":\(sequence)" }
    if let data { line += ",\"data\":\(data)" }
    if let target { line += ",\"target\":\"\(target)\"" }
    return line + "}"
  }

  private func registered(_ lead: String = "L1", size: Int? = 3, at time: String = "2026-03-01T00:00:00Z") -> String {
    event("lead.registered", lead: lead, at: time, data: size.map { "{\"size\":\($0)}" } ?? "{}")
  }

  @Test(
    "what happens more often than a byte counts lets the journey land once each time",
    arguments: ["ignored", "late", "duplicates", "out of order"])
  func counters(kind: String) throws {
    var lines = [registered()]
    switch kind {
    case "ignored": lines += (1...700).map { _ in event("activity.completed", "sign") }
    case "late":
      lines += [event("activity.completed", "call"), event("activity.completed", "call")]
      lines += [event("activity.completed", "sign")]
      lines += (1...700).map { event("lead.updated", data: "{\"size\":\($0)}") }
    case "duplicates":
      lines += [event("lead.updated", sequence: 7)] + (1...700).map { _ in event("lead.updated", sequence: 7) }
    default:
      lines += (1...700).map {
        event("lead.updated", at: "2026-02-0\(1 + $0 % 9)T00:00:00Z", data: "{\"note\":\"\($0)\"}")
      }
    }
    try check(lines, left: 2...2)
  }

  @Test("completions and failures are counted beyond a byte, too")
  func rounds() throws {
    var lines = [registered(size: 5)]
    for round in 1...200 {
      for (activity, type) in [("call", "failed"), ("call", "completed"), ("sign", "completed")] {
        let (day, minute) = (10 + round / 60, 10 + round % 50)
        lines.append(event("activity.\(type)", activity, at: "2026-03-\(day)T00:\(minute):00Z"))
      }
    }
    try check(lines, left: 0...10)
  }

  @Test("an activity that is tried more often than fits stays on the shelf until it begins anew", arguments: 1...13)
  func attempts(failures: Int) throws {
    var lines = [registered()] + (1...failures).map { _ in event("activity.failed", "call") }
    lines += [event("activity.completed", "call"), event("activity.completed", "sign")]
    lines += [event("activity.completed", "call")]
    try check(lines, left: failures < 7 ? 0...0 : 1...10)
  }

  @Test("an activity that was blocked goes on in the air once it is open again", arguments: 1...3)
  func blocked(times: Int) throws {
    for activity in ["call", "form"] {
      var lines = [registered()]
      for _ in 1...times { lines += ["blocked", "unblocked"].map { event("activity.\($0)", activity) } }
      lines += ["started", "failed", "failed", "completed"].map { event("activity.\($0)", activity) }
      lines += ["call", "form", "sign"].map { event("activity.completed", $0) }
      try check(lines, left: 2...lines.count)
    }
  }

  @Test(
    "steps within one instant are counted as the general way counts them", arguments: [20, 120, 260, 600])
  func steps(count: Int) throws {
    let decisions = (0..<count).map { index in
      "  decision d\(index) { when size == \(index) -> work as out\n otherwise -> \(index + 1 < count ? "d\(index + 1)" : "work") as on }\n"
    }
    let funnel =
      "funnel steps {\n  version 1\n  timezone \"UTC\"\n  data { size: integer }\n  intake { duplicates update }\n  start -> work\n"
      + "  stage work { activity a by lead  limit 3 days -> d0  then -> d0 }\n" + decisions.joined() + "}\n"
    let lines =
      [registered()] + (1...8).map { _ in event("activity.completed", "a") }
      + [event("activity.completed", "a", at: "2026-03-09T00:00:00Z"), event("activity.completed", "a")]
    try check(lines, left: 0...lines.count, funnel: funnel)
  }

  @Test("instants have microseconds, and those that are too far from the start are left to the general way")
  func instants() throws {
    let near = [
      registered(at: "2026-03-01T00:00:00.123456Z"),
      event("activity.completed", "call", at: "2026-03-02T11:22:33.654321Z"),
      event("lead.updated", at: "2026-03-02T11:22:33.654322Z", data: "{\"note\":\"x\"}"),
    ]
    try check(near, left: 0...0)
    // A limit of ten years does not fit, nor does what comes before it is over.
    try check(near, left: 2...2, funnel: FlightLimitsTests.funnel.replacing("10 days", with: "10 years"))
    let far = [registered(), event("lead.updated", at: "2029-01-01T00:00:00Z", data: "{\"size\":4}")]
    try check(far + [event("activity.completed", "sign", at: "2051-01-01T00:00:00Z")], left: 1...3)
  }

  @Test("a lead that was held, or whose journey was blocked or moved, goes on in the air")
  func waiting() throws {
    var lines = [registered("H", size: 950), registered("B", size: 6), registered("R", size: nil), registered("C")]
    lines += [event("lead.accepted", lead: "H", at: "2026-03-03T00:00:00Z")]
    lines += [event("activity.completed", "call", lead: "B"), event("activity.completed", "form", lead: "B")]
    lines += ["B", "R"].map { event("lead.updated", lead: $0, at: "2026-03-04T00:00:00Z", data: "{\"size\":5}") }
    lines += [event("journey.moved", lead: "C", target: "third"), event("journey.cancelled", lead: "C")]
    let general = lines.count
    for lead in ["H", "B", "R", "C"] {
      for day in 5...9 {
        lines.append(event("activity.completed", "call", lead: lead, at: "2026-03-0\(day)T00:00:00Z"))
        lines.append(event("activity.completed", "sign", lead: lead, at: "2026-03-0\(day)T01:00:00Z"))
      }
    }
    try check(lines, left: 3...general + 12)
  }

  @Test("ids of every length are told apart, also where only one byte differs")
  func ids() throws {
    var lines: [String] = []
    for length in 1...40 {
      for place in [0, length / 2, length - 1] {
        var id = [UInt8](repeating: 97, count: length)
        id[place] = 98
        lines.append(registered(String(decoding: id, as: UTF8.self), size: length))
      }
    }
    lines += lines.map { $0.replacing("lead.registered", with: "lead.updated") }
    // Of one byte, or of two, some of them are the same.
    try check(lines, left: 0...10)
  }
}
