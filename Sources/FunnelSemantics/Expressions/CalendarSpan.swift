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

  /// Whether it takes no time at all.
  public var isZero: Bool { self == CalendarSpan() }

  /// Whether it counts time in which people work.
  public var isBusiness: Bool { businessDays != 0 || businessTime != 0 }

  /// The same stretch backwards; nil where a part has no opposite in 64 bits.
  public var negated: CalendarSpan? { CalendarSpan().combined(with: self) { $0.subtractingReportingOverflow($1) } }

  /// The sum of two spans; nil where it does not fit.
  func adding(_ other: CalendarSpan) -> CalendarSpan? { combined(with: other) { $0.addingReportingOverflow($1) } }

  /// What comes of the parts of two spans; nil where a part does not fit.
  private func combined(
    with other: CalendarSpan, _ combine: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> CalendarSpan? {
    var fits = true
    func part(_ a: Int64, _ b: Int64) -> Int64 {
      let (value, overflow) = combine(a, b)
      if overflow { fits = false }
      return value
    }
    let result = CalendarSpan(
      months: part(months, other.months), days: part(days, other.days),
      businessDays: part(businessDays, other.businessDays), businessTime: part(businessTime, other.businessTime),
      microseconds: part(microseconds, other.microseconds))
    return fits ? result : nil
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
