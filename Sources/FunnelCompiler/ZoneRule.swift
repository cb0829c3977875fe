import FunnelRuntime

/// The rule by which a zone's clock changes each year, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// RFC 8536 section 3.3.1 extends the hours of a change to -167...167.
struct ZoneRule {
  /// No table of a zone begins earlier.
  static let earliest: Int64 = -100_000_000_000

  /// A day of the year.
  private enum Day {
    /// Counted from 1, with no 29 February.
    case withoutLeapDay(Int)
    /// Counted from 0.
    case ofYear(Int)
    /// A weekday (0 for Sunday) in a week of a month; week 5 is the last.
    case weekday(Int, week: Int, month: Int)
  }

  /// A moment of each year, by the clock as it was before.
  private struct Moment {
    let day: Day
    let second: Int64
  }

  /// Standard time, in seconds east of UTC.
  private let standard: Int32
  /// Summer time and when it begins and ends; nil where there is none.
  private let summer: (offset: Int32, start: Moment, end: Moment)?

  /// Reads a rule; nil where it is none.
  init?(_ text: [UInt8]) {
    var reader = RuleReader(text)
    guard reader.name(), let west = reader.time(hours: 24) else { return nil }
    standard = Int32(-west)
    guard !reader.isAtEnd else {
      summer = nil
      return
    }
    guard reader.name() else { return nil }
    var offset = Int64(standard) + 3600
    if !reader.take(",") {
      guard let west = reader.time(hours: 24), reader.take(",") else { return nil }
      offset = -west
    }
    guard let start = ZoneRule.moment(&reader), reader.take(","), let end = ZoneRule.moment(&reader), reader.isAtEnd
    else { return nil }
    summer = (Int32(offset), start, end)
  }

  /// Every change of the years, in order; where two fall together, the one that holds afterwards.
  func changes(from first: Int, through last: Int) -> [(time: Int64, offset: Int32)] {
    guard let summer, first <= last else { return [(time: ZoneRule.earliest, offset: standard)] }
    var changes: [(time: Int64, offset: Int32)] = []
    for year in first...last {
      guard let start = ZoneRule.second(summer.start, year), let end = ZoneRule.second(summer.end, year) else {
        continue
      }
      changes.append((start - Int64(standard), summer.offset))
      changes.append((end - Int64(summer.offset), standard))
    }
    // Summer time that lasts all year ends at the instant at which it begins again.
    changes.sort { ($0.time, $0.offset == summer.offset ? 1 : 0) < ($1.time, $1.offset == summer.offset ? 1 : 0) }
    return changes.indices.filter { $0 + 1 == changes.count || changes[$0].time < changes[$0 + 1].time }
      .map { changes[$0] }
  }

  /// The year of an instant, by UTC.
  static func year(of second: Int64) -> Int {
    CivilDate(days: second / 86_400 - (second % 86_400 < 0 ? 1 : 0))?.year ?? (second < 0 ? 0 : 9999)
  }

  private static func moment(_ reader: inout RuleReader) -> Moment? {
    guard let day = day(&reader) else { return nil }
    guard reader.take("/") else { return Moment(day: day, second: 7200) }
    return reader.time(hours: 167).map { Moment(day: day, second: $0) }
  }

  private static func day(_ reader: inout RuleReader) -> Day? {
    if reader.take("J") { return reader.number(1...365).map { .withoutLeapDay($0) } }
    guard reader.take("M") else { return reader.number(0...365).map { .ofYear($0) } }
    guard let month = reader.number(1...12), reader.take("."), let week = reader.number(1...5), reader.take("."),
      let weekday = reader.number(0...6)
    else { return nil }
    return .weekday(weekday, week: week, month: month)
  }

  /// The local second of a moment in a year, counted from 1970.
  private static func second(_ moment: Moment, _ year: Int) -> Int64? {
    guard let newYear = CivilDate(year: year, month: 1, day: 1)?.days else { return nil }
    let days: Int64
    switch moment.day {
    case .ofYear(let day): days = newYear + Int64(day)
    case .withoutLeapDay(let day): days = newYear + Int64(day - 1) + (CivilDate.isLeap(year) && day >= 60 ? 1 : 0)
    case .weekday(let weekday, let week, let month):
      guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
      let toFirst = (weekday - first.weekday % 7 + 7) % 7
      let length = CivilDate.length(ofMonth: month, year: year)
      var day = toFirst + (week - 1) * 7
      if day >= length { day -= 7 }
      days = first.days + Int64(day)
    }
    return days * 86_400 + moment.second
  }
}

/// Reads the parts of a rule.
private struct RuleReader {
  private let text: [UInt8]
  private var position = 0

  init(_ text: [UInt8]) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Passes over a name of a time: at least three letters, or anything in angle brackets.
  mutating func name() -> Bool {
    if take("<") {
      guard let end = text[position...].firstIndex(of: UInt8(ascii: ">")) else { return false }
      position = end + 1
      return true
    }
    let start = position
    while position < text.count, (text[position] | 0x20) &- UInt8(ascii: "a") < 26 { position += 1 }
    return position - start >= 3
  }

  /// Reads `[+-]hh[:mm[:ss]]` as seconds.
  mutating func time(hours: Int) -> Int64? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hour = number(0...hours) else { return nil }
    var seconds = hour * 3600
    if take(":") {
      guard let minute = number(0...59) else { return nil }
      seconds += minute * 60
      if take(":") {
        guard let second = number(0...59) else { return nil }
        seconds += second
      }
    }
    return Int64(isNegative ? -seconds : seconds)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    var value = 0
    let start = position
    while position < text.count, case let digit = text[position] &- UInt8(ascii: "0"), digit <= 9, position - start < 4
    {
      value = value * 10 + Int(digit)
      position += 1
    }
    return position > start && range.contains(value) ? value : nil
  }
}
