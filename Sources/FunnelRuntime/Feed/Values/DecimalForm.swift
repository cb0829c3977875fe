/// A JSON number taken apart without rounding: its digits times a power of ten.
struct DecimalForm {
  private let text: UnsafeRawBufferPointer
  private let isNegative: Bool
  /// The digits from the first to the last that is not zero, a point possibly among them; empty for zero.
  private let digits: Range<Int>
  /// The power of ten that the last of them stands for, without bound by what the exponent says.
  private let power: Int

  /// Takes a number apart; nil where the text is no JSON number.
  init?(_ text: UnsafeRawBufferPointer) {
    guard JSONText.isNumber(text) else { return nil }
    self.text = text
    isNegative = text[0] == UInt8(ascii: "-")
    var point: Int?
    var end = text.count
    var first: Int?
    var last = 0
    for index in text.indices {
      let byte = text[index]
      if byte == UInt8(ascii: ".") { point = index }
      if byte | 0x20 == UInt8(ascii: "e") {
        end = index
        break
      }
      guard byte > UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { continue }
      first = first ?? index
      last = index
    }
    let units = (point ?? end) - 1
    digits = first.map { $0..<last + 1 } ?? 0..<0
    power = (last <= units ? units - last : units + 1 - last) + DecimalForm.exponent(text, end)
  }

  /// The value of up to eighteen digits with a minus or none in front; nil for any other number, which is to be taken apart.
  @inline(__always)
  static func whole(_ text: UnsafeRawBufferPointer, _ range: Range<Int>? = nil) -> Int64? {
    let range = range ?? 0..<text.count
    guard !range.isEmpty else { return nil }
    let isNegative = text[range.lowerBound] == UInt8(ascii: "-")
    let start = range.lowerBound &+ (isNegative ? 1 : 0)
    let count = range.upperBound &- start
    guard count > 0, count <= 18, count == 1 || text[start] != UInt8(ascii: "0") else { return nil }
    var value: Int64 = 0
    for index in start..<range.upperBound {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return isNegative ? -value : value
  }

  /// The nearest double to up to fifteen digits, a point possibly among them; nil for any other number, which is to be taken
  /// apart.
  static func number(_ text: UnsafeRawBufferPointer) -> Double? {
    guard let first = text.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    guard text.count &- index <= 16, index < text.count,
      text[index] != UInt8(ascii: "0") || index &+ 1 == text.count
        || text[index &+ 1] == UInt8(ascii: ".")
    else { return nil }
    var value: Int64 = 0
    var decimals = -1
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      index &+= 1
      if digit <= 9 {
        value = value &* 10 &+ Int64(digit)
        if decimals >= 0 { decimals &+= 1 }
      } else {
        let isFront = index == (isNegative ? 2 : 1)
        guard digit == UInt8(ascii: ".") &- UInt8(ascii: "0"), decimals < 0, !isFront, index != text.count
        else { return nil }
        decimals = 0
      }
    }
    // Sixteen digits may be more than 53 bits hold.
    guard value < 1 << 53 else { return nil }
    let magnitude = decimals > 0 ? Double(value) / DecimalForm.powersOfTen[decimals] : Double(value)
    return isNegative && value != 0 ? -magnitude : magnitude
  }

  /// The value times a power of ten as a whole number; nil where it is none or has more than 64 bits.
  /// - Parameter isCut: whether decimals beyond are dropped instead.
  func scaled(_ decimals: Int, isCut: Bool = false) -> Int64? {
    let shift = power + decimals
    guard !digits.isEmpty else { return 0 }
    guard shift >= 0 || isCut else { return nil }
    let count = digits.count - (text[digits].contains(UInt8(ascii: ".")) ? 1 : 0) + min(shift, 0)
    var value: Int64 = 0
    var taken = 0
    for byte in text[digits] where byte != UInt8(ascii: ".") && taken < count {
      guard let next = append(Int64(byte & 15), to: value) else { return nil }
      value = next
      taken += 1
    }
    for _ in 0..<max(min(shift, 20), 0) {
      guard let next = append(0, to: value) else { return nil }
      value = next
    }
    return value
  }

  /// The nearest double; nil where it would be infinite. Negative zero is zero.
  var double: Double? {
    guard !digits.isEmpty else { return 0 }
    // A whole number of 53 bits and a power of ten of 22 are exact, so that one operation rounds once (Clinger).
    if abs(power) <= 22, digits.count <= 16, let value = significand, value.magnitude <= 1 << 53 {
      let ten = DecimalForm.powersOfTen[abs(power)]
      return power < 0 ? Double(value) / ten : Double(value) * ten
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value == 0 ? 0 : value
  }

  /// Whether two texts are the same number.
  static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard let a = DecimalForm(a), let b = DecimalForm(b) else { return false }
    if a.digits.isEmpty || b.digits.isEmpty { return a.digits.isEmpty && b.digits.isEmpty }
    let point = UInt8(ascii: ".")
    return a.isNegative == b.isNegative && a.power == b.power
      && a.text[a.digits].lazy.filter { $0 != point }.elementsEqual(b.text[b.digits].lazy.filter { $0 != point })
  }

  private var significand: Int64? {
    var value: Int64 = 0
    for byte in text[digits] where byte != UInt8(ascii: ".") {
      guard let next = append(Int64(byte & 15), to: value) else { return nil }
      value = next
    }
    return value
  }

  /// Puts a digit behind a value, which carries the number's sign so that the least number fits too.
  private func append(_ digit: Int64, to value: Int64) -> Int64? {
    let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflow) = tens.addingReportingOverflow(isNegative ? -digit : digit)
    return tooLarge || overflow ? nil : sum
  }

  /// The exponent behind a position, held within a billion.
  private static func exponent(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
    guard start < text.count else { return 0 }
    var value = 0
    for byte in text[(start + 1)...] where byte >= UInt8(ascii: "0") {
      value = min(value * 10 + Int(byte & 15), 1_000_000_000)
    }
    return text[start + 1] == UInt8(ascii: "-") ? -value : value
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
