import FunnelIR

/// Adds business days and business hours to instants: working time in a zone.
///
/// **Business days** keep the clock's time of day. What starts outside working hours starts when work begins next. A day on
/// which work begins later, pauses then or ends earlier takes the next working moment of that very day, or its end.
///
/// **Business hours** elapse only while people work.
///
/// A time of day is when the clock first shows it or a later one. So hours that daylight saving takes away are not worked,
/// hours that it doubles are worked twice, and a later start never gives an earlier end.
///
/// With `mon..fri 09:00..17:30`, and Friday the 25th a holiday:
///
/// | from | add | gives | because |
/// |---|---|---|---|
/// | Thu 14:00 | 3 business days | Tue 14:00 | the same time, three working days on |
/// | Thu 17:30 | 1 business day | Fri 17:30 | the last moment of a day belongs to it |
/// | Thu 18:00 | 1 business day | Mon 09:00 | it starts on Friday at 09:00 |
/// | Sat 12:00 | 1 business day | Tue 09:00 | it starts on Monday at 09:00 |
/// | Thu 24th 10:00 | 1 business day | Mon 28th 10:00 | the holiday does not count |
/// | Fri 16:00 | 3 business hours | Mon 10:30 | one and a half on Friday, the rest on Monday |
/// | Mon 09:00 | 8.5 business hours | Mon 17:30 | the earliest moment at which they are over |
/// | Mon 09:00 | -1 business day | Fri 09:00 | backwards the same way |
/// | Sat 12:00 | -1 business day | Thu 17:30 | backwards it starts at the end of work on Friday |
/// | any | 0 | the same | nothing is added |
///
/// Where no working time is left before the year 9999 ends, there is no result. No amount takes longer than another.
public struct WorkingCalendar: Sendable {
  private let time: WorkingTime
  private let zone: ZoneTable
  private let workingDays: WeeklySum
  private let workingTime: WeeklySum

  /// Makes the calendar of a zone's working time.
  public init(_ time: WorkingTime, zone: ZoneTable) {
    self.time = time
    self.zone = zone
    let holidays = time.holidays.filter(CivilDate.range.contains)
    workingDays = WeeklySum(
      perWeekday: time.week.map { $0.isEmpty ? 0 : 1 }, exceptions: holidays.map { (day: $0, units: 0) })
    let unusual = Set(holidays + WorkingCalendar.daysOfChange(in: zone)).sorted()
    workingTime = WeeklySum(
      perWeekday: time.week.map { $0.reduce(0) { $0 + $1.end - $1.start } },
      exceptions: unusual.map { day in
        (
          day: day,
          units: WorkingCalendar.spans(ofDay: day, time, zone).reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        )
      })
  }

  /// The instant so many working days after an instant, or before it.
  public func adding(businessDays count: Int64, to instant: Int64) -> Int64? {
    guard count != 0 else { return instant }
    guard let local = zone.local(of: instant), let start = start(local, isForward: count > 0) else { return nil }
    let (number, overflow) = workingDays.units(beforeDay: start.day).addingReportingOverflow(count)
    guard !overflow, let day = workingDays.day(ofUnit: number) else { return nil }
    let hours = hours(ofDay: day)
    let end = count > 0 ? hours.last?.end : hours.first?.start
    guard let time = WorkingCalendar.moment(at: start.time, in: hours, isForward: count > 0) ?? end else { return nil }
    return zone.firstInstant(showing: day * microsecondsPerDay + time)
  }

  /// The day so many working days after a day, or before it; a day on which nobody works is first left in the direction.
  public func adding(businessDays count: Int64, toDay day: Int64) -> Int64? {
    guard count != 0 else { return day }
    guard CivilDate.range.contains(day) else { return nil }
    // The number of the working day that the count starts from: the day itself, or the next one in the direction.
    let start = count > 0 ? workingDays.units(beforeDay: day) : workingDays.units(beforeDay: day + 1) - 1
    let (number, overflow) = start.addingReportingOverflow(count)
    return overflow ? nil : workingDays.day(ofUnit: number)
  }

  /// The instant at which so much working time has elapsed since an instant, or has still to elapse until it.
  public func adding(businessTime microseconds: Int64, to instant: Int64) -> Int64? {
    guard microseconds != 0 else { return instant }
    guard let worked = unit(at: instant) else { return nil }
    let (unit, overflow) = worked.addingReportingOverflow(microseconds)
    guard !overflow, unit > .min else { return nil }
    // Forwards it is the end of the last unit that is needed, backwards the beginning of the first.
    return microseconds > 0 ? start(ofUnit: unit - 1).map { $0 + 1 } : start(ofUnit: unit)
  }

