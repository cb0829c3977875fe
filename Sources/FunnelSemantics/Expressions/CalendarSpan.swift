/// A stretch of time as an author writes it: months and days of the calendar, then hours and minutes that elapse.
///
/// Added to an instant, months come first, then days, both at the same local time of day in the funnel's zone; then the
/// microseconds elapse.
public struct CalendarSpan: Hashable, Sendable {
  /// Months of the calendar; a year is twelve.
  public var months: Int64
  /// Days of the calendar; a week is seven.
  public var days: Int64
  /// Elapsed time in microseconds: minutes and hours.
  public var microseconds: Int64

  /// Makes a span.
  public init(months: Int64 = 0, days: Int64 = 0, microseconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.microseconds = microseconds
  }

  /// Whether it takes no time at all.
  public var isZero: Bool { months == 0 && days == 0 && microseconds == 0 }

  /// The same stretch backwards; nil where a part has no opposite in 64 bits.
  public var negated: CalendarSpan? {
    guard months != .min, days != .min, microseconds != .min else { return nil }
    return CalendarSpan(months: -months, days: -days, microseconds: -microseconds)
  }
}
