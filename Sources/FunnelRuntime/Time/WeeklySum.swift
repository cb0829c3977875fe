/// Counts units that every week has in the same places, apart from single days that differ: working days, or microseconds
/// of working time.
///
/// Units have consecutive numbers through all years, so that going on by any amount is an addition and a look-up, never a
/// walk over days.
struct WeeklySum: Sendable {
  /// How many units of a week lie before each of its days from Monday on, and how many it has.
  private let week: [Int64]
  /// The days that differ, ascending.
  private let exceptions: [Int64]
  /// How many units more the exceptions before each of them have than their days of the week; at the end, all of them.
  private let surplus: [Int64]

  /// Makes the count.
  /// - Parameters:
  ///   - perWeekday: the units of the seven days from Monday on.
  ///   - exceptions: days that have another number of units, ascending, each within `CivilDate.range`.
  init(perWeekday: [Int64], exceptions: [(day: Int64, units: Int64)]) {
    week = perWeekday.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    self.exceptions = exceptions.map(\.day)
    surplus = exceptions.reduce(into: [0]) {
      $0.append(($0.last ?? 0) + $1.units - perWeekday[CivilDate.weekday(ofDay: $1.day) - 1])
    }
  }

  /// The number of the first unit that does not lie before a day.
  func units(beforeDay day: Int64) -> Int64 {
    // The first Monday on this side of 1970 is three days before it.
    let (weeks, weekday) = floorDivide(day + 3, by: 7)
    let index = exceptions.indices.boundary { exceptions[$0] >= day }
    return weeks * (week.last ?? 0) + week[Int(weekday)] + surplus[index]
  }

  /// The day on which a unit lies; nil where the calendar ends before.
  /// - Complexity: O(log n) in the days of the calendar.
  func day(ofUnit unit: Int64) -> Int64? {
    let (first, last) = (CivilDate.range.lowerBound, CivilDate.range.upperBound)
    guard unit >= units(beforeDay: first), unit < units(beforeDay: last) else { return nil }
    let next = (Int(first)..<Int(last)).boundary { units(beforeDay: Int64($0)) > unit }
    return Int64(next) - 1
  }
}