  /// The local time from which days are counted: the time itself, or the nearest working moment in the direction.
  private func start(_ local: Int64, isForward: Bool) -> (day: Int64, time: Int64)? {
    let (day, time) = floorDivide(local, by: microsecondsPerDay)
    if let moment = WorkingCalendar.moment(at: time, in: hours(ofDay: day), isForward: isForward) {
      return (day, moment)
    }
    let number = isForward ? workingDays.units(beforeDay: day + 1) : workingDays.units(beforeDay: day) - 1
    guard let other = workingDays.day(ofUnit: number) else { return nil }
    let hours = hours(ofDay: other)
    guard let edge = isForward ? hours.first?.start : hours.last?.end else { return nil }
    return (other, edge)
  }

  /// The working moment of a day that is nearest to a time in the direction, both ends of working hours included.
  private static func moment(at time: Int64, in hours: [WorkingTime.Hours], isForward: Bool) -> Int64? {
    isForward
      ? hours.first { time <= $0.end }.map { max(time, $0.start) }
      : hours.last { $0.start <= time }.map { min(time, $0.end) }
  }

  /// The number of the first microsecond of working time that does not begin before an instant.
  private func unit(at instant: Int64) -> Int64? {
    guard let day = zone.day(of: instant) else { return nil }
    // A clock that is set back over midnight shows a day again after the next has begun.
    let spans = spans(ofDay: day) + spans(ofDay: day + 1)
    return spans.reduce(workingTime.units(beforeDay: day)) {
      $0 + min(max(instant - $1.lowerBound, 0), $1.upperBound - $1.lowerBound)
    }
  }

  /// The instant at which a microsecond of working time begins.
  private func start(ofUnit unit: Int64) -> Int64? {
    guard let day = workingTime.day(ofUnit: unit) else { return nil }
    var rest = unit - workingTime.units(beforeDay: day)
    for span in spans(ofDay: day) {
      let length = span.upperBound - span.lowerBound
      if rest < length { return span.lowerBound + rest }
      rest -= length
    }
    return nil
  }

  private func hours(ofDay day: Int64) -> [WorkingTime.Hours] { WorkingCalendar.hours(ofDay: day, time) }

  private func spans(ofDay day: Int64) -> [Range<Int64>] { WorkingCalendar.spans(ofDay: day, time, zone) }

  private static func hours(ofDay day: Int64, _ time: WorkingTime) -> [WorkingTime.Hours] {
    time.isHoliday(day) ? [] : time.week[CivilDate.weekday(ofDay: day) - 1]
  }

  /// The working hours of a day as instants.
  private static func spans(ofDay day: Int64, _ time: WorkingTime, _ zone: ZoneTable) -> [Range<Int64>] {
    guard CivilDate.range.contains(day) else { return [] }
    return hours(ofDay: day, time).compactMap { hours in
      guard let opens = zone.firstInstant(showing: day * microsecondsPerDay + hours.start),
        let closes = zone.firstInstant(showing: day * microsecondsPerDay + hours.end)
      else { return nil }
      return opens..<closes
    }
  }

  /// The days on which the clock is set forward or back.
  private static func daysOfChange(in zone: ZoneTable) -> [Int64] {
    zip(zone.transitions, zip(zone.offsets, zone.offsets.dropFirst())).flatMap { second, offsets in
      let first = floorDivide(second + Int64(min(offsets.0, offsets.1)) - 1, by: 86_400).quotient
      let last = floorDivide(second + Int64(max(offsets.0, offsets.1)), by: 86_400).quotient
      return (first...last).filter(CivilDate.range.contains)
    }
  }
}

extension WorkingTime.Hours {
  /// When work begins, in microseconds since midnight.
  fileprivate var start: Int64 { Int64(opens) * 60 * microsecondsPerSecond }
  /// When work ends, in microseconds since midnight.
  fileprivate var end: Int64 { Int64(closes) * 60 * microsecondsPerSecond }
}

extension WorkingTime {
  /// Whether nobody works on a day, whatever its day of the week.
  fileprivate func isHoliday(_ day: Int64) -> Bool {
    let index = holidays.indices.boundary { holidays[$0] >= day }
    return index < holidays.count && holidays[index] == day
  }
}
