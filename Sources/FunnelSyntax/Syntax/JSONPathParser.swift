/// Reads a singular query of RFC 9535, in which one filter step `[?@.x=='y']` and one `[*]` may stand.
struct JSONPathParser {
  /// Why a text is no such path.
  struct Problem: Error, Sendable, Hashable {
    /// The offset in the text's UTF-8 bytes.
    let offset: Int
    /// What is wrong, in plain words.
    let message: String
  }

  private let bytes: [UInt8]
  private var index = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The steps of a path: `$` and then `.key`, `['key']`, `[0]`, `[*]` or `[?@.key=='text']`.
  static func parse(_ text: String) throws(Problem) -> [PathSyntax.Step] {
    var parser = JSONPathParser(text)
    return try parser.path()
  }

  private mutating func path() throws(Problem) -> [PathSyntax.Step] {
    guard skip("$") else { throw problem("a path in quotes begins with \"$\"") }
    var steps: [PathSyntax.Step] = []
    var filters = 0
    var wildcards = 0
    while index < bytes.count {
      let start = index
      let step = try self.step()
      if case .firstWhere = step { filters += 1 }
      if case .each = step { wildcards += 1 }
      if filters > 1 { throw Problem(offset: start, message: "a path may hold one step with \"?\"") }
      if wildcards > 1 { throw Problem(offset: start, message: "a path may hold one step \"[*]\"") }
      steps.append(step)
    }
    return steps
  }

  private mutating func step() throws(Problem) -> PathSyntax.Step {
    if skip(".") {
      if peek == UInt8(ascii: ".") { throw problem("\"..\" is not possible here: name each step") }
      if skip("*") { return .each }
      return .key(try word())
    }
    guard skip("[") else { throw problem("a step begins with \".\" or \"[\"") }
    blanks()
    let step = try selector()
    blanks()
    guard skip("]") else { throw problem("\"]\" is missing") }
    return step
  }

  private mutating func selector() throws(Problem) -> PathSyntax.Step {
    if skip("*") { return .each }
    if skip("?") { return try filter() }
    if peek == UInt8(ascii: "'") || peek == UInt8(ascii: "\"") { return .key(try quoted()) }
    let start = index
    _ = skip("-")
    while let byte = peek, Self.isDigit(byte) { index += 1 }
    let digits = String(decoding: bytes[start..<index], as: UTF8.self)
    let isCanonical = digits == "0" || !(digits.hasPrefix("0") || digits.hasPrefix("-0"))
    // RFC 9535 keeps indices within the integers that a double holds exactly.
    guard isCanonical, let value = Int(digits), value.magnitude < 1 << 53 else {
      throw Problem(
        offset: start, message: "in \"[...]\" stands a number, a key in quotes, \"*\" or \"?@.key=='text'\"")
    }
    return .index(value)
  }

  private mutating func filter() throws(Problem) -> PathSyntax.Step {
    blanks()
    let isParenthesized = skip("(")
    blanks()
    guard skip("@") else { throw problem("behind \"?\" stands \"@.key=='text'\"") }
    var keys: [String] = []
    while peek == UInt8(ascii: ".") || peek == UInt8(ascii: "[") {
      let start = index
      guard case .key(let key) = try step() else {
        throw Problem(offset: start, message: "only keys may stand behind \"@\"")
      }
      keys.append(key)
    }
    guard !keys.isEmpty else { throw problem("behind \"@\" stands a key: \"@.key\"") }
    blanks()
    guard skip("="), skip("=") else { throw problem("only \"==\" may stand between the key and the value") }
    blanks()
    let isText = peek == UInt8(ascii: "'") || peek == UInt8(ascii: "\"")
    let value = isText ? try quoted() : try bare()
    blanks()
    if isParenthesized, !skip(")") { throw problem("\")\" is missing") }
    return .firstWhere(key: keys, equals: value, isText: isText)
  }

  /// A number as JSON writes it, `true`, `false` or `null`.
  private mutating func bare() throws(Problem) -> String {
    let start = index
    while let byte = peek,
      Self.isNameByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: ".")
    {
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard ["true", "false", "null"].contains(text) || Self.isNumber(bytes[start..<index]) else {
      throw Problem(offset: start, message: "the value is a text in quotes, a number, true, false or null")
    }
    return text
  }

  private mutating func quoted() throws(Problem) -> String {
    let start = index
    let quote = bytes[index]
    index += 1
    var text: [UInt8] = []
    while let byte = peek, byte != quote {
      if byte == UInt8(ascii: "\\") {
        index += 1
        guard let escaped = peek, escaped == UInt8(ascii: "\\") || escaped == UInt8(ascii: "'") || escaped == quote
        else { throw problem("behind \"\\\" stands a quote or another \"\\\"") }
      }
      text.append(bytes[index])
      index += 1
    }
    guard peek == quote else { throw Problem(offset: start, message: "a closing quote is missing") }
    index += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func word() throws(Problem) -> String {
    let start = index
    while let byte = peek, Self.isNameByte(byte) { index += 1 }
    guard index > start, !Self.isDigit(bytes[start]) else {
      throw Problem(offset: start, message: "behind \".\" stands a key; one with other characters is written ['key']")
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = rest.prefix(while: isDigit)
    guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      guard !fraction.isEmpty else { return false }
      rest = rest.dropFirst(1 + fraction.count)
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return false }
      return true
    }
    return rest.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Letters, digits, `_`, and all that is not ASCII, as RFC 9535 has it for member names.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return isDigit(byte) || letter >= 0x61 && letter <= 0x7A || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek, UInt32(byte) == character.value else { return false }
    index += 1
    return true
  }

  private mutating func blanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private func problem(_ message: String) -> Problem { Problem(offset: index, message: message) }
}
