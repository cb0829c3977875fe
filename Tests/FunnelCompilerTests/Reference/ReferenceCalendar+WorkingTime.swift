import FunnelSemantics

/// Business days and business hours, a day at a time.
extension ReferenceCalendar {
  /// The working hours of a day in microseconds since midnight, joined where they meet or overlap, the earliest first.
  private func hours(of day: Int64) -> [ClosedRange<Int64>] {
    guard let working, !working.holidays.contains(day) else { return [] }
    let weekday = (day + 3) - Self.floored(day + 3, by: 7) * 7
    let minute: Int64 = 60_000_000
    var joined: [ClosedRange<Int64>] = []
    for hours in working.hours.filter({ $0.weekday == weekday }).sorted(by: { $0.opens < $1.opens }) {
      let (opens, closes) = (Int64(hours.opens) * minute, Int64(hours.closes) * minute)
      if let last = joined.last, opens <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, closes)
      } else {
        joined.append(opens...closes)
      }
    }
    return joined
  }

  /// The first day in a direction, the day itself included, on which anybody works; nil where there is none in years.
  private func workingDay(from day: Int64, _ direction: Int64) -> Int64? {
    var day = day
    for _ in 0..<4_000 {
      if !hours(of: day).isEmpty { return day }
      day += direction
    }
    return nil
  }

  /// A day so many working days away.
  func moved(day: Int64, byWorkingDays count: Int64) -> Int64? {
    let direction = count.signum()
    guard count != 0, var result = workingDay(from: day, direction) else { return count == 0 ? day : nil }
    for _ in 0..<count.magnitude {
      guard let next = workingDay(from: result + direction, direction) else { return nil }
      result = next
    }
    return result
  }

  /// An instant so many working days away, at the same time of day where people work then.
  func moved(_ instant: Int64, byWorkingDays count: Int64) -> Int64? {
    guard count != 0 else { return instant }
    let isForward = count > 0
    var day = date(instant)
    var time = local(instant) - day * Self.day
    if let moment = workingMoment(of: day, nearest: time, isForward) {
      time = moment
    } else {
      guard let other = workingDay(from: day + count.signum(), count.signum()), let edge = edge(of: other, isForward)
      else { return nil }
      (day, time) = (other, edge)
    }
    guard let target = moved(day: day, byWorkingDays: count),
      let moment = workingMoment(of: target, nearest: time, isForward) ?? edge(of: target, !isForward)
    else { return nil }
    return firstInstant(showing: target * Self.day + moment)
  }

  private func workingMoment(of day: Int64, nearest time: Int64, _ isForward: Bool) -> Int64? {
    let hours = hours(of: day)
    if hours.contains(where: { $0.contains(time) }) { return time }
    return isForward
      ? hours.map(\.lowerBound).filter { $0 > time }.min() : hours.map(\.upperBound).filter { $0 < time }.max()
  }

  /// Where a day's work begins, going forward, or where it ends.
  private func edge(of day: Int64, _ isForward: Bool) -> Int64? {
    isForward ? hours(of: day).first?.lowerBound : hours(of: day).last?.upperBound
  }

  /// An instant from which so much working time lies between.
  func moved(_ instant: Int64, byWorkingTime amount: Int64) -> Int64? {
    guard amount != 0 else { return instant }
    var rest = Int64(amount.magnitude)
    var day = date(instant) - amount.signum()
    for _ in 0..<4_000 {
      let spans = hours(of: day).map { hours in
        (
          firstInstant(showing: day * Self.day + hours.lowerBound),
          firstInstant(showing: day * Self.day + hours.upperBound)
        )
      }
      for span in amount > 0 ? spans : spans.reversed() {
        let opens = amount > 0 ? max(span.0, instant) : span.0
        let closes = amount > 0 ? span.1 : min(span.1, instant)
        guard closes > opens else { continue }
        if rest <= closes - opens { return amount > 0 ? opens + rest : closes - rest }
        rest -= closes - opens
      }
      day += amount.signum()
    }
    return nil
  }

  /// When the clock on the wall first shows a time or a later one.
  func firstInstant(showing local: Int64) -> Int64 {
    let found = instant(local: local)
    guard self.local(found) != local else { return found }
    // The time is skipped: the clock was put forward in the hours before what was found.
    var first = found
    for step in [60_000_000, 1_000_000, 1_000, 1] as [Int64] {
      while self.local(first - step) >= local { first -= step }
    }
    return first
  }
}
