import FunnelDiagnostics

/// Cuts UTF-8 bytes into tokens, one at a time; every byte belongs to exactly one.
///
/// - Invariant: the bytes are valid UTF-8 and fewer than 2^31; `source` shows the same bytes as long as the lexer is in use,
///   and is only read at offsets below `end`, which is never behind its last byte.
struct Lexer {
  let bytes: [UInt8]
  let source: UnsafeBufferPointer<UInt8>
  /// Where the next token begins.
  private(set) var offset: Int
  /// Where the text ends; before the file's end for the expression within a string.
  let end: Int
  var diagnostics: [Diagnostic] = []
  private let keywords = KeywordTable.shared
  private let keys = WordKey.shared
  private let factory: SyntaxDiagnostics

  init(file: FileID, bytes: [UInt8], _ source: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    self.bytes = bytes
    self.source = source
    offset = range.lowerBound
    end = min(range.upperBound, source.count)
    factory = SyntaxDiagnostics(file: file)
  }

  /// The next token; `endOfFile` again and again at the end.
  mutating func next() -> Token {
    let start = offset
    var word = Word()
    let kind = scan(&word)
    return Token(kind, at: Int32(truncatingIfNeeded: start), keyword: word.keyword, key: word.key)
  }

  /// What is known of a word.
  private struct Word {
    var keyword: Keyword?
    var key: UInt16 = 0
  }

