/// A JSON document as a flat list of its values, each before those inside it; its strings stay where they are in the bytes.
final class JSONDocument {
  /// One value.
  struct Value {
    enum Kind: UInt8 { case null, yes, no, number, string, array, object }

    let kind: Kind
    /// Its first byte; of a string, the one behind the quote.
    let start: Int
    /// Behind its last byte; of a string, the closing quote.
    var end: Int
    /// How many values stand directly inside: elements, or keys and what they stand for in turn.
    var count = 0
    /// The index behind the last value inside.
    var next: Int
  }

  /// How deep values may be nested.
  private static let depthLimit = 64

  let bytes: [UInt8]
  private(set) var values: [Value] = []
  private var offset = 0

  /// Reads a document; nil where the bytes are none.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    skipBlanks()
    guard read(depth: 0) else { return nil }
    skipBlanks()
    guard offset == bytes.count else { return nil }
  }

  private var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  private func skipBlanks() {
    while offset < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[offset]) { offset += 1 }
  }

  private func accept(_ wanted: UInt8) -> Bool {
    skipBlanks()
    guard byte == wanted, offset < bytes.count else { return false }
    offset += 1
    skipBlanks()
    return true
  }

  private func read(depth: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "{"): container(.object, UInt8(ascii: "}"), depth)
    case UInt8(ascii: "["): container(.array, UInt8(ascii: "]"), depth)
    case UInt8(ascii: "\""): string()
    case UInt8(ascii: "n"): word("null", .null)
    case UInt8(ascii: "t"): word("true", .yes)
    case UInt8(ascii: "f"): word("false", .no)
    default: number()
    }
  }

  private func add(_ kind: Value.Kind, _ range: Range<Int>) {
    values.append(Value(kind: kind, start: range.lowerBound, end: range.upperBound, next: values.count + 1))
  }

  private func container(_ kind: Value.Kind, _ close: UInt8, _ depth: Int) -> Bool {
    guard depth < Self.depthLimit else { return false }
    let index = values.count
    add(kind, offset..<offset)
    offset += 1
    skipBlanks()
    if !accept(close) {
      repeat {
        if kind == .object { guard string(), accept(UInt8(ascii: ":")) else { return false } }
        guard read(depth: depth + 1) else { return false }
        values[index].count += 1
      } while accept(UInt8(ascii: ","))
      guard accept(close) else { return false }
    }
    values[index].next = values.count
    return true
  }

  private func string() -> Bool {
    guard byte == UInt8(ascii: "\"") else { return false }
    let start = offset + 1
    offset = start
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      guard bytes[offset] >= 0x20 else { return false }
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard offset < bytes.count else { return false }
    add(.string, start..<offset)
    offset += 1
    return true
  }

  private func word(_ word: StaticString, _ kind: Value.Kind) -> Bool {
    let end = offset + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[offset..<end].elementsEqual(word.description.utf8) else { return false }
    add(kind, offset..<end)
    offset = end
    return true
  }

  /// Takes what numbers are written with; whether it is one is seen when it is asked for.
  private func number() -> Bool {
    let start = offset
    while offset < bytes.count, "+-.eE".utf8.contains(bytes[offset]) || (0x30...0x39).contains(bytes[offset]) {
      offset += 1
    }
    guard offset > start else { return false }
    add(.number, start..<offset)
    return true
  }

  // MARK: Values

  /// The value of an entry of an object; nil where it has none of that key.
  func entry(_ key: String, of object: Int) -> Int? {
    guard values[object].kind == .object else { return nil }
    var key = key
    return key.withUTF8 { entry($0, of: object) }
  }

  private func entry(_ key: UnsafeBufferPointer<UInt8>, of object: Int) -> Int? {
    var index = object + 1
    while index < values[object].next {
      let name = values[index]
      if name.end - name.start == key.count, bytes[name.start..<name.end].elementsEqual(key) { return index + 1 }
      index = values[index + 1].next
    }
    return nil
  }

  /// The text of a string with its escapes read; nil where that is no text.
  func text(_ index: Int) -> String? {
    guard values[index].kind == .string else { return nil }
    let source = bytes[values[index].start..<values[index].end]
    guard source.contains(UInt8(ascii: "\\")) else { return String(validating: source, as: UTF8.self) }
    var units: [UInt16] = []
    var text: [UInt8] = []
    var place = source.startIndex
    while place < source.endIndex {
      let isEscape = source[place] == UInt8(ascii: "\\")
      if isEscape, place + 5 < source.endIndex, source[place + 1] == UInt8(ascii: "u") {
        guard let digits = String(validating: source[place + 2..<place + 6], as: UTF8.self),
          digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
          let unit = UInt16(digits, radix: 16)
        else { return nil }
        units.append(unit)
        place += 6
        continue
      }
      guard Self.take(&units, into: &text) else { return nil }
      if isEscape {
        guard let byte = Self.escaped(source[place + 1]) else { return nil }
        text.append(byte)
        place += 2
      } else {
        text.append(source[place])
        place += 1
      }
    }
    return Self.take(&units, into: &text) ? String(validating: text, as: UTF8.self) : nil
  }

  /// Moves the halves of characters gathered so far into a text; false where one of them has no other half.
  private static func take(_ units: inout [UInt16], into text: inout [UInt8]) -> Bool {
    guard !units.isEmpty else { return true }
    guard let string = String(validating: units, as: UTF16.self) else { return false }
    text.append(contentsOf: string.utf8)
    units.removeAll()
    return true
  }

  private static func escaped(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// The digits of a number; nil where the value is none.
  func digits(_ index: Int) -> String? {
    let value = values[index]
    return value.kind == .number ? String(validating: bytes[value.start..<value.end], as: UTF8.self) : nil
  }
}
