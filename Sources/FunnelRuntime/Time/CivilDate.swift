/// A day of the Gregorian calendar, from 0000-01-01 to 9999-12-31.
///
/// Values count days from 1970-01-01; arithmetic that leaves these years gives nil, so that everything can be printed.
public struct CivilDate: Hashable, Sendable {
  /// The year, 0 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// The first and the last day there is, counted from 1970-01-01.
  public static let range: ClosedRange<Int64> = -719_528...2_932_896

  /// Makes a date; nil where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date so many days after 1970-01-01; nil outside the range.
  ///
  /// Years begin in March here, so that the leap day is the last of its year (Howard Hinnant, "chrono-compatible
  /// low-level date algorithms").
  public init?(days: Int64) {
    guard CivilDate.range.contains(days) else { return nil }
    let shifted = Int(days) + 719_468 + 146_097
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + (era - 1) * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  public var days: Int64 {
    let shiftedYear = (month <= 2 ? year - 1 : year) + 400
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear % 400
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64((era - 1) * 146_097 + dayOfEra - 719_468)
  }

  /// The day of the week by ISO 8601, 1 for Monday to 7 for Sunday.
  public var weekday: Int { CivilDate.weekday(ofDay: days) }

  /// The day of the week of any day number, 1 for Monday to 7 for Sunday.
  public static func weekday(ofDay days: Int64) -> Int {
    let index = (days % 7 + 3) % 7
    return Int(index < 0 ? index + 7 : index) + 1
  }

  /// How many days a month has.
  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether a year has a 29 February.
  public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// The day that lies some months, then some days after a day; a month too short gives its last day, leaving the
  /// calendar gives nil.
  public static func adding(months: Int64, days: Int64, toDay day: Int64) -> Int64? {
    guard let date = CivilDate(days: day) else { return nil }
    let (count, overflow) = Int64(date.year * 12 + date.month - 1).addingReportingOverflow(months)
    guard !overflow, (0..<120_000).contains(count) else { return nil }
    let year = Int(count) / 12
    let month = Int(count) % 12 + 1
    let last = CivilDate.length(ofMonth: month, year: year)
    guard let moved = CivilDate(year: year, month: month, day: min(date.day, last)) else { return nil }
    let (sum, beyond) = moved.days.addingReportingOverflow(days)
    return !beyond && range.contains(sum) ? sum : nil
  }
}
