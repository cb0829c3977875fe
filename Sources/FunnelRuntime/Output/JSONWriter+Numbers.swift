/// Numbers and times.
extension JSONWriter {
  /// Writes a whole number.
  public mutating func integer(_ value: Int64) {
    separate()
    putInteger(value)
  }

  /// Writes a whole number.
  public mutating func integer(_ value: Int) { integer(Int64(value)) }

  /// Writes a number with the fewest digits that read back as the same value, without a fraction where it has none; what
  /// is no number becomes null.
  public mutating func number(_ value: Double) {
    guard value.isFinite else { return null() }
    separate()
    if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value) { return putInteger(whole) }
    if putShort(value) { return }
    var digits: [UInt8] = []
    digits.append(number: value)
    digits.withUnsafeBytes { put($0) }
  }

  /// Writes an amount given in 1/10 000 as an exact decimal: 12.5 for 125 000.
  public mutating func money(_ value: Int64) {
    separate()
    if value < 0 { put(UInt8(ascii: "-")) }
    let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 10_000)
    putDecimal(whole)
    putFraction(fraction, digits: 4)
  }

  /// Writes a day, counted from 1970-01-01, as `"2026-11-20"`; null outside the years 0 to 9999.
  public mutating func date(_ day: Int64) {
    guard let date = CivilDate(days: day) else { return null() }
    beginString()
    putDate(date)
    endString()
  }

  /// Writes an instant in microseconds as `"2026-11-20T08:00:00Z"`; null outside the years 0 to 9999.
  public mutating func datetime(_ instant: Int64) {
    let (day, time) = floorDivide(instant, by: microsecondsPerDay)
    guard let date = CivilDate(days: day) else { return null() }
    let (seconds, fraction) = UInt64(time.magnitude).quotientAndRemainder(dividingBy: UInt64(microsecondsPerSecond))
    let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
    beginString()
    putDate(date)
    put(UInt8(ascii: "T"))
    putPair(minutes / 60)
    put(UInt8(ascii: ":"))
    putPair(minutes % 60)
    put(UInt8(ascii: ":"))
    putPair(second)
    putFraction(fraction, digits: 6)
    put(UInt8(ascii: "Z"))
    endString()
  }

  /// Writes an elapsed time in microseconds as `"P3DT2H"`.
  public mutating func duration(_ microseconds: Int64) {
    var digits: [UInt8] = []
    digits.append(duration: microseconds)
    string(digits[...])
  }

  private mutating func putInteger(_ value: Int64) {
    if value < 0 { put(UInt8(ascii: "-")) }
    putDecimal(value.magnitude)
  }

  /// Writes the digits of a number, from the last to the first.
  private mutating func putDecimal(_ value: UInt64) {
    var width = 1
    var bound: UInt64 = 10
    while width < 20, value >= bound {
      width &+= 1
      bound = width < 20 ? bound &* 10 : bound
    }
    putPadded(value, to: width)
  }

  /// Writes a number in so many digits.
  private mutating func putPadded(_ value: UInt64, to width: Int) {
    putDigits(width) { place in
      var rest = value
      var index = width
      while index > 0 {
        index &-= 1
        let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
        place[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
        rest = tens
      }
    }
  }

  /// Writes two digits.
  @inline(__always)
  private mutating func putPair(_ value: UInt64) {
    putDigits(2) { place in
      place[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10)
      place[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10)
    }
  }

  private mutating func putDate(_ date: CivilDate) {
    putPair(UInt64(truncatingIfNeeded: date.year / 100))
    putPair(UInt64(truncatingIfNeeded: date.year % 100))
    put(UInt8(ascii: "-"))
    putPair(UInt64(truncatingIfNeeded: date.month))
    put(UInt8(ascii: "-"))
    putPair(UInt64(truncatingIfNeeded: date.day))
  }

  /// Writes `.` and the decimals of a fraction in so many digits, without the zeros at its end; nothing for zero.
  private mutating func putFraction(_ fraction: UInt64, digits: Int) {
    guard fraction > 0 else { return }
    put(UInt8(ascii: "."))
    var rest = fraction
    var width = digits
    while rest % 10 == 0 {
      rest /= 10
      width -= 1
    }
    putPadded(rest, to: width)
  }

  /// Writes a number that has one to four decimals and fifteen digits at most; false where it has not, and nothing is
  /// written.
  ///
  /// Numbers of up to fifteen digits are told apart by doubles, and dividing by a power of ten rounds once, so that the first
  /// that gives the value back has the fewest digits.
  private mutating func putShort(_ value: Double) -> Bool {
    guard value.magnitude < 1e11 else { return false }
    var scale = 10.0
    for digits in 1...4 {
      let scaled = (value.magnitude * scale).rounded()
      if scaled / scale == value.magnitude {
        let (whole, fraction) = UInt64(scaled).quotientAndRemainder(dividingBy: UInt64(scale))
        if value < 0 { put(UInt8(ascii: "-")) }
        putDecimal(whole)
        putFraction(fraction, digits: digits)
        return true
      }
      scale *= 10
    }
    return false
  }
}
