import FunnelIR

/// How dates, instants and durations stand in a feed.
enum TimeForms {
  /// From this magnitude on, a whole number counts milliseconds instead of seconds since 1970.
  static let millisecondsFrom: UInt64 = 100_000_000_000

  /// Reads a date: its own form, the local date of an RFC 3339 time, or unix time.
  static func date(_ text: UnsafeRawBufferPointer, isNumber: Bool, in zone: ZoneTable) -> Int64? {
    if !isNumber, let day = TimeParser.day(text) { return day }
    let instant = (isNumber ? nil : TimeParser.instant(text)) ?? unixTime(text)
    guard let instant, let day = zone.day(of: instant) else { return nil }
    return CivilDate.range.contains(day) ? day : nil
  }

  /// Reads an instant: RFC 3339, a date (its midnight in the zone), or unix time.
  static func instant(_ text: UnsafeRawBufferPointer, isNumber: Bool, in zone: ZoneTable) -> Int64? {
    if isNumber { return unixTime(text) }
    if let instant = TimeParser.instant(text) { return instant }
    if let day = TimeParser.day(text) { return zone.start(ofDay: day) }
    return unixTime(text)
  }

  /// Reads a duration: ISO 8601, or a number of seconds.
  static func duration(_ text: UnsafeRawBufferPointer, isNumber: Bool) -> Int64? {
    if !isNumber, let duration = TimeParser.duration(text) { return duration }
    return DecimalForm(text)?.scaled(6, isCut: true)
  }

  private static func unixTime(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard let count = DecimalForm(text)?.scaled(0) else { return nil }
    let unit: Int64 = count.magnitude >= millisecondsFrom ? 1_000 : microsecondsPerSecond
    let (instant, overflow) = count.multipliedReportingOverflow(by: unit)
    return !overflow && ZoneTable.instants.contains(instant) ? instant : nil
  }
}
