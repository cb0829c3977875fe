import FunnelIR

/// How many microseconds a day of 24 hours has.
public let microsecondsPerDay: Int64 = 86_400_000_000

/// How many microseconds a second has.
public let microsecondsPerSecond: Int64 = 1_000_000

/// Splits a number into how many whole units lie below it and the rest, which is never negative.
func floorDivide(_ value: Int64, by unit: Int64) -> (quotient: Int64, rest: Int64) {
  let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
  return rest < 0 ? (quotient - 1, rest + unit) : (quotient, rest)
}

/// Between instants and what a clock in the zone shows.
///
/// Instants are microseconds since 1970-01-01T00:00:00Z; local times are the same count as if the clock showed UTC.
/// Whatever leaves the years 0 to 9999 gives nil.
extension ZoneTable {
  /// All instants that can be handled: those of the years 0 to 9999.
  public static let instants: ClosedRange<Int64> =
    CivilDate.range.lowerBound * microsecondsPerDay...(CivilDate.range.upperBound + 1) * microsecondsPerDay - 1

  /// What the clock shows at an instant.
  public func local(of instant: Int64) -> Int64? {
    guard ZoneTable.instants.contains(instant) else { return nil }
    let second = floorDivide(instant, by: microsecondsPerSecond).quotient
    let local = instant + Int64(offsets[span(at: second)]) * microsecondsPerSecond
    return ZoneTable.instants.contains(local) ? local : nil
  }

  /// The instant at which the clock shows a time.
  ///
  /// A time that the clock skips moves forward by what is skipped (02:30 is read as 03:30 on the night of summer time); one
  /// that occurs twice is the first.
  public func instant(ofLocal local: Int64) -> Int64? {
    guard ZoneTable.instants.contains(local) else { return nil }
    let second = floorDivide(local, by: microsecondsPerSecond).quotient
    let index = firstSpan(showing: second)
    let isSkipped = index > 0 && second < transitions[index - 1] + Int64(offsets[index])
    let offset = offsets[isSkipped ? index - 1 : index]
    let instant = local - Int64(offset) * microsecondsPerSecond
    return ZoneTable.instants.contains(instant) ? instant : nil
  }

  /// The first instant at which the clock shows a time or a later one; for a time that it skips, the moment of the change.
  public func firstInstant(showing local: Int64) -> Int64? {
    guard ZoneTable.instants.contains(local) else { return nil }
    let index = firstSpan(showing: floorDivide(local, by: microsecondsPerSecond).quotient)
    let shown = local - Int64(offsets[index]) * microsecondsPerSecond
    let instant = index > 0 ? max(shown, transitions[index - 1] * microsecondsPerSecond) : shown
    return ZoneTable.instants.contains(instant) ? instant : nil
  }

  /// The first span between transitions in which the clock shows a local second or a later one.
  private func firstSpan(showing second: Int64) -> Int {
    // No offset is larger than 26 hours, so no span that ends earlier can hold the time.
    var index = span(at: second - 27 * 3600)
    while index < transitions.count, second >= transitions[index] + Int64(offsets[index]) { index += 1 }
    return index
  }

  /// The day the calendar shows at an instant, counted from 1970-01-01.
  public func day(of instant: Int64) -> Int64? {
    local(of: instant).map { floorDivide($0, by: microsecondsPerDay).quotient }
  }

  /// The hour the clock shows at an instant, 0 to 23.
  public func hour(of instant: Int64) -> Int? {
    local(of: instant).map { Int(floorDivide($0, by: microsecondsPerDay).rest / 3_600_000_000) }
  }

  /// The instant at which a day begins.
  public func start(ofDay day: Int64) -> Int64? {
    CivilDate.range.contains(day) ? instant(ofLocal: day * microsecondsPerDay) : nil
  }

  /// Adds months, then calendar days, then elapsed time: the first two move the calendar and keep the clock's time.
  public func adding(months: Int64, days: Int64, microseconds: Int64, to instant: Int64) -> Int64? {
    var start = instant
    // Without calendar parts the way over the clock is left out: it could not tell the two hours of autumn apart.
    if months != 0 || days != 0 {
      guard let local = local(of: instant) else { return nil }
      let (day, time) = floorDivide(local, by: microsecondsPerDay)
      guard let moved = CivilDate.adding(months: months, days: days, toDay: day),
        let result = self.instant(ofLocal: moved * microsecondsPerDay + time)
      else { return nil }
      start = result
    }
    let (sum, overflow) = start.addingReportingOverflow(microseconds)
    return !overflow && ZoneTable.instants.contains(sum) ? sum : nil
  }
}