  private mutating func scan(_ word: inout Word) -> TokenKind {
    guard offset < end else { return .endOfFile }
    let first = source[offset]
    switch first {
    case 0x20, 0x09, 0x0A, 0x0D: return whitespace()
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
      return self.word(&word)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "`"): return quotedName(&word)
    case UInt8(ascii: "/"): return slash()
    case 0x80...: return wide(&word)
    default: return punctuation(first)
    }
  }

  private func byte(_ index: Int) -> UInt8 { index < end ? source[index] : 0 }

  private mutating func take(_ count: Int, _ kind: TokenKind) -> TokenKind {
    offset += count
    return kind
  }

  private mutating func whitespace() -> TokenKind {
    var next = offset + 1
    while next < end, source[next] == 0x20 || source[next] == 0x0A || source[next] == 0x09 || source[next] == 0x0D {
      next += 1
    }
    offset = next
    return .whitespace
  }

  // MARK: Words

  private mutating func word(_ word: inout Word) -> TokenKind {
    let start = offset
    var next = offset
    while next < end {
      if Self.isWordByte(source[next]) {
        next += 1
      } else {
        guard source[next] >= 0x80, CharacterClass(scalar(at: next).value) == .letter else { break }
        next += scalar(at: next).length
      }
    }
    offset = next
    if let letters = KeywordTable.Key(source, start..<next), (letters.low | letters.high) & Self.beyondASCII == 0 {
      word.keyword = keywords.keyword(letters)
      word.key = keys.key(low: letters.low, high: letters.high)
    } else {
      word.key = keys.key(of: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: source[start..<next])))
    }
    return .word
  }

  /// The bits that are set in letters beyond ASCII alone.
  private static var beyondASCII: UInt64 { 0x8080_8080_8080_8080 }

  private mutating func quotedName(_ word: inout Word) -> TokenKind {
    let start = offset
    offset += 1
    let begins = Self.isWordByte(byte(offset)) && !Self.isDigit(byte(offset))
    let isWide = byte(offset) >= 0x80 && CharacterClass(scalar(at: offset).value) == .letter
    if begins || isWide { _ = self.word(&word) }
    word.keyword = nil
    if offset > start + 1, byte(offset) == UInt8(ascii: "`") { return take(1, .quotedName) }
    while offset < end, bytes[offset] != UInt8(ascii: "`"), bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    if byte(offset) == UInt8(ascii: "`") { offset += 1 }
    report(factory.invalidQuotedName, start..<offset)
    return .quotedName
  }

  // MARK: Numbers, dates, times

  private mutating func number() -> TokenKind {
    let start = offset
    digits()
    let length = offset - start
    if length == 4, byte(offset) == UInt8(ascii: "-"), isDigits(offset + 1, 2), byte(offset + 3) == UInt8(ascii: "-"),
      isDigits(offset + 4, 2)
    {
      return date(start)
    }
    if length <= 2, byte(offset) == UInt8(ascii: ":"), Self.isDigit(byte(offset + 1)) {
      while Self.isDigit(byte(offset)) || byte(offset) == UInt8(ascii: ":") && Self.isDigit(byte(offset + 1)) {
        offset += 1
      }
      if offset - start != 5 || !isTime(start) { report(factory.invalidTime, start..<offset) }
      return .time
    }
    if byte(offset) == UInt8(ascii: "."), Self.isDigit(byte(offset + 1)) {
      offset += 1
      digits()
    }
    switch byte(offset) {
    case UInt8(ascii: "k"), UInt8(ascii: "M"), UInt8(ascii: "B"):
      if !Self.isWordByte(byte(offset + 1)), byte(offset + 1) < 0x80 { offset += 1 }
    case UInt8(ascii: "%"): offset += 1
    default: break
    }
    return .number
  }

  /// Digits with single underscores between them.
  private mutating func digits() {
    while offset < end {
      if Self.isDigit(bytes[offset]) {
        offset += 1
      } else if bytes[offset] == UInt8(ascii: "_"), Self.isDigit(byte(offset + 1)) {
        offset += 2
      } else {
        return
      }
    }
  }

  private mutating func date(_ start: Int) -> TokenKind {
    offset = start + 10
    guard byte(offset) == UInt8(ascii: "T"), Self.isDigit(byte(offset + 1)) else {
      var reader = DigitReader(bytes[start..<offset])
      if reader.date() == nil || Self.isWordByte(byte(offset)) {
        while Self.isWordByte(byte(offset)) { offset += 1 }
        report(factory.invalidDate, start..<offset)
      }
      return .date
    }
    offset += 1
    while Self.isDigit(byte(offset)) || byte(offset) == UInt8(ascii: ":") { offset += 1 }
    if byte(offset) == UInt8(ascii: "."), Self.isDigit(byte(offset + 1)) {
      offset += 1
      while Self.isDigit(byte(offset)) { offset += 1 }
    }
    if byte(offset) == UInt8(ascii: "Z") || byte(offset) == UInt8(ascii: "z") {
      offset += 1
    } else if byte(offset) == UInt8(ascii: "+") || byte(offset) == UInt8(ascii: "-"), isDigits(offset + 1, 2),
      byte(offset + 3) == UInt8(ascii: ":"), isDigits(offset + 4, 2)
    {
      offset += 6
    }
    if DatetimeSyntax.moment(bytes[start..<offset]) == nil { report(factory.invalidDatetime, start..<offset) }
    return .datetime
  }

  private func isDigits(_ start: Int, _ count: Int) -> Bool {
    for index in start..<start + count where !Self.isDigit(byte(index)) { return false }
    return true
  }

  private func isTime(_ start: Int) -> Bool { TimeSyntax.minutes(bytes[start..<start + 5]) != nil }

  // MARK: Strings

  private mutating func string() -> TokenKind {
    let start = offset
    offset += 1
    while offset < end {
      switch bytes[offset] {
      case UInt8(ascii: "\""): return take(1, .string)
      case 0x0A, 0x0D:
        report(factory.unterminatedString, start..<offset)
        return .string
      case UInt8(ascii: "\\"): escape()
      default: offset += 1
      }
    }
    report(factory.unterminatedString, start..<offset)
    return .string
  }

  private mutating func escape() {
    let start = offset
    switch byte(offset + 1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "t"):
      offset += 2
    case UInt8(ascii: "u"):
      offset += 2
      guard byte(offset) == UInt8(ascii: "{") else { return report(factory.invalidUnicodeEscape, start..<offset) }
      offset += 1
      var value: UInt32 = 0
      while let digit = Self.hexadecimal(byte(offset)) {
        value = value > 0x10FFFF ? value : value << 4 | digit
        offset += 1
      }
      let isClosed = byte(offset) == UInt8(ascii: "}")
      let isEmpty = bytes[offset - 1] == UInt8(ascii: "{")
      if isClosed { offset += 1 }
      if !isClosed || isEmpty || Unicode.Scalar(value) == nil {
        report(factory.invalidUnicodeEscape, start..<offset)
      }
    case 0x0A, 0x0D: offset += 1
    case 0x80...:
      offset += 1 + scalar(at: offset + 1).length
      report(factory.invalidEscape, start..<offset)
    default:
      offset = min(offset + 2, end)
      report(factory.invalidEscape, start..<offset)
    }
  }

  // MARK: Comments

  private mutating func slash() -> TokenKind {
    if byte(offset + 1) == UInt8(ascii: "/") {
      let isDocumentation = byte(offset + 2) == UInt8(ascii: "/") && byte(offset + 3) != UInt8(ascii: "/")
      while offset < end, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
      return isDocumentation ? .documentation : .lineComment
    }
    guard byte(offset + 1) == UInt8(ascii: "*") else { return take(1, .slash) }
    let start = offset
    var depth = 0
    while offset < end {
      if bytes[offset] == UInt8(ascii: "*"), byte(offset + 1) == UInt8(ascii: "/") {
        depth -= 1
        offset += 2
        if depth == 0 { return .blockComment }
      } else if bytes[offset] == UInt8(ascii: "/"), byte(offset + 1) == UInt8(ascii: "*") {
        depth += 1
        offset += 2
      } else {
        offset += 1
      }
    }
    report(factory.unterminatedComment, start..<start + 2)
    return .blockComment
  }

  // MARK: Punctuation

  private mutating func punctuation(_ first: UInt8) -> TokenKind {
    let second = byte(offset + 1)
    switch first {
    case UInt8(ascii: "{"): return take(1, .leftBrace)
    case UInt8(ascii: "}"): return take(1, .rightBrace)
    case UInt8(ascii: "("): return take(1, .leftParenthesis)
    case UInt8(ascii: ")"): return take(1, .rightParenthesis)
    case UInt8(ascii: "["): return take(1, .leftBracket)
    case UInt8(ascii: "]"): return take(1, .rightBracket)
    case UInt8(ascii: ":"): return take(1, .colon)
    case UInt8(ascii: ","): return take(1, .comma)
    case UInt8(ascii: "."): return second == first ? take(2, .dots) : take(1, .dot)
    case UInt8(ascii: "|"): return take(1, .bar)
    case UInt8(ascii: "+"): return take(1, .plus)
    case UInt8(ascii: "*"): return take(1, .star)
    case UInt8(ascii: "%"): return take(1, .percent)
    case UInt8(ascii: "-"): return second == UInt8(ascii: ">") ? take(2, .arrow) : take(1, .minus)
    case UInt8(ascii: "="): return second == first ? take(2, .equal) : take(1, .assign)
    case UInt8(ascii: "!"): return second == UInt8(ascii: "=") ? take(2, .notEqual) : take(1, .exclamation)
    case UInt8(ascii: "<"): return second == UInt8(ascii: "=") ? take(2, .lessOrEqual) : take(1, .less)
    case UInt8(ascii: ">"): return second == UInt8(ascii: "=") ? take(2, .greaterOrEqual) : take(1, .greater)
    case UInt8(ascii: "?") where second == first: return take(2, .coalesce)
    case UInt8(ascii: "&") where second == first: return take(2, .doubleAmpersand)
    case 0...0x1F, 0x7F: return invisible()
    default:
      let start = offset
      while byte(offset) == first, offset < end { offset += 1 }
      report(factory.unknownCharacter, start..<offset)
      return .unknown
    }
  }

  // MARK: Beyond ASCII

  private mutating func wide(_ word: inout Word) -> TokenKind {
    let (value, length) = scalar(at: offset)
    if offset == 0, value == 0xFEFF { return take(length, .whitespace) }
    switch CharacterClass(value) {
    case .letter: return self.word(&word)
    case .invisible: return invisible()
    case .other:
      let start = offset
      offset += length
      if Self.quotes.contains(value) { return typographicString(start) }
      while offset < end, scalar(at: offset).value == value { offset += length }
      report(factory.unknownCharacter, start..<offset)
      return .unknown
    }
  }

  /// A run of characters that nobody sees, reported once.
  private mutating func invisible() -> TokenKind {
    let start = offset
    while offset < end {
      let (value, length) = scalar(at: offset)
      guard value != 0x09, value != 0x0A, value != 0x0D, CharacterClass(value) == .invisible else { break }
      offset += length
    }
    let (value, factory) = (scalar(at: start).value, factory)
    report({ factory.invisibleCharacter(value, $0) }, start..<offset)
    return .unknown
  }

  private static let quotes: [UInt32] = [0xAB, 0xBB, 0x201C, 0x201D, 0x201E, 0x201F]

  /// A text in the quotes that word processors make, read to its end so that it counts as one mistake.
  private mutating func typographicString(_ start: Int) -> TokenKind {
    while offset < end, bytes[offset] != 0x0A, bytes[offset] != 0x0D, bytes[offset] != UInt8(ascii: "\"") {
      let (value, length) = scalar(at: offset)
      offset += length
      if Self.quotes.contains(value) { break }
    }
    if byte(offset) == UInt8(ascii: "\"") { offset += 1 }
    report(factory.typographicQuotes, start..<offset)
    return .string
  }

  /// The scalar at an offset and how many bytes it takes.
  private func scalar(at index: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(byte(index))
    func next(_ distance: Int) -> UInt32 { UInt32(byte(index + distance) & 0x3F) }
    switch first {
    case 0..<0xC0: return (first, 1)
    case 0xC0..<0xE0: return ((first & 0x1F) << 6 | next(1), 2)
    case 0xE0..<0xF0: return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
    default: return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }
  }

  private mutating func report(_ make: (SourceSpan) -> Diagnostic, _ range: Range<Int>) {
    guard diagnostics.count < SyntaxDiagnostics.limit else { return }
    diagnostics.append(make(factory.span(range)))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    // A bit for each of the 64 bytes from 0x00 on, and from 0x40 on.
    let set: UInt64 = byte < 0x40 ? 0x03FF_0000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte < 0x80 && set >> UInt64(byte & 0x3F) & 1 == 1
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    let letter = byte | 0x20
    if isDigit(byte) { return UInt32(byte - 0x30) }
    return letter >= 0x61 && letter <= 0x66 ? UInt32(letter - 0x61 + 10) : nil
  }
}
