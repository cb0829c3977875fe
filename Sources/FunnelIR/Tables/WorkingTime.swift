/// When people work: the hours of each day of the week, and the days on which nobody does.
///
/// - Invariant: `week` has seven days from Monday on, the hours of a day ascend and leave time between them, and `holidays`
///   ascends strictly.
public struct WorkingTime: Hashable, Sendable {
  /// A stretch of a day, in minutes since midnight: `09:00..17:30` is 540 to 1050, midnight at the end of the day 1440.
  public struct Hours: Hashable, Sendable, Codable {
    /// When work begins.
    public let opens: Int
    /// When work ends.
    public let closes: Int

    /// Makes a stretch.
    public init(opens: Int, closes: Int) {
      self.opens = opens
      self.closes = closes
    }
  }

  /// The hours of each day of the week, Monday first.
  public let week: [[Hours]]
  /// The days without work, counted from 1970-01-01.
  public let holidays: [Int64]

  /// Makes a table from hours and holidays in any order; hours that touch or overlap become one stretch.
  /// - Returns: nil where there are not seven days, or hours do not end after they begin on the same day.
  public init?(week: [[Hours]], holidays: [Int64]) {
    let isPossible = week.joined().allSatisfy { 0 <= $0.opens && $0.opens < $0.closes && $0.closes <= 1440 }
    guard week.count == 7, isPossible else { return nil }
    self.week = week.map(WorkingTime.joined)
    self.holidays = Set(holidays).sorted()
  }

  private static func joined(_ hours: [Hours]) -> [Hours] {
    var result: [Hours] = []
    for next in hours.sorted(by: { $0.opens < $1.opens }) {
      if let last = result.last, next.opens <= last.closes {
        result[result.count - 1] = Hours(opens: last.opens, closes: max(last.closes, next.closes))
      } else {
        result.append(next)
      }
    }
    return result
  }
}

extension WorkingTime: Codable {
  private enum CodingKeys: String, CodingKey { case week, holidays }

  /// Reads a table and refuses one whose hours do not fit into their days.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let table = WorkingTime(
      week: try values.decode([[Hours]].self, forKey: .week),
      holidays: try values.decode([Int64].self, forKey: .holidays))
    guard let table else {
      throw DecodingError.dataCorruptedError(
        forKey: .week, in: values, debugDescription: "the working hours do not fit into the seven days of a week")
    }
    self = table
  }
}
