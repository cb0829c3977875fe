import CScan

/// A number as a line has it: checked, and read where it is a plain one.
struct StraightNumber {
  /// The place behind it.
  let end: UnsafePointer<UInt8>
  /// Its digits, at most fifteen of them, without their point; how many stand behind the point, negative where the number has
  /// more digits, or an exponent.
  let digits: Int64
  let fraction: Int
  let isNegative: Bool

  /// Reads a number that begins with a minus or a digit; nil where RFC 8259 allows none such.
  @inline(__always)
  static func read(_ text: UnsafePointer<UInt8>) -> StraightNumber? {
    let isNegative = text.pointee == UInt8(ascii: "-")
    let first = text + (isNegative ? 1 : 0)
    let whole = cscan_digits(first)
    var end = first + Int(whole.count)
    var digits = whole.value
    if whole.count == 8 {
      let more = cscan_digits(end)
      guard more.count < 8 else {
        return long(text, isNegative)
      }
      digits = digits &* cscan_power_of_ten(more.count) &+ more.value
      end += Int(more.count)
    }
    // Few numbers begin with a zero, but many have one digit.
    guard end > first, first.pointee != UInt8(ascii: "0") || end - first == 1 else { return nil }
    var fraction = 0
    if end.pointee == UInt8(ascii: ".") {
      let part = cscan_digits(end + 1)
      guard part.count > 0 else { return nil }
      digits = digits &* cscan_power_of_ten(part.count) &+ part.value
      fraction = Int(part.count)
      end += 1 &+ fraction
    }
    guard fraction < 8, end - first <= 16, end.pointee | 0x20 != UInt8(ascii: "e") else {
      return long(text, isNegative)
    }
    return StraightNumber(
      end: end, digits: Int64(truncatingIfNeeded: digits), fraction: fraction, isNegative: isNegative)
  }

  /// Checks a number that has many digits or an exponent.
  @inline(never)
  private static func long(_ text: UnsafePointer<UInt8>, _ isNegative: Bool) -> StraightNumber? {
    guard let end = cscan_number(text) else { return nil }
    return StraightNumber(end: end, digits: 0, fraction: -1, isNegative: isNegative)
  }

  /// The number, where it is whole as it stands.
  var integer: Int64? {
    @inline(__always) get {
      fraction == 0 ? (isNegative ? 0 &- digits : digits) : nil
    }
  }

  /// The number that is nearest, where it is plain: digits and a power of ten that are both exact, so that one division rounds
  /// once.
  var number: Double? {
    @inline(__always) get {
      guard fraction >= 0 else { return nil }
      let magnitude =
        Double(digits) / Double(Int64(truncatingIfNeeded: cscan_power_of_ten(Int32(truncatingIfNeeded: fraction))))
      return isNegative && digits != 0 ? -magnitude : magnitude
    }
  }
}
