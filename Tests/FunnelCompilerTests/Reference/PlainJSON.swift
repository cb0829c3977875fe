/// A JSON text as a tree; numbers stay as they are written.
enum PlainJSON: Hashable {
  case null
  case boolean(Bool)
  case number(String)
  case text([UInt8])
  case array([PlainJSON])
  case object([Member])

  struct Member: Hashable {
    let key: [UInt8]
    let value: PlainJSON
  }

  static func string(_ text: String) -> PlainJSON { .text(Array(text.utf8)) }

  /// The value of a key; nil where it is absent or this is no object.
  subscript(key: String) -> PlainJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == Array(key.utf8) }?.value
  }

  /// The text, or the number as written, and nothing else.
  var word: [UInt8]? {
    switch self {
    case .text(let text): text
    case .number(let number): Array(number.utf8)
    default: nil
    }
  }

  /// Reads one text; nil where it is no JSON.
  init?(_ text: some Sequence<UInt8>) {
    var reader = PlainJSONReader(text: Array(text))
    guard let value = reader.value(), reader.isAtEnd else { return nil }
    self = value
  }
}

/// Reads JSON by recursive descent.
private struct PlainJSONReader {
  let text: [UInt8]
  var place = 0

  init(text: [UInt8]) { self.text = text }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return place == text.count
    }
  }

  mutating func value() -> PlainJSON? {
    skipBlanks()
    guard place < text.count else { return nil }
    switch text[place] {
    case UInt8(ascii: "{"): return object()
    case UInt8(ascii: "["): return array()
    case UInt8(ascii: "\""): return string().map(PlainJSON.text)
    case UInt8(ascii: "t"): return take("true") ? .boolean(true) : nil
    case UInt8(ascii: "f"): return take("false") ? .boolean(false) : nil
    case UInt8(ascii: "n"): return take("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func skipBlanks() {
    while place < text.count, text[place] == 0x20 || (0x09...0x0D).contains(text[place]) {
      if text[place] == 0x0B || text[place] == 0x0C { return }
      place += 1
    }
  }

  private mutating func take(_ word: String) -> Bool {
    skipBlanks()
    var end = place
    for byte in word.utf8 {
      guard end < text.count, text[end] == byte else { return false }
      end += 1
    }
    place = end
    return true
  }

  private mutating func object() -> PlainJSON? {
    var members: [PlainJSON.Member] = []
    guard take("{") else { return nil }
    if take("}") { return .object([]) }
    repeat {
      skipBlanks()
      guard let key = string(), take(":"), let value = value() else { return nil }
      members.append(PlainJSON.Member(key: key, value: value))
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array() -> PlainJSON? {
    var elements: [PlainJSON] = []
    guard take("[") else { return nil }
    if take("]") { return .array([]) }
    repeat {
      guard let value = value() else { return nil }
      elements.append(value)
    } while take(",")
    return take("]") ? .array(elements) : nil
  }

  private mutating func string() -> [UInt8]? {
    guard place < text.count, text[place] == UInt8(ascii: "\"") else { return nil }
    place += 1
    var bytes: [UInt8] = []
    var halves: [UInt16] = []
    while place < text.count {
      let byte = text[place]
      place += 1
      if byte == UInt8(ascii: "\\"), place < text.count, text[place] == UInt8(ascii: "u") {
        guard place + 4 < text.count,
          let half = UInt16(String(decoding: text[place + 1...place + 4], as: UTF8.self), radix: 16)
        else { return nil }
        place += 5
        halves.append(half)
        continue
      }
      if !halves.isEmpty {
        bytes += Array(String(decoding: halves, as: UTF16.self).utf8)
        halves = []
      }
      if byte == UInt8(ascii: "\"") { return bytes }
      guard byte >= 0x20 else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard place < text.count, let escaped = Self.escapes[text[place]] else { return nil }
      bytes.append(escaped)
      place += 1
    }
    return nil
  }

  private static let escapes: [UInt8: UInt8] = [
    0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
  ]

  private mutating func number() -> PlainJSON? {
    let start = place
    while place < text.count, Self.isOfNumber(text[place]) { place += 1 }
    let number = String(decoding: text[start..<place], as: UTF8.self)
    return Double(number) == nil ? nil : .number(number)
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2B, 0x2D, 0x2E, 0x45, 0x65, 0x30...0x39: true
    default: false
    }
  }
}
