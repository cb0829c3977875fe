import FunnelIR
import FunnelRuntime

/// Working time told minute by minute and day by day: slow, and plain enough to be believed.
struct SlowWorkingCalendar {
  let time: WorkingTime
  let zone: ZoneTable

  private static let minute: Int64 = 60 * microsecondsPerSecond

  /// Goes through the minutes with a clock that stands still while the zone's clock repeats what it has shown.
  func adding(businessMinutes count: Int, to instant: Int64, within days: Int64 = 60) -> Int64? {
    let minute = SlowWorkingCalendar.minute
    let before = (count > 0 ? 2 : days) * microsecondsPerDay
    let behind = (count > 0 ? days : 0) * microsecondsPerDay
    var shown = Int64.min
    var worked: [Int64] = []
    for now in stride(from: instant - before, to: instant + behind, by: Int(minute)) {
      shown = max(shown, zone.local(of: now) ?? shown)
      guard isWorking(shown), count < 0 || now >= instant else { continue }
      worked.append(now)
      if worked.count == count { return now + minute }
    }
    return count < 0 && worked.count >= -count ? worked[worked.count + count] : nil
  }

  /// Goes to the next working moment minute by minute, then from day to day, then to that day's working moment.
  func adding(businessDays count: Int, to instant: Int64, within days: Int64 = 60) -> Int64? {
    guard var local = zone.local(of: instant) else { return nil }
    let direction: Int64 = count > 0 ? 1 : -1
    let limit = days * 1440
    var steps: Int64 = 0
    while !touchesWork(local, direction) {
      local += direction * SlowWorkingCalendar.minute
      steps += 1
      if steps > limit { return nil }
    }
    // 24:00 is the end of its day where it was reached backwards.
    let isEndOfDay = direction < 0 && local % microsecondsPerDay == 0 && !works(on: local, at: 0)
    var day = local / microsecondsPerDay - (isEndOfDay ? 1 : 0)
    let timeOfDay = local - day * microsecondsPerDay
    var left = count.magnitude
    while left > 0 {
      day += direction
      steps += 1440
      if steps > limit { return nil }
      if !hours(of: day).isEmpty { left -= 1 }
    }
    var result = day * microsecondsPerDay + timeOfDay
    while !hours(of: day).contains(where: { contains($0, result - day * microsecondsPerDay) }) {
      result += direction * SlowWorkingCalendar.minute
      // Nothing left on this day: its edge.
      guard result >= day * microsecondsPerDay, result <= (day + 1) * microsecondsPerDay else {
        let edge = direction > 0 ? hours(of: day).map(\.closes).max() : hours(of: day).map(\.opens).min()
        result = day * microsecondsPerDay + Int64(edge ?? 0) * SlowWorkingCalendar.minute
        break
      }
    }
    return zone.firstInstant(showing: result)
  }

  private func hours(of day: Int64) -> [WorkingTime.Hours] {
    time.holidays.contains(day) ? [] : time.week[Int((day + 3) % 7)]
  }

  private func contains(_ hours: WorkingTime.Hours, _ timeOfDay: Int64) -> Bool {
    let minutes = timeOfDay / SlowWorkingCalendar.minute
    return Int64(hours.opens) <= minutes && minutes <= Int64(hours.closes)
  }

  private func isWorking(_ local: Int64) -> Bool {
    let minutes = Int(local % microsecondsPerDay / SlowWorkingCalendar.minute)
    return hours(of: local / microsecondsPerDay).contains { $0.opens <= minutes && minutes < $0.closes }
  }

  private func works(on local: Int64, at minutes: Int) -> Bool {
    hours(of: local / microsecondsPerDay).contains { $0.opens <= minutes && minutes <= $0.closes }
  }

  /// Whether a local time is within working hours or at an end of them; midnight belongs to the day it ends only backwards.
  private func touchesWork(_ local: Int64, _ direction: Int64) -> Bool {
    let minutes = Int(local % microsecondsPerDay / SlowWorkingCalendar.minute)
    if works(on: local, at: minutes) { return true }
    let previous = local / microsecondsPerDay - 1
    return direction < 0 && minutes == 0 && hours(of: previous).contains { $0.closes == 1440 }
  }
}
