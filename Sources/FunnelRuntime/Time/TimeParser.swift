/// Reads dates, instants and durations from bytes: RFC 3339 and the durations of ISO 8601.
///
/// Each function wants the whole of what it is given to be one value, and gives nil otherwise.
public struct TimeParser {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Reads `2026-11-20` as days since 1970-01-01.
  public static func day(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.count == 10 else { return nil }
    var parser = TimeParser(bytes)
    return parser.day()
  }

  /// Reads `2026-11-20T08:00:00+01:00` (RFC 3339) as microseconds since 1970.
  ///
  /// The offset is required, its colon is not; digits beyond the microsecond are dropped; a leap second is the second
  /// after it.
  public static func instant(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var parser = TimeParser(bytes)
    guard let day = parser.day(), parser.take("T") || parser.take("t") || parser.take(" "),
      let hour = parser.number(2), hour <= 23, parser.take(":"),
      let minute = parser.number(2), minute <= 59, parser.take(":"),
      let second = parser.number(2), second <= 60, let fraction = parser.fraction(), let offset = parser.offset(),
      parser.isAtEnd
    else { return nil }
    let instant =
      day * microsecondsPerDay + (hour * 3600 + minute * 60 + second - offset) * microsecondsPerSecond + fraction
    // A leap second stands at the end of a UTC day only.
    if second == 60, floorDivide(instant - fraction, by: microsecondsPerDay).rest != 0 { return nil }
    return CivilDate.range.contains(floorDivide(instant, by: microsecondsPerDay).quotient) ? instant : nil
  }

  /// Reads `P3DT2H`, `-PT1.5S` or `P2W` as microseconds, a day being 24 hours; years and months have no length of their
  /// own and are refused.
  public static func duration(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var parser = TimeParser(bytes)
    return parser.duration()
  }

  private var isAtEnd: Bool { position == bytes.count }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func digit() -> Int64? {
    guard position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit <= 9 else { return nil }
    position += 1
    return Int64(digit)
  }

  private mutating func number(_ width: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func day() -> Int64? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2) else { return nil }
    return CivilDate(year: Int(year), month: Int(month), day: Int(day))?.days
  }

  /// The microseconds behind a decimal point, 0 where there is none, nil where no digit follows it.
  private mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    guard var value = digit() else { return nil }
    var width = 1
    while let digit = digit() {
      if width < 6 { value = value * 10 + digit }
      width = min(width + 1, 6)
    }
    for _ in width..<6 { value *= 10 }
    return value
  }

  private mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hours = number(2), hours <= 23 else { return nil }
    _ = take(":")
    guard let minutes = number(2), minutes <= 59 else { return nil }
    return (hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
  }

  private mutating func duration() -> Int64? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard take("P") else { return nil }
    var total: Int64 = 0
    var isInTime = false
    var parts = 0
    // Parts stand from the largest unit to the smallest, none twice; only the last may have a fraction.
    var smallest = Int64.max
    while !isAtEnd {
      if take("T") {
        guard !isInTime, !isAtEnd else { return nil }
        isInTime = true
        continue
      }
      guard let count = count() else { return nil }
      let hasFraction = position < bytes.count && bytes[position] == UInt8(ascii: ".")
      guard let fraction = fraction(), let unit = unit(isInTime), unit < smallest, !hasFraction || isAtEnd else {
        return nil
      }
      smallest = unit
      parts += 1
      let (whole, tooLarge) = count.multipliedReportingOverflow(by: unit)
      let (sum, overflow) = total.addingReportingOverflow(whole)
      let (all, beyond) = sum.addingReportingOverflow(fraction * (unit / microsecondsPerSecond))
      guard !tooLarge, !overflow, !beyond else { return nil }
      total = all
    }
    return parts > 0 ? (isNegative ? -total : total) : nil
  }

  private mutating func count() -> Int64? {
    guard var value = digit() else { return nil }
    while let digit = digit() {
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(digit)
      guard !tooLarge, !overflow else { return nil }
      value = sum
    }
    return value
  }

  private mutating func unit(_ isInTime: Bool) -> Int64? {
    if isInTime {
      if take("H") { return 3600 * microsecondsPerSecond }
      if take("M") { return 60 * microsecondsPerSecond }
      return take("S") ? microsecondsPerSecond : nil
    }
    if take("W") { return 7 * microsecondsPerDay }
    return take("D") ? microsecondsPerDay : nil
  }
}
