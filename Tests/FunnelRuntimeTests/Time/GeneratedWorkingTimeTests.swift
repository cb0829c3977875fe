import Foundation
import FunnelIR
import FunnelRuntime
import Testing

@Suite("Business time against the slow way")
struct GeneratedWorkingTimeTests {
  static let zones: [ZoneTable] = [.berlin, .lordHowe, .saoPaulo, .stJohns, .apia]

  @Test("as minute by minute, near changes of the clock", arguments: zones)
  func businessTime(zone: ZoneTable) throws {
    for seed in 0..<40 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let time = try #require(WorkingTime.random(&random, near: zone))
      let start = random.instant(near: zone)
      let minutes = (1 + random.below(900)) * (random.below(3) == 0 ? -1 : 1)
      let expected = SlowWorkingCalendar(time: time, zone: zone)
        .adding(businessMinutes: minutes, to: start, within: 9)
      // Where nine days don't do, the slow way has no answer.
      guard expected != nil || time.week.allSatisfy(\.isEmpty) else { continue }
      let found = WorkingCalendar(time, zone: zone).adding(businessTime: Int64(minutes) * 60_000_000, to: start)
      #expect(found == expected, "seed \(seed): \(minutes) minutes from \(Clock(zone).text(start)) with \(time)")
    }
  }

  @Test("as day by day, near changes of the clock", arguments: zones)
  func businessDays(zone: ZoneTable) throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let time = try #require(WorkingTime.random(&random, near: zone))
      let start = random.instant(near: zone)
      let count = (1 + random.below(6)) * (random.below(3) == 0 ? -1 : 1)
      let expected = SlowWorkingCalendar(time: time, zone: zone).adding(businessDays: count, to: start)
      guard expected != nil || time.week.allSatisfy(\.isEmpty) else { continue }
      let found = WorkingCalendar(time, zone: zone).adding(businessDays: Int64(count), to: start)
      #expect(found == expected, "seed \(seed): \(count) days from \(Clock(zone).text(start)) with \(time)")
    }
  }

  @Test("later never gives earlier, and time goes back to where it was worked", arguments: zones)
  func laws(zone: ZoneTable) throws {
    for seed in 1000..<1200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let time = try #require(WorkingTime.random(&random, near: zone))
      let calendar = WorkingCalendar(time, zone: zone)
      let start = random.instant(near: zone)
      let later = start + Int64(random.below(100_000)) * 1_000_000
      let count = Int64(random.below(40)) - 20
      let amount = Int64(random.below(100_000)) * 1_234_567
      guard let end = calendar.adding(businessTime: amount, to: start),
        let laterEnd = calendar.adding(businessTime: amount, to: later),
        let back = calendar.adding(businessTime: -amount, to: end)
      else { continue }
      #expect(end <= laterEnd, "seed \(seed)")
      // Going back ends no earlier than the start: at it, or where work begins behind it.
      #expect(back >= start && calendar.adding(businessTime: amount, to: back) == end, "seed \(seed)")
      // Days are counted on the clock, which must not have been set back in between.
      guard let shown = zone.local(of: start), let shownLater = zone.local(of: later), shown <= shownLater,
        let day = calendar.adding(businessDays: count, to: start),
        let laterDay = calendar.adding(businessDays: count, to: later)
      else { continue }
      #expect(day <= laterDay, "seed \(seed)")
    }
  }

  @Test("hours in any order become one table, and are read back from JSON as they were")
  func coding() throws {
    let hours = [(600, 700), (60, 120), (120, 180), (650, 720)].map { WorkingTime.Hours(opens: $0, closes: $1) }
    let time = try #require(WorkingTime(week: [hours] + Array(repeating: [], count: 6), holidays: [5, 3, 5]))
    #expect(time.week[0] == [.init(opens: 60, closes: 180), .init(opens: 600, closes: 720)])
    #expect(time.holidays == [3, 5])
    let read = try JSONDecoder().decode(WorkingTime.self, from: JSONEncoder().encode(time))
    #expect(read == time)
    for text in [
      #"{"week":[[],[],[],[],[],[]],"holidays":[]}"#,
      #"{"week":[[{"opens":600,"closes":600}],[],[],[],[],[],[]],"holidays":[]}"#,
      #"{"week":[[{"opens":0,"closes":1441}],[],[],[],[],[],[]],"holidays":[]}"#,
      #"{"week":[[{"opens":-1,"closes":5}],[],[],[],[],[],[]],"holidays":[]}"#,
    ] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(WorkingTime.self, from: Data(text.utf8)) }
    }
  }
}

extension WorkingTime {
  /// A week with up to two stretches a day, and holidays near a zone's changes.
  fileprivate static func random(_ random: inout SplitMix64, near zone: ZoneTable) -> WorkingTime? {
    let week = (0..<7).map { _ in
      (0..<random.below(3)).map { _ in
        let opens = [0, random.below(240), 30 * random.below(47), 30 * random.below(47)][random.below(4)]
        let length = 1 + random.below(1440 - opens)
        return Hours(opens: opens, closes: random.below(4) == 0 ? 1440 : opens + length)
      }
    }
    let holidays = (0..<random.below(4)).map { _ in random.instant(near: zone) / microsecondsPerDay }
    return WorkingTime(week: week, holidays: holidays)
  }
}

extension SplitMix64 {
  /// A minute at most two days from a change of the clock, often close to it.
  fileprivate mutating func instant(near zone: ZoneTable) -> Int64 {
    let change = zone.transitions[below(zone.transitions.count)] / 60
    let reach = below(2) == 0 ? 120 : 2880
    return (change + Int64(below(2 * reach) - reach)) * 60 * microsecondsPerSecond
  }
}
