/// When people work: what business days and business hours count.
public struct ResolvedWorkingTime: Hashable, Sendable {
  /// Hours of one day of the week; hours over midnight are two of these.
  public struct Hours: Hashable, Sendable {
    /// The day of the week, 0 for Monday.
    public let weekday: Int
    /// When work begins, in minutes since midnight.
    public let opens: Int
    /// When work ends, in minutes since midnight; later than it begins.
    public let closes: Int
  }

  /// The hours in order of declaration; they may overlap.
  public let hours: [Hours]
  /// The days on which nobody works, counted from 1970-01-01.
  public let holidays: [Int64]
}
