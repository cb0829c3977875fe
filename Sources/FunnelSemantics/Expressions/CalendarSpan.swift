import FunnelSyntax

/// A stretch of time as an author writes it: months and days of the calendar, days and hours of working time, then hours and
/// minutes that elapse.
///
/// Added to an instant, its parts come in the order in which they stand here: months and days keep the local time of day in
/// the funnel's zone, working time passes while people work, and at last the microseconds elapse.
public struct CalendarSpan: Hashable, Sendable {
  /// Months of the calendar; a year is twelve.
  public var months: Int64
  /// Days of the calendar; a week is seven.
  public var days: Int64
  /// Working days.
  public var businessDays: Int64
  /// Working time in microseconds.
  public var businessTime: Int64
  /// Elapsed time in microseconds: minutes and hours.
  public var microseconds: Int64

  /// Makes a span.
  public init(
    months: Int64 = 0, days: Int64 = 0, businessDays: Int64 = 0, businessTime: Int64 = 0, microseconds: Int64 = 0
  ) {
    self.months = months
    self.days = days
    self.businessDays = businessDays
    self.businessTime = businessTime
    self.microseconds = microseconds
  }

  /// The microseconds of a day of 24 hours.
  static let day: Int64 = 86_400_000_000

  private static var parts: [WritableKeyPath<CalendarSpan, Int64>] {
    [\.months, \.days, \.businessDays, \.businessTime, \.microseconds]
  }

  /// Whether it takes no time at all.
  public var isZero: Bool { self == CalendarSpan() }

  /// Whether it counts time in which people work.
  public var isBusiness: Bool { businessDays != 0 || businessTime != 0 }

  /// The same stretch backwards; nil where a part has no opposite in 64 bits.
  public var negated: CalendarSpan? {
    var result = CalendarSpan()
    for part in Self.parts {
      guard self[keyPath: part] != .min else { return nil }
      result[keyPath: part] = -self[keyPath: part]
    }
    return result
  }

  /// The sum of two spans; nil where it does not fit.
  func adding(_ other: CalendarSpan) -> CalendarSpan? {
    var sum = self
    for part in Self.parts {
      guard Self.add(other[keyPath: part], times: 1, to: &sum[keyPath: part]) else { return nil }
    }
    return sum
  }

  /// Adds so many units; false where that does not fit.
  mutating func add(_ count: Int64, _ unit: DurationUnit) -> Bool {
    switch unit {
    case .minutes: Self.add(count, times: 60_000_000, to: &microseconds)
    case .hours: Self.add(count, times: 3_600_000_000, to: &microseconds)
    case .days: Self.add(count, times: 1, to: &days)
    case .weeks: Self.add(count, times: 7, to: &days)
    case .months: Self.add(count, times: 1, to: &months)
    case .years: Self.add(count, times: 12, to: &months)
    case .businessDays: Self.add(count, times: 1, to: &businessDays)
    case .businessHours: Self.add(count, times: 3_600_000_000, to: &businessTime)
    }
  }

  private static func add(_ count: Int64, times factor: Int64, to sum: inout Int64) -> Bool {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    let (total, carry) = sum.addingReportingOverflow(product)
    sum = total
    return !overflow && !carry
  }
}
