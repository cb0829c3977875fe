/// Which texts are an email address, a phone number, a URL or a code.
enum TextForms {
  /// Something stands before and behind the last `@`, and no white space anywhere.
  static func isEmail(_ text: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    for (index, byte) in text.enumerated() {
      if byte <= 0x20, isBlank(byte) { return false }
      if byte == UInt8(ascii: "@") { at = index }
    }
    return at > 0 && at < text.count - 1
  }

  /// Digits, at least one, among blanks and `+-()./`.
  static func isPhone(_ text: UnsafeRawBufferPointer) -> Bool {
    var hasDigit = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
      case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "/"):
        continue
      default: return false
      }
    }
    return hasDigit
  }

  /// A scheme, a colon, something behind it, and no white space.
  static func isURL(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon < text.count - 1, isLetter(text[0])
    else { return false }
    for byte in text[..<colon] where !isLetter(byte) && !isDigit(byte) {
      guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { return false }
    }
    return !holdsBlank(text)
  }

  /// Whether a number as written is whole: a minus and digits, without point and exponent.
  static func isWhole(_ number: UnsafeRawBufferPointer) -> Bool {
    number.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// The bits of a two-letter country code in any case.
  static func country(_ text: UnsafeRawBufferPointer) -> UInt64? {
    guard text.count == 2, isLetter(text[0]), isLetter(text[1]) else { return nil }
    let bits = UInt64(text[0] & 0xDF) << 8 | UInt64(text[1] & 0xDF)
    return CodeList.countries.contains(bits) ? bits : nil
  }

  /// The bits of a two-letter language code in any case; what follows a `-` or `_` is the region and dropped.
  static func language(_ text: UnsafeRawBufferPointer) -> UInt64? {
    guard text.count >= 2, isLetter(text[0]), isLetter(text[1]) else { return nil }
    if text.count > 2 {
      guard text.count > 3, text[2] == UInt8(ascii: "-") || text[2] == UInt8(ascii: "_") else { return nil }
      let isRegion = text[3...].allSatisfy {
        isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
      guard isRegion else { return nil }
    }
    let bits = UInt64(text[0] | 0x20) << 8 | UInt64(text[1] | 0x20)
    return CodeList.languages.contains(bits) ? bits : nil
  }

  private static func holdsBlank(_ text: UnsafeRawBufferPointer) -> Bool {
    text.contains(where: isBlank)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
