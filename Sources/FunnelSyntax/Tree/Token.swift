/// What a token is.
public enum TokenKind: UInt8, Sendable, Hashable, CaseIterable {
  // Trivia: everything up to `unknown` stands between the tokens that matter.
  case whitespace, lineComment, blockComment, documentation, unknown
  // Words and literals
  case word, quotedName, number, string, textPart, date, datetime, time
  // Brackets
  case leftBrace, rightBrace, leftParenthesis, rightParenthesis, leftBracket, rightBracket
  // Punctuation
  case colon, comma, dot, dots, arrow, assign, bar
  // Operators
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, plus, minus, star, slash, coalesce
  // What other languages write and this one doesn't
  case doubleAmpersand, exclamation, percent
  case endOfFile

  /// Whether the parser passes over it.
  public var isTrivia: Bool { rawValue <= TokenKind.unknown.rawValue }
}

/// One token of the source, white space and comments included; it ends where the next begins.
public struct Token: Sendable, Hashable {
  /// The offset of its first byte.
  public let start: Int32
  /// What it is.
  public let kind: TokenKind
  /// For a `word` that some clause is written with, that keyword; it may stand as a plain name all the same.
  public let keyword: Keyword?
  /// For a word, a number by which it is found among many; equal words have equal ones.
  let key: UInt16

  init(_ kind: TokenKind, at start: Int32, keyword: Keyword? = nil, key: UInt16 = 0) {
    self.kind = kind
    self.start = start
    self.keyword = keyword
    self.key = key
  }
}
