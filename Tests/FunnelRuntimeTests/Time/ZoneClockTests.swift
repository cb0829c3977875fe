import FunnelIR
import FunnelRuntime
import Testing

/// Between instants and clocks, by hand and against a slow reference.
@Suite struct ZoneClockTests {
  /// Berlin in 2026.
  private let berlin = zone([("2026-03-29T01:00:00Z", 120), ("2026-10-25T01:00:00Z", 60)], first: 60)
  /// Lord Howe Island in 2026, whose summer time is half an hour.
  private let lordHowe = zone([("2026-04-04T15:00:00Z", 630), ("2026-10-03T15:30:00Z", 660)], first: 660)

  private func at(_ zone: ZoneTable, _ local: String) -> String {
    zone.instant(ofLocal: instant(local + "Z")).map(show) ?? "none"
  }

  @Test func aSkippedTimeMovesForwardByWhatIsSkipped() {
    #expect(at(berlin, "2026-03-29T01:59:59") == "2026-03-29T00:59:59Z")
    #expect(at(berlin, "2026-03-29T02:00:00") == "2026-03-29T01:00:00Z")
    #expect(at(berlin, "2026-03-29T02:30:00") == "2026-03-29T01:30:00Z")
    #expect(at(berlin, "2026-03-29T03:00:00") == "2026-03-29T01:00:00Z")
    #expect(at(lordHowe, "2026-10-04T02:15:00") == "2026-10-03T15:45:00Z")
    #expect(at(lordHowe, "2026-10-04T02:30:00") == "2026-10-03T15:30:00Z")
  }

  @Test func aTimeThatOccursTwiceIsTheFirst() {
    #expect(at(berlin, "2026-10-25T01:59:59") == "2026-10-24T23:59:59Z")
    #expect(at(berlin, "2026-10-25T02:30:00") == "2026-10-25T00:30:00Z")
    #expect(at(berlin, "2026-10-25T03:00:00") == "2026-10-25T02:00:00Z")
    #expect(at(lordHowe, "2026-04-05T01:45:00") == "2026-04-04T14:45:00Z")
    #expect(at(lordHowe, "2026-04-05T02:00:00") == "2026-04-04T15:30:00Z")
  }

