import FunnelIR
import FunnelRuntime
import Testing

@Suite("Business days and business hours")
struct WorkingCalendarTests {
  let berlin = Clock(.berlin)
  /// Monday to Friday from 09:00 to 17:30, without the holidays of Berlin that fall on days of work in 2026.
  let office: WorkingCalendar

  init() throws {
    office = try WorkingCalendar.make(
      Array(repeating: ["09:00..17:30"], count: 5) + [[], []],
      holidays: ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-12-25"])
  }

  @Test(
    "business days keep the time of day",
    arguments: [
      // 2026-03-26 is a Thursday; on the night to the 29th the clock is set forward.
      ("2026-03-26 14:00", 3, "2026-03-31 14:00"),
      ("2026-03-26 14:00", 1, "2026-03-27 14:00"),
      ("2026-03-26 09:00", 1, "2026-03-27 09:00"),
      ("2026-03-26 17:30", 1, "2026-03-27 17:30"),
      ("2026-03-26 14:00", 5, "2026-04-02 14:00"),
      // Outside of working hours it starts when work begins next.
      ("2026-03-26 08:00", 1, "2026-03-27 09:00"),
      ("2026-03-26 17:31", 1, "2026-03-30 09:00"),
      ("2026-03-28 12:00", 1, "2026-03-31 09:00"),
      ("2026-03-29 23:59", 1, "2026-03-31 09:00"),
      ("2026-03-27 23:00", 2, "2026-04-01 09:00"),
      // Good Friday, Easter Monday, and a holiday as the start.
      ("2026-04-02 10:00", 1, "2026-04-07 10:00"),
      ("2026-04-03 10:00", 1, "2026-04-08 09:00"),
      ("2026-04-01 16:00", 3, "2026-04-08 16:00"),
      // The clock is set back on the night to 2026-10-25.
      ("2026-10-23 16:00", 1, "2026-10-26 16:00"),
      // Month ends, the year's end, a leap day.
      ("2026-01-30 11:00", 1, "2026-02-02 11:00"),
      ("2026-12-24 11:00", 1, "2026-12-28 11:00"),
      ("2026-12-31 11:00", 1, "2027-01-01 11:00"),
      ("2028-02-28 11:00", 1, "2028-02-29 11:00"),
      ("2028-02-28 11:00", 2, "2028-03-01 11:00"),
      ("2027-02-26 11:00", 1, "2027-03-01 11:00"),
      // Backwards.
      ("2026-03-30 09:00", -1, "2026-03-27 09:00"),
      ("2026-03-31 14:00", -3, "2026-03-26 14:00"),
      ("2026-03-28 12:00", -1, "2026-03-26 17:30"),
      ("2026-03-30 08:00", -1, "2026-03-26 17:30"),
      ("2026-04-07 10:00", -1, "2026-04-02 10:00"),
      // Nothing is added.
      ("2026-03-28 12:00", 0, "2026-03-28 12:00"),
    ])
  func businessDays(from: String, count: Int64, to: String) throws {
    let start = try #require(berlin.instant(from))
    let end = try #require(office.adding(businessDays: count, to: start))
    #expect(berlin.text(end) == to)
  }

  @Test(
    "business hours elapse only while people work",
    arguments: [
      ("2026-03-26 09:00", 510, "2026-03-26 17:30"),
      ("2026-03-26 09:00", 511, "2026-03-27 09:01"),
      ("2026-03-26 17:30", 1, "2026-03-27 09:01"),
      ("2026-03-27 16:00", 180, "2026-03-30 10:30"),
      ("2026-03-28 12:00", 1, "2026-03-30 09:01"),
      ("2026-03-26 07:00", 60, "2026-03-26 10:00"),
      ("2026-04-02 17:00", 60, "2026-04-07 09:30"),
      ("2026-10-23 17:00", 60, "2026-10-26 09:30"),
      ("2026-12-24 17:00", 60, "2026-12-28 09:30"),
      ("2028-02-28 17:00", 540, "2028-02-29 17:30"),
      ("2026-03-26 09:00", 510 * 5, "2026-04-01 17:30"),
      // Backwards, the latest moment from which the time has still to elapse.
      ("2026-03-30 10:30", -180, "2026-03-27 16:00"),
      ("2026-03-30 09:00", -510, "2026-03-27 09:00"),
      ("2026-03-30 09:00", -1, "2026-03-27 17:29"),
      ("2026-03-26 17:30", -510, "2026-03-26 09:00"),
      ("2026-03-28 12:00", -511, "2026-03-26 17:29"),
      ("2026-03-28 12:00", 0, "2026-03-28 12:00"),
    ])
  func businessHours(from: String, minutes: Int64, to: String) throws {
    let start = try #require(berlin.instant(from))
    let end = try #require(office.adding(businessTime: minutes * minute, to: start))
    #expect(berlin.text(end) == to)
  }

  @Test("a day with other hours takes its next working moment, or its end")
  func otherHours() throws {
    let calendar = try WorkingCalendar.make(
      [
        ["09:00..18:00"], ["09:00..12:00", "13:00..18:00"], ["09:00..12:00"], ["11:00..18:00"], ["00:00..24:00"], [],
        [],
      ]
    )
    for (from, count, to) in [
      ("2026-03-23 12:30", 1, "2026-03-24 13:00"),
      ("2026-03-23 12:00", 1, "2026-03-24 12:00"),
      ("2026-03-24 12:30", 1, "2026-03-25 12:00"),
      ("2026-03-24 15:00", 1, "2026-03-25 12:00"),
      ("2026-03-25 09:30", 1, "2026-03-26 11:00"),
      ("2026-03-26 17:00", 1, "2026-03-27 17:00"),
      ("2026-03-28 00:00", 1, "2026-03-31 09:00"),
      ("2026-03-24 12:30", -1, "2026-03-23 12:00"),
      ("2026-03-26 11:00", -1, "2026-03-25 11:00"),
      ("2026-03-26 17:00", -1, "2026-03-25 12:00"),
      ("2026-03-25 09:00", -1, "2026-03-24 09:00"),
      ("2026-03-27 05:00", -1, "2026-03-26 11:00"),
      ("2026-03-28 12:00", -1, "2026-03-26 18:00"),
    ] as [(String, Int64, String)] {
      let start = try #require(berlin.instant(from))
      let end = try #require(calendar.adding(businessDays: count, to: start))
      #expect(berlin.text(end) == to, "\(count) business days from \(from)")
    }
  }

  @Test("a night shift works what the clock's change leaves of the night")
  func nightShift() throws {
    let night = try WorkingCalendar.make(Array(repeating: ["01:00..04:00"], count: 7))
    for (from, minutes, to) in [
      // 02:00 to 03:00 is skipped: two hours are worked, not three.
      ("2026-03-29 00:30", 120, "2026-03-29 04:00"),
      ("2026-03-29 00:30", 60, "2026-03-29 03:00"),
      ("2026-03-29 00:30", 121, "2026-03-30 01:01"),
      ("2026-03-29 05:00", -121, "2026-03-28 03:59"),
      // 02:00 to 03:00 comes twice: four hours are worked.
      ("2026-10-25 00:30", 240, "2026-10-25 04:00"),
      ("2026-10-25 00:30", 180, "2026-10-25 03:00"),
      ("2026-10-25 00:30", 241, "2026-10-26 01:01"),
      ("2026-10-26 00:30", -241, "2026-10-24 03:59"),
    ] as [(String, Int64, String)] {
      let start = try #require(berlin.instant(from))
      let end = try #require(night.adding(businessTime: minutes * minute, to: start))
      #expect(berlin.text(end) == to, "\(minutes) business minutes from \(from)")
    }
    // A time of day that the clock skips is when it shows a later one.
    let before = try #require(berlin.instant("2026-03-28 02:30"))
    let skipped = try #require(night.adding(businessDays: 1, to: before))
    #expect(berlin.text(skipped) == "2026-03-29 03:00")
  }

  @Test("a day that the clock shows again after midnight goes on")
  func backOverMidnight() throws {
    // At 00:01 the clock is set back to 23:01, so work that began at 00:00 lasts an hour longer.
    let week = Array(repeating: [WorkingTime.Hours(opens: 0, closes: 120)], count: 7)
    let calendar = WorkingCalendar(try #require(WorkingTime(week: week, holidays: [])), zone: .stJohns)
    let change = try #require(ZoneTable.stJohns.transitions.last) * microsecondsPerSecond
    #expect(calendar.adding(businessTime: 10 * minute, to: change - minute) == change + 9 * minute)
    #expect(calendar.adding(businessTime: minute, to: change + 30 * minute) == change + 31 * minute)
    #expect(calendar.adding(businessTime: -31 * minute, to: change + 30 * minute) == change - minute)
    #expect(calendar.adding(businessTime: 180 * minute, to: change - minute) == change + 179 * minute)
  }

  @Test("without working time there is no result, at once")
  func closed() throws {
    let closed = try WorkingCalendar.make(Array(repeating: [], count: 7))
    #expect(closed.adding(businessDays: 1, to: 0) == nil)
    #expect(closed.adding(businessDays: -1, to: 0) == nil)
    #expect(closed.adding(businessTime: 1, to: 0) == nil)
    #expect(closed.adding(businessTime: -1, to: 0) == nil)
    #expect(closed.adding(businessTime: 0, to: 0) == 0)
  }

  @Test(
    "absurd amounts are no result",
    arguments: [.max, .min, .min + 1, 1_000_000_000 * 3600 * 1_000_000, -1_000_000_000_000_000_000] as [Int64])
  func absurdAmounts(amount: Int64) {
    for instant in [0, Int64.max, Int64.min, ZoneTable.instants.lowerBound, ZoneTable.instants.upperBound] {
      #expect(office.adding(businessDays: amount, to: instant) == nil)
      #expect(office.adding(businessTime: amount, to: instant) == nil)
    }
  }

  @Test("amounts that the calendar can hold cost no more than small ones")
  func largeAmounts() throws {
    let start = try #require(berlin.instant("2026-01-05 09:00"))
    // 260 working days in 52 weeks, without the six holidays behind the start.
    let year = try #require(office.adding(businessDays: 260 - 6, to: start))
    #expect(berlin.text(year) == "2027-01-04 09:00")
    // 100 000 weeks end on a Friday; the six holidays move that on by a week and a day.
    let weeks: Int64 = 100_000
    let far = try #require(office.adding(businessTime: weeks * 5 * 510 * minute, to: start))
    #expect(berlin.text(far) == "3942-07-27 17:30")
    #expect(office.adding(businessTime: -weeks * 5 * 510 * minute, to: far) == start)
  }

  @Test("holidays outside of all years are nothing to stumble over")
  func farHolidays() throws {
    let week = Array(repeating: [WorkingTime.Hours(opens: 0, closes: 1440)], count: 7)
    let time = try #require(WorkingTime(week: week, holidays: [.min, .max, 10, 10]))
    let calendar = WorkingCalendar(time, zone: .utc)
    #expect(calendar.adding(businessDays: 20, to: 0) == 21 * day)
    #expect(calendar.adding(businessTime: 20 * day, to: 0) == 21 * day)
  }
}

private let minute: Int64 = 60 * microsecondsPerSecond
private let day = microsecondsPerDay
