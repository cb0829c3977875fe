/// A duration as its author wrote it, added by the calendar of the funnel's zone and its working time: months first, then days,
/// business days, working time, and elapsed time last.
public struct CalendarSpan: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Months; a year is twelve.
  public var months: Int64
  /// Calendar days; a week is seven.
  public var days: Int64
  /// Days on which people work.
  public var businessDays: Int64
  /// Microseconds in which people work.
  public var businessTime: Int64
  /// Elapsed microseconds.
  public var microseconds: Int64

  /// Makes a span; all parts zero or above, or all zero or below where it is subtracted.
  public init(
    months: Int64 = 0, days: Int64 = 0, businessDays: Int64 = 0, businessTime: Int64 = 0, microseconds: Int64 = 0
  ) {
    self.months = months
    self.days = days
    self.businessDays = businessDays
    self.businessTime = businessTime
    self.microseconds = microseconds
  }

  /// Whether it counts time in which people work.
  public var isBusiness: Bool { businessDays != 0 || businessTime != 0 }

  /// Whether any of its parts goes backwards.
  var isBackward: Bool { min(months, days, businessDays, businessTime, microseconds) < 0 }
}
