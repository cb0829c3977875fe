import Foundation
import FunnelSemantics

/// Days, months and the clocks on the wall, by the plainest means there are.
struct ReferenceCalendar {
  static let day: Int64 = 86_400_000_000
  let zone: TimeZone
  /// When people work; nil where nothing says so.
  let working: ResolvedWorkingTime?

  init(zone name: String, working: ResolvedWorkingTime? = nil) {
    zone = TimeZone(identifier: name) ?? .gmt
    self.working = working
  }

  /// Year, month and day of a number of days since 1970; counted from the first of January of the year.
  static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    var year = 1970 + floored(days, by: 366)
    while daysBefore(year: year + 1) <= days { year += 1 }
    while daysBefore(year: year) > days { year -= 1 }
    var rest = days - daysBefore(year: year)
    var month: Int64 = 1
    while rest >= length(ofMonth: month, in: year) {
      rest -= length(ofMonth: month, in: year)
      month += 1
    }
    return (year, month, rest + 1)
  }

  /// The number of days from 1970 to a date.
  static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    var days = daysBefore(year: year)
    for earlier in 1..<max(month, 1) where earlier < month { days += length(ofMonth: earlier, in: year) }
    return days + day - 1
  }

  /// The days from 1970 to the first of January of a year.
  static func daysBefore(year: Int64) -> Int64 {
    let past = year - 1
    let leaps = floored(past, by: 4) - floored(past, by: 100) + floored(past, by: 400)
    return 365 * (year - 1970) + leaps - 477
  }

  static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func length(ofMonth month: Int64, in year: Int64) -> Int64 {
    [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Int(month) - 1]
  }

  static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
  }

  /// The zone's offset from UTC at an instant, in microseconds.
  private func offset(at instant: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant) / 1_000_000))) * 1_000_000
  }

  /// What the clock on the wall shows at an instant, as if it were UTC.
  func local(_ instant: Int64) -> Int64 { instant + offset(at: instant) }

  /// The date on which an instant falls.
  func date(_ instant: Int64) -> Int64 { Self.floored(local(instant), by: Self.day) }

  /// The instant at which the clock on the wall shows a time: the first of two; where there is none, as much later as
  /// the clock was put forward.
  func instant(local: Int64) -> Int64 {
    let before = offset(at: local - Self.day)
    let after = offset(at: local + Self.day)
    let fitting = [local - before, local - after].filter { self.local($0) == local }
    return fitting.min() ?? local - before
  }

  /// A date moved by months, to the month's last day where it has no such day, then by days.
  static func shifted(_ days: Int64, by span: CalendarSpan) -> Int64? {
    let (year, month, day) = civil(days)
    let (months, overflow) = (year * 12 + month - 1).addingReportingOverflow(span.months)
    guard !overflow, abs(months) < 1_000_000 else { return nil }
    let newYear = floored(months, by: 12)
    let newMonth = months - newYear * 12 + 1
    let moved = Self.days(newYear, newMonth, min(day, length(ofMonth: newMonth, in: newYear)))
    let (result, tooFar) = moved.addingReportingOverflow(span.days)
    return tooFar ? nil : result
  }

  /// An instant moved by months and days at the same local time, then by what elapses.
  func shifted(_ instant: Int64, by span: CalendarSpan) -> Int64? {
    var moved = instant
    if span.months != 0 || span.days != 0 {
      let local = local(instant)
      let date = Self.floored(local, by: Self.day)
      guard let newDate = Self.shifted(date, by: span), abs(newDate) < 100_000_000 else { return nil }
      moved = self.instant(local: newDate * Self.day + (local - date * Self.day))
    }
    guard let day = self.moved(moved, byWorkingDays: span.businessDays),
      let working = self.moved(day, byWorkingTime: span.businessTime)
    else { return nil }
    let (result, overflow) = working.addingReportingOverflow(span.microseconds)
    return overflow ? nil : result
  }
}
