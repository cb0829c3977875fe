import FunnelIR

/// Hides personal values in what people read, and leaves as much as it takes to tell two leads apart at a glance.
///
/// | type | value | shown |
/// |---|---|---|
/// | email | `ada.lovelace@babbage.co.uk` | `a***@b***.uk` |
/// | phone | `+49 30 1234567` | `***67` |
/// | url | `https://example.com/ada` | `https:***` |
/// | text, document | `Lovelace` | `L***` |
/// | every other type, and sets | `1815-12-10` | `***` |
///
/// Three stars stand for any number of characters, so no length is told. A letter is shown only where it is a Latin letter or
/// an ASCII digit, of a text only where it has at least five bytes; of a phone number two digits are shown where it has at least
/// six. What does not look like its type, whatever its bytes, is three stars. The result has at most 24 bytes.
public enum Masking {
  /// What is shown of a value, given as the text in which it would be shown.
  public static func mask(_ text: UnsafeRawBufferPointer, as type: ValueType) -> [UInt8] {
    guard !type.isSet else { return stars }
    switch type.base {
    case .email: return email(text)
    case .phone: return stars + lastDigits(text)
    case .url: return scheme(text) + stars
    case .text, .document: return text.count >= 5 ? firstLetter(text[...]) + stars : stars
    case .boolean, .integer, .number, .money, .date, .datetime, .duration, .country, .language, .choice: return stars
    }
  }

  private static let stars = Array("***".utf8)

  private static func email(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    guard let at = text.lastIndex(of: UInt8(ascii: "@")) else { return stars }
    let domain = text[(at + 1)...]
    var result = firstLetter(text[..<at]) + stars + [UInt8(ascii: "@")] + firstLetter(domain) + stars
    if let dot = domain.lastIndex(of: UInt8(ascii: ".")) {
      let ending = domain[(dot + 1)...]
      if (2...12).contains(ending.count), ending.allSatisfy(isLetter) { result += domain[dot...] }
    }
    return result
  }

  private static func lastDigits(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    let digits = text.filter(isDigit)
    return digits.count >= 6 ? digits.suffix(2) : []
  }

  private static func scheme(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), (1...12).contains(colon),
      text[..<colon].allSatisfy(isLetter)
    else { return [] }
    return Array(text[...colon])
  }

  /// The first character where it is a Latin letter (up to U+024F) or an ASCII digit; others may be half a name, or change
  /// how a line is shown.
  private static func firstLetter(_ text: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
    guard let first = text.first else { return [] }
    if isLetter(first) || isDigit(first) { return [first] }
    guard (0xC3...0xC9).contains(first), let second = text.dropFirst().first, second & 0xC0 == 0x80 else { return [] }
    // U+00D7 and U+00F7 are the signs of multiplication and division.
    let isSign = first == 0xC3 && (second == 0x97 || second == 0xB7)
    return isSign ? [] : [first, second]
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