  @Test func daysKeepTheClockAndHoursDoNot() {
    let evening = instant("2026-03-28T17:00:00Z")
    #expect(berlin.adding(months: 0, days: 1, microseconds: 0, to: evening).map(show) == "2026-03-29T16:00:00Z")
    #expect(
      berlin.adding(months: 0, days: 0, microseconds: microsecondsPerDay, to: evening).map(show)
        == "2026-03-29T17:00:00Z")
    let skipped = instant("2026-03-28T01:30:00Z")
    #expect(berlin.adding(months: 0, days: 1, microseconds: 0, to: skipped).map(show) == "2026-03-29T01:30:00Z")
    // Without calendar parts the second of the two hours stays the second.
    let second = instant("2026-10-25T01:30:00Z")
    #expect(berlin.adding(months: 0, days: 0, microseconds: 1, to: second) == second + 1)
    #expect(
      berlin.adding(months: 0, days: 1, microseconds: 0, to: instant("2026-10-24T00:30:00Z")).map(show)
        == "2026-10-25T00:30:00Z")
  }

  @Test func monthEndsClampAndLeapDaysCount() {
    func add(_ months: Int64, _ days: Int64, _ text: String) -> String {
      CivilDate.adding(months: months, days: days, toDay: day(text)).map(showDay) ?? "none"
    }
    #expect(add(1, 0, "2026-01-31") == "2026-02-28")
    #expect(add(1, 0, "2028-01-31") == "2028-02-29")
    #expect(add(12, 0, "2028-02-29") == "2029-02-28")
    #expect(add(48, 0, "2028-02-29") == "2032-02-29")
    #expect(add(-1, 0, "2026-03-31") == "2026-02-28")
    #expect(add(-14, 0, "2026-01-15") == "2024-11-15")
    #expect(add(1, 1, "2026-01-31") == "2026-03-01", "months come before days")
    #expect(add(0, 1, "2000-02-28") == "2000-02-29")
    #expect(add(0, 1, "1900-02-28") == "1900-03-01")
    #expect(add(0, 1, "9999-12-31") == "none")
    #expect(add(0, -1, "0000-01-01") == "none")
    #expect(add(.max, .max, "2026-01-01") == "none")
    #expect(add(.min, 0, "2026-01-01") == "none")
    #expect(CivilDate.adding(months: 0, days: 0, toDay: .max) == nil)
  }

  @Test func whatLeavesTheCalendarIsNil() {
    for instant in [Int64.min, .max, ZoneTable.instants.lowerBound - 1, ZoneTable.instants.upperBound + 1] {
      #expect(berlin.local(of: instant) == nil)
      #expect(berlin.instant(ofLocal: instant) == nil)
      #expect(berlin.day(of: instant) == nil)
      #expect(berlin.hour(of: instant) == nil)
      #expect(berlin.adding(months: 1, days: 1, microseconds: 1, to: instant) == nil)
    }
    #expect(berlin.adding(months: 0, days: 0, microseconds: .max, to: 0) == nil)
    #expect(berlin.start(ofDay: .max) == nil)
    #expect(berlin.local(of: ZoneTable.instants.upperBound) == nil, "its local time lies in the year 10000")
  }

  @Test func calendarDaysAreCountedAsOneByOne() {
    var date = (year: 0, month: 1, day: 1)
    for days in CivilDate.range {
      if days % 97 == 0 || date.day >= 28 {
        let civil = CivilDate(days: days)
        guard civil?.year == date.year, civil?.month == date.month, civil?.day == date.day, civil?.days == days else {
          Issue.record("day \(days) is \(date)")
          return
        }
      }
      date.day += 1
      if date.day > CivilDate.length(ofMonth: date.month, year: date.year) { date = (date.year, date.month + 1, 1) }
      if date.month > 12 { date = (date.year + 1, 1, 1) }
    }
    #expect(date.year == 10_000)
    #expect(CivilDate(days: 0)?.weekday == 4, "1970 began on a Thursday")
    #expect(CivilDate(year: 2026, month: 11, day: 22)?.weekday == 7)
    #expect(CivilDate.weekday(ofDay: -3) == 1)
    #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
  }

  /// The first instant of all at which the clock shows the time; where none does, the time is read as if the clock had not
  /// been put forward.
  @Test func localTimesAgreeWithASlowReference() throws {
    let seed: UInt64 = 20_261_129
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      var offsets = [Int32(random.below(105) - 52) * 900]
      var transitions: [Int64] = []
      for index in 0..<random.below(6) {
        transitions.append(Int64(index) * 200_000 + Int64(random.below(100)) * 900)
        offsets.append((offsets.last ?? 0) + Int32(random.below(17) - 8) * 900)
      }
      let zone = try #require(
        ZoneTable(name: "x", transitions: transitions, offsets: offsets.map { min(max($0, -90_000), 90_000) }))
      for _ in 0..<20 {
        let local = Int64(random.below(1400) - 200) * 900
        let candidates = zone.offsets.map { local - Int64($0) }.filter {
          zone.offsets[zone.span(at: $0)] == Int32(local - $0)
        }
        let expected = candidates.min() ?? beforeGap(zone, local)
        let result = zone.instant(ofLocal: local * 1_000_000)
        #expect(result == expected * 1_000_000, "seed \(seed), \(zone), local \(local)")
      }
    }
  }

  private func beforeGap(_ zone: ZoneTable, _ local: Int64) -> Int64 {
    for (index, transition) in zone.transitions.enumerated() {
      let before = transition + Int64(zone.offsets[index])
      let after = transition + Int64(zone.offsets[index + 1])
      if before <= local, local < after { return local - Int64(zone.offsets[index]) }
    }
    return .min
  }
}

/// A zone that changes at these instants to these minutes from UTC.
func zone(_ changes: [(at: String, minutes: Int32)], first: Int32) -> ZoneTable {
  let table = ZoneTable(
    name: "Test/Zone", transitions: changes.map { instant($0.at) / 1_000_000 },
    offsets: [first * 60] + changes.map { $0.minutes * 60 })
  return table ?? .utc
}

/// An RFC 3339 time in microseconds; the least number where it is none.
func instant(_ text: String) -> Int64 { Array(text.utf8).withUnsafeBytes { TimeParser.instant($0) } ?? .min }

/// A date in days; the least number where it is none.
func day(_ text: String) -> Int64 { Array(text.utf8).withUnsafeBytes { TimeParser.day($0) } ?? .min }

/// An instant as text.
func show(_ instant: Int64) -> String {
  var bytes: [UInt8] = []
  return bytes.append(instant: instant) ? String(decoding: bytes, as: UTF8.self) : "out of range"
}

/// A day as text.
func showDay(_ day: Int64) -> String {
  var bytes: [UInt8] = []
  return bytes.append(day: day) ? String(decoding: bytes, as: UTF8.self) : "out of range"
}
