/// A duration as its author wrote it, added by the calendar of the funnel's zone: months first, then days, then elapsed time.
public struct CalendarSpan: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Months; a year is twelve.
  public var months: Int64
  /// Calendar days; a week is seven.
  public var days: Int64
  /// Elapsed microseconds.
  public var microseconds: Int64

  /// Makes a span; all parts zero or above, or all zero or below where it is subtracted.
  public init(months: Int64 = 0, days: Int64 = 0, microseconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.microseconds = microseconds
  }
}
