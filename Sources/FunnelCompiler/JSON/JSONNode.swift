/// A value of a JSON text (RFC 8259) with the place where it stands, so that a message can point at it.
public struct JSONNode: Sendable {
  /// What it is.
  public let value: Value
  /// Its bytes.
  public let range: Range<Int>

  /// What a value can be.
  public indirect enum Value: Sendable {
    case null
    case boolean(Bool)
    /// A number as it is written.
    case number(String)
    case string(String)
    case array([JSONNode])
    /// The members in order; of a key that stands twice, both.
    case object([Member])
  }

  /// A key with its value.
  public struct Member: Sendable {
    /// The key.
    public let key: String
    /// Where the key stands, with its quotes.
    public let keyRange: Range<Int>
    /// The value.
    public let node: JSONNode
  }

  /// Why a text is no JSON.
  public struct Problem: Error, Sendable, Hashable {
    /// What is wrong, as a phrase.
    public let message: String
    /// Where.
    public let offset: Int

    /// Makes a problem.
    public init(message: String, offset: Int) {
      self.message = message
      self.offset = offset
    }
  }

  /// Reads a text that is one value and no more.
  public static func parse(_ bytes: [UInt8]) throws(Problem) -> JSONNode {
    var parser = JSONParser(bytes: bytes)
    let node = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.index == bytes.count else { throw parser.problem("nothing may stand behind the value") }
    return node
  }

  /// The text, where it is a string.
  public var string: String? { if case .string(let text) = value { text } else { nil } }

  /// The elements, where it is an array.
  public var elements: [JSONNode]? { if case .array(let elements) = value { elements } else { nil } }

  /// The members, where it is an object.
  public var members: [Member]? { if case .object(let members) = value { members } else { nil } }

  /// The whole number that fits, where it is one.
  public var integer: Int? { if case .number(let text) = value { Int(text) } else { nil } }
}

/// Reads JSON byte by byte; as deep as `deepest` and no deeper, so that no text can exhaust the stack.
private struct JSONParser {
  static let deepest = 64
  let bytes: [UInt8]
  var index = 0

  func problem(_ message: String) -> JSONNode.Problem { JSONNode.Problem(message: message, offset: index) }

  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  mutating func value(depth: Int) throws(JSONNode.Problem) -> JSONNode {
    skipBlanks()
    guard depth < Self.deepest else { throw problem("this is nested too deep") }
    let start = index
    switch byte {
    case UInt8(ascii: "{"):
      let members = try object(depth: depth)
      return JSONNode(value: .object(members), range: start..<index)
    case UInt8(ascii: "["):
      let elements = try array(depth: depth)
      return JSONNode(value: .array(elements), range: start..<index)
    case UInt8(ascii: "\""):
      let text = try string()
      return JSONNode(value: .string(text), range: start..<index)
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte): return try number()
    case nil: throw problem("a value is missing at the end")
    default:
      throw problem("a value is needed here: an object, an array, a text in quotes, a number, true, false or null")
    }
  }

  private mutating func object(depth: Int) throws(JSONNode.Problem) -> [JSONNode.Member] {
    var members: [JSONNode.Member] = []
    index += 1
    skipBlanks()
    if byte == UInt8(ascii: "}") {
      index += 1
      return members
    }
    while true {
      skipBlanks()
      guard byte == UInt8(ascii: "\"") else { throw problem("a key in quotes is needed here") }
      let start = index
      let key = try string()
      let range = start..<index
      skipBlanks()
      guard byte == UInt8(ascii: ":") else { throw problem("\":\" is needed behind the key") }
      index += 1
      members.append(JSONNode.Member(key: key, keyRange: range, node: try value(depth: depth + 1)))
      skipBlanks()
      switch byte {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "}"):
        index += 1
        return members
      default: throw problem("\",\" or \"}\" is needed here")
      }
    }
  }

  private mutating func array(depth: Int) throws(JSONNode.Problem) -> [JSONNode] {
    var elements: [JSONNode] = []
    index += 1
    skipBlanks()
    if byte == UInt8(ascii: "]") {
      index += 1
      return elements
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      switch byte {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "]"):
        index += 1
        return elements
      default: throw problem("\",\" or \"]\" is needed here")
      }
    }
  }

  private mutating func word(_ word: String, _ value: JSONNode.Value) throws(JSONNode.Problem) -> JSONNode {
    let start = index
    guard bytes[index...].starts(with: word.utf8) else { throw problem("\"\(word)\" is probably meant here") }
    index += word.utf8.count
    return JSONNode(value: value, range: start..<index)
  }

  private mutating func number() throws(JSONNode.Problem) -> JSONNode {
    let start = index
    while let byte, (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard Double(text) != nil else { throw problem("\"\(text)\" is no number") }
    return JSONNode(value: .number(text), range: start..<index)
  }

  private mutating func string() throws(JSONNode.Problem) -> String {
    var text: [UInt8] = []
    index += 1
    while let byte {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(Character(try escape())).utf8)
      case 0..<0x20: throw problem("a text ends on its line")
      default: text.append(byte)
      }
    }
    throw problem("the text in quotes has no end")
  }

  private mutating func escape() throws(JSONNode.Problem) -> Unicode.Scalar {
    guard let byte else { throw problem("the text in quotes has no end") }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"):
      let first = try unit()
      guard (0xD800...0xDBFF).contains(first), bytes[index...].starts(with: "\\u".utf8) else {
        return Unicode.Scalar(first) ?? "\u{FFFD}"
      }
      index += 2
      let second = try unit()
      guard (0xDC00...0xDFFF).contains(second) else { return "\u{FFFD}" }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    default: throw problem("no such escape")
    }
  }

  private mutating func unit() throws(JSONNode.Problem) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
      throw problem("four hexadecimal digits are needed behind \"\\u\"")
    }
    index += 4
    return unit
  }
}
