/// Printing of numbers, byte by byte.
extension [UInt8] {
  /// Appends a whole number with its sign.
  mutating func append(integer value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// Appends a number with the fewest digits that read back as the same value, without a fraction where it has none.
  mutating func append(number value: Double) {
    if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value) { return append(integer: whole) }
    append(contentsOf: value.description.utf8)
    if suffix(2).elementsEqual([UInt8(ascii: "."), UInt8(ascii: "0")]) { removeLast(2) }
  }
}
