import CScan

/// The smallest parts of JSON (RFC 8259): strings, numbers, literals, white space.
///
/// Every function takes the whole text and a position, and gives the position behind what it read.
enum JSONText {
  /// Passes over white space.
  @inline(__always)
  static func skipBlanks(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var index = start
    while index < text.count, isBlank(text[index]) { index += 1 }
    return index
  }

  /// Whether a byte is white space.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// Reads a string from the byte behind its opening quote.
  /// - Parameter padding: how many bytes behind the text may be read too.
  /// - Returns: the position of the closing quote, and whether there are escapes.
  @inline(__always)
  static func string(
    _ text: UnsafeRawBufferPointer, _ start: Int, padding: Int = 0
  ) throws(JSONFailure) -> (end: Int, hasEscapes: Bool) {
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw JSONFailure(.unclosedString, at: start)
    }
    let end = cscan_special(bytes, start, text.count &+ padding)
    if end < text.count, bytes[end] == UInt8(ascii: "\"") { return (end, false) }
    return try unusualString(text, end, padding: padding)
  }

  /// Reads on in a string, from its first byte that has to be looked at.
  @inline(never)
  static func unusualString(
    _ text: UnsafeRawBufferPointer, _ start: Int, padding: Int
  ) throws(JSONFailure) -> (end: Int, hasEscapes: Bool) {
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw JSONFailure(.unclosedString, at: start)
    }
    var index = start
    var hasEscapes = false
    while index < text.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") { return (index, hasEscapes) }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        index = try escape(text, index + 1)
      } else if byte < 0x20 {
        throw JSONFailure(.controlCharacter, at: index)
      } else if byte >= 0x80 {
        let length = UTF8Check.length(in: text, at: index)
        if length == 0 { throw JSONFailure(.notUTF8, at: index) }
        index += length
        // Characters that are not ASCII come together, as a rule.
        continue
      }
      index = cscan_special(bytes, index, text.count &+ padding)
    }
    throw JSONFailure(.unclosedString, at: text.count)
  }

  /// Reads a number from its first byte, a minus or a digit; the usual forms without asking at each byte for the text's end.
  /// - Precondition: `FeedBuffer.padding` bytes behind the text may be read, and the last of them is no digit.
  @inline(__always)
  static func number(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ bytes: UnsafePointer<UInt8>
  ) throws(JSONFailure) -> Int {
    let first = bytes[start] == UInt8(ascii: "-") ? start &+ 1 : start
    var index = first
    while isDigit(bytes[index]) { index &+= 1 }
    let digits = index &- first
    var isUsual = digits == 1 || (digits > 1 && bytes[first] != UInt8(ascii: "0"))
    if bytes[index] == UInt8(ascii: ".") {
      let point = index
      repeat { index &+= 1 } while isDigit(bytes[index])
      isUsual = isUsual && index &- point > 1
    }
    guard isUsual, bytes[index] | 0x20 != UInt8(ascii: "e"), index <= text.count else { return try number(text, start) }
    return index
  }

  /// Reads a number from its first byte, a minus or a digit.
  static func number(_ text: UnsafeRawBufferPointer, _ start: Int) throws(JSONFailure) -> Int {
    var index = start
    if byte(text, index) == UInt8(ascii: "-") { index += 1 }
    if byte(text, index) == UInt8(ascii: "0") {
      index += 1
      if isDigit(byte(text, index)) { throw JSONFailure(.leadingZero, at: index) }
    } else {
      index = try digits(text, index)
    }
    if byte(text, index) == UInt8(ascii: ".") { index = try digits(text, index + 1) }
    if byte(text, index) | 0x20 == UInt8(ascii: "e") {
      index += 1
      let sign = byte(text, index)
      if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
      index = try digits(text, index)
    }
    return index
  }

  /// Whether the whole text is one number.
  static func isNumber(_ text: UnsafeRawBufferPointer) -> Bool {
    guard !text.isEmpty, let end = try? number(text, 0) else { return false }
    return end == text.count
  }

  /// Reads `true`, `false` or `null`.
  @inline(__always)
  static func literal(
    _ text: UnsafeRawBufferPointer, _ start: Int
  ) throws(JSONFailure) -> (kind: FoundValue.Kind, end: Int) {
    switch text[start] {
    case UInt8(ascii: "t"): (.true, try word("true", text, start))
    case UInt8(ascii: "f"): (.false, try word("false", text, start))
    case UInt8(ascii: "n"): (.null, try word("null", text, start))
    default: throw unexpected(text, start, .valueExpected)
    }
  }

  /// The failure at a byte that may not stand here: not UTF-8 where it isn't, otherwise what was expected.
  static func unexpected(
    _ text: UnsafeRawBufferPointer, _ index: Int, _ expected: JSONFailure.Problem
  ) -> JSONFailure {
    guard index < text.count else { return JSONFailure(.cutOff, at: index) }
    let isText = text[index] < 0x80 || UTF8Check.length(in: text, at: index) > 0
    return JSONFailure(isText ? expected : .notUTF8, at: index)
  }

  /// Appends the characters of a string that holds escapes.
  /// - Returns: false where half of a surrogate pair stands alone; what was appended then is of no use.
  static func decode(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, into bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    // No escape is shorter than what it stands for.
    bytes.append(contentsOf: repeatElement(0, count: range.count))
    let end = bytes.withUnsafeMutableBufferPointer { decode(text, range, to: $0, from: start) }
    bytes.removeLast(bytes.count - (end ?? start))
    return end != nil
  }

  /// Puts the characters of a string that holds escapes into a buffer, which has room for all its bytes.
  /// - Returns: the place behind the last of them; nil where half of a surrogate pair stands alone.
  private static func decode(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, to bytes: UnsafeMutableBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    var (index, place) = (range.lowerBound, start)
    while index < range.upperBound {
      var byte = text[index]
      index += 1
      if byte == UInt8(ascii: "\\") {
        byte = text[index]
        index += 1
        if byte == UInt8(ascii: "u") {
          guard let scalar = escapedScalar(text, &index, range.upperBound) else { return nil }
          for unit in scalar.utf8 {
            bytes[place] = unit
            place += 1
          }
          continue
        }
        byte = plain(byte)
      }
      bytes[place] = byte
      place += 1
    }
    return place
  }

  /// The character of an escape whose four digits begin at a position, which goes behind them, or behind those of a second
  /// escape where two make a pair; nil where half of a pair stands alone.
  private static func escapedScalar(_ text: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int) -> Unicode.Scalar? {
    let first = hexadecimal(text, index)
    index += 4
    guard first & 0xFC00 == 0xD800, index + 6 <= end, text[index] == UInt8(ascii: "\\"),
      text[index + 1] == UInt8(ascii: "u"), case let second = hexadecimal(text, index + 2), second & 0xFC00 == 0xDC00
    else { return Unicode.Scalar(first) }
    index += 6
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  /// The byte at a position, 0 behind the end: no number, no string and no word holds it.
  @inline(__always)
  private static func byte(_ text: UnsafeRawBufferPointer, _ index: Int) -> UInt8 {
    index < text.count ? text[index] : 0
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

  @inline(__always)
  private static func digits(_ text: UnsafeRawBufferPointer, _ start: Int) throws(JSONFailure) -> Int {
    var index = start
    while isDigit(byte(text, index)) { index += 1 }
    if index == start { throw unexpected(text, index, .digitExpected) }
    return index
  }

  @inline(__always)
  private static func word(
    _ word: StaticString, _ text: UnsafeRawBufferPointer, _ start: Int
  ) throws(JSONFailure) -> Int {
    for offset in 0..<word.utf8CodeUnitCount where byte(text, start + offset) != word.utf8Start[offset] {
      throw unexpected(text, start + offset, .valueExpected)
    }
    return start + word.utf8CodeUnitCount
  }

  private static func escape(_ text: UnsafeRawBufferPointer, _ index: Int) throws(JSONFailure) -> Int {
    switch byte(text, index) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return index + 1
    case UInt8(ascii: "u"):
      for offset in 1...4 where !isHexadecimal(byte(text, index + offset)) {
        throw unexpected(text, index + offset, .invalidUnicodeEscape)
      }
      return index + 5
    default: throw unexpected(text, index, .invalidEscape)
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }

  private static func hexadecimal(_ text: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    var value: UInt32 = 0
    for byte in text[start..<start + 4] {
      value = value << 4 | UInt32(isDigit(byte) ? byte & 15 : byte & 15 &+ 9)
    }
    return value
  }

  private static func plain(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }
}
