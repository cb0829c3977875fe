/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Sendable, Hashable {
  /// The year, 0 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// Makes a day; nil where the calendar has none.
  public init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, in: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The number of days since 1970-01-01.
  ///
  /// Counts in years that begin in March, so that the leap day is the last (H. Hinnant, "chrono-compatible low-level
  /// date algorithms").
  public var daysSince1970: Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A moment as RFC 3339 writes it.
public struct CivilMoment: Sendable, Hashable {
  /// The local day.
  public let date: CivilDate
  /// The microseconds since local midnight.
  public let microsecondOfDay: Int64
  /// How far local time is ahead of UTC, in minutes.
  public let offsetMinutes: Int

  /// The number of microseconds since 1970-01-01T00:00:00Z.
  public var microsecondsSince1970: Int64 {
    date.daysSince1970 * 86_400_000_000 + microsecondOfDay - Int64(offsetMinutes) * 60_000_000
  }
}
