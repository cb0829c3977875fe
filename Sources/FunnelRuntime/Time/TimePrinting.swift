/// Printing of dates, instants and durations, byte by byte.
extension [UInt8] {
  /// Appends a day as `2026-11-20`.
  /// - Returns: whether the day lies in the years 0 to 9999; nothing is appended otherwise.
  @discardableResult
  public mutating func append(day: Int64) -> Bool {
    guard let date = CivilDate(days: day) else { return false }
    append(padded: date.year, to: 4)
    append(UInt8(ascii: "-"))
    append(padded: date.month, to: 2)
    append(UInt8(ascii: "-"))
    append(padded: date.day, to: 2)
    return true
  }

  /// Appends an instant in microseconds as `2026-11-20T08:00:00Z` (RFC 3339), with a fraction only where there is one.
  /// - Returns: whether the instant lies in the years 0 to 9999; nothing is appended otherwise.
  @discardableResult
  public mutating func append(instant: Int64) -> Bool {
    let (day, time) = floorDivide(instant, by: microsecondsPerDay)
    guard append(day: day) else { return false }
    let (second, fraction) = time.quotientAndRemainder(dividingBy: microsecondsPerSecond)
    append(UInt8(ascii: "T"))
    append(padded: Int(second) / 3600, to: 2)
    append(UInt8(ascii: ":"))
    append(padded: Int(second) / 60 % 60, to: 2)
    append(UInt8(ascii: ":"))
    append(padded: Int(second) % 60, to: 2)
    append(fraction: Int(fraction), digits: 6)
    append(UInt8(ascii: "Z"))
    return true
  }

  /// Appends an elapsed time in microseconds in ISO 8601's form, a day being 24 hours: `P3DT2H`, `-PT1.5S`, `PT0S`.
  public mutating func append(duration: Int64) {
    if duration < 0 { append(UInt8(ascii: "-")) }
    append(UInt8(ascii: "P"))
    let size = duration.magnitude
    let (days, time) = size.quotientAndRemainder(dividingBy: UInt64(microsecondsPerDay))
    if days > 0 {
      append(decimal: days)
      append(UInt8(ascii: "D"))
    }
    guard time > 0 || days == 0 else { return }
    append(UInt8(ascii: "T"))
    let (seconds, fraction) = time.quotientAndRemainder(dividingBy: UInt64(microsecondsPerSecond))
    if seconds >= 3600 {
      append(decimal: seconds / 3600)
      append(UInt8(ascii: "H"))
    }
    if seconds / 60 % 60 > 0 {
      append(decimal: seconds / 60 % 60)
      append(UInt8(ascii: "M"))
    }
    guard seconds % 60 > 0 || fraction > 0 || size == 0 else { return }
    append(decimal: seconds % 60)
    append(fraction: Int(fraction), digits: 6)
    append(UInt8(ascii: "S"))
  }

  /// Appends `.` and a count of the unit's `digits`-th decimals without the zeros at its end; nothing for zero.
  mutating func append(fraction: Int, digits: Int) {
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    var rest = fraction
    var width = digits
    while rest % 10 == 0 {
      rest /= 10
      width -= 1
    }
    append(padded: rest, to: width)
  }

  /// Appends a number that is not negative with at least so many digits.
  mutating func append(padded value: Int, to width: Int) {
    let start = count
    append(decimal: UInt64(value.magnitude))
    let missing = width - (count - start)
    if missing > 0 { insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: start) }
  }

  /// Appends the digits of a number.
  public mutating func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    var rest = value
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }
}
