/// Texts that tell of a person, looked for in lines of rejects: however a line writes them, with escapes or without, in any
/// ASCII case, but only where no letter or digit goes on before or behind.
struct TellingTexts {
  private let texts: [[UInt8]]

  init(_ texts: [[UInt8]]) { self.texts = texts.map { $0.map(TellingTexts.lower) } }

  /// Whether any of them stands in a line.
  func stand(in line: [UInt8]) -> Bool {
    // The line is JSON, and what it quotes may be JSON too, or bytes written as base64.
    let once = TellingTexts.unescaped(line)
    let forms = [line, once, TellingTexts.unescaped(once), TellingTexts.base64(in: line)]
    return forms.contains { form in
      let form = form.map(TellingTexts.lower)
      return texts.contains { TellingTexts.stands($0, in: form) }
    }
  }

  /// The strings of a JSON text, keys as well, in their order.
  static func strings(in json: ArraySlice<UInt8>) -> [[UInt8]] {
    var strings: [[UInt8]] = []
    var start: Int?
    var isEscaped = false
    for (place, byte) in zip(json.indices, json) {
      guard let first = start else {
        if byte == UInt8(ascii: "\"") { start = place + 1 }
        continue
      }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        strings.append(unescaped(Array(json[first..<place])))
        start = nil
      }
    }
    return strings
  }

  private static func stands(_ text: [UInt8], in line: [UInt8]) -> Bool {
    guard let first = text.first, text.count <= line.count else { return false }
    for start in 0...(line.count - text.count) where line[start] == first {
      let end = start + text.count
      guard line[start..<end].elementsEqual(text) else { continue }
      let isFree = (start == 0 || !isWord(line[start - 1])) && (end == line.count || !isWord(line[end]))
      if isFree { return true }
    }
    return false
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  /// The characters that have letters of their own behind the backslash.
  private static let controls: [UInt8: UInt8] = [0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09]

  /// The bytes with JSON's escapes replaced by what they stand for, wherever there are any.
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    var high: UInt32?
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let letter = bytes[index + 1]
      index += 2
      guard letter == UInt8(ascii: "u"), index + 4 <= bytes.count,
        let unit = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
      else {
        result.append(controls[letter] ?? letter)
        continue
      }
      index += 4
      if (0xD800..<0xDC00).contains(unit) {
        high = unit
      } else {
        let isPair = (0xDC00..<0xE000).contains(unit) && high != nil
        let scalar = isPair ? 0x10000 + ((high ?? 0) - 0xD800) << 10 + (unit - 0xDC00) : unit
        if let scalar = Unicode.Scalar(scalar) { result += Array(String(Character(scalar)).utf8) }
        high = nil
      }
    }
    return result
  }

  /// What stands in a line as base64.
  private static func base64(in line: [UInt8]) -> [UInt8] {
    let key = Array("\"bytesBase64\":\"".utf8)
    guard let start = line.indices.first(where: { line[$0...].starts(with: key) }) else { return [] }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in line[(start + key.count)...] {
      let value: UInt8
      switch byte {
      case 0x41...0x5A: value = byte - 0x41
      case 0x61...0x7A: value = byte - 0x61 + 26
      case 0x30...0x39: value = byte - 0x30 + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: return result
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}
