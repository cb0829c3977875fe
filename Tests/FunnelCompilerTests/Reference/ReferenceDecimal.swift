/// A decimal number as it is written, exactly: digits and the power of ten that they count.
struct ReferenceDecimal {
  private var digits: [Int64] = []
  private var exponent = 0
  private var isNegative = false

  init?(_ text: String) {
    var rest = Substring(text)
    if rest.first == "-" {
      isNegative = true
      rest = rest.dropFirst()
    }
    let mantissa = rest.prefix { $0 != "e" && $0 != "E" }
    if mantissa.count < rest.count {
      guard let power = Int(rest.dropFirst(mantissa.count + 1)) else { return nil }
      exponent = power
    }
    let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    if parts[0].count > 1, parts[0].first == "0" { return nil }
    for character in parts.joined() {
      guard character.isASCII, let digit = character.wholeNumberValue else { return nil }
      digits.append(Int64(digit))
    }
    if parts.count == 2 { exponent -= parts[1].count }
    while digits.count > 1, digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
  }

  /// The number times ten to the power of `places`, where that is whole and fits 64 bits.
  func scaled(by places: Int) -> Int64? {
    if digits == [0] { return 0 }
    guard exponent + places >= 0, exponent + places < 20 else { return nil }
    var result: Int64 = 0
    for digit in digits + Array(repeating: 0, count: exponent + places) {
      let (tens, overflow) = result.multipliedReportingOverflow(by: 10)
      let (sum, beyond) = isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      if overflow || beyond { return nil }
      result = sum
    }
    return result
  }
}
