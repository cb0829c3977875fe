import FunnelIR

/// What a duration that its author wrote adds to a time.
extension LoadedProgram {
  /// The instant that lies so many spans after an instant; nil where the calendar ends before.
  public func adding(_ span: CalendarSpan, times: Int64 = 1, to instant: Int64) -> Int64? {
    let zone = program.zone
    guard let months = span.months.multiplied(by: times), let days = span.days.multiplied(by: times),
      let microseconds = span.microseconds.multiplied(by: times)
    else { return nil }
    guard span.isBusiness else {
      return zone.adding(months: months, days: days, microseconds: microseconds, to: instant)
    }
    guard let calendar = workingCalendar, let businessDays = span.businessDays.multiplied(by: times),
      let businessTime = span.businessTime.multiplied(by: times),
      let day = zone.adding(months: months, days: days, microseconds: 0, to: instant),
      let workingDay = calendar.adding(businessDays: businessDays, to: day),
      let working = calendar.adding(businessTime: businessTime, to: workingDay)
    else { return nil }
    return zone.adding(months: 0, days: 0, microseconds: microseconds, to: working)
  }

  /// The day that lies a span after a day, of which only the whole days count.
  func adding(_ span: CalendarSpan, toDay day: Int64) -> Int64? {
    guard let moved = CivilDate.adding(months: span.months, days: span.days, toDay: day) else { return nil }
    guard span.businessDays != 0 else { return moved }
    return workingCalendar?.adding(businessDays: span.businessDays, toDay: moved)
  }
}
