import FunnelDiagnostics

extension Parser {
  // MARK: Reporting

  var span: SourceSpan { span(of: index) }

  func span(of token: Int) -> SourceSpan {
    let start = Int(tokens[token].start)
    return factory.span(start..<(token + 1 < tokens.count ? Int(tokens[token + 1].start) : lexer.offset))
  }

  /// The place right behind the last token that was taken.
  var placeBehind: SourceSpan { lastEnd == 0 ? span.atStart : span(of: lastEnd - 1).atEnd }

  /// The text of the current token.
  var text: String {
    let span = span
    return String(decoding: lexer.bytes[Int(span.start)..<Int(span.end)], as: UTF8.self)
  }

  /// The current token in words.
  var found: String {
    switch kind {
    case .endOfFile: "the end of the file"
    case .string, .textPart: "a text"
    case .word, .quotedName, .number, .date, .datetime, .time:
      text.utf8.count > 40 ? "\"\(text.prefix(40))…\"" : "\"\(text)\""
    default: "\"\(text)\""
    }
  }

  var isExhausted: Bool { diagnostics.count >= SyntaxDiagnostics.limit }

  /// Reports a mistake after which reading goes on as if it hadn't been made.
  mutating func report(_ diagnostic: Diagnostic) {
    guard !isRecovering, lastReport != index else { return }
    lastReport = index
    if !isExhausted, !followsUnknown() { diagnostics.append(diagnostic) }
  }

  /// Whether characters that mean nothing stand shortly before the current token: they were reported when they were
  /// read, and the first thing that doesn't fit behind them has the same cause.
  private mutating func followsUnknown() -> Bool {
    let start = max(lastUnknown + 1, index - 16)
    guard start < index, let unknown = tokens[start..<index].lastIndex(where: { $0.kind == .unknown }) else {
      return false
    }
    lastUnknown = unknown
    return true
  }

  /// Reports a mistake and looks for a place to go on from.
  mutating func fail(_ diagnostic: Diagnostic) {
    report(diagnostic)
    isRecovering = true
  }

  mutating func fail(expected: String) {
    // The words are only found for a mistake that is shown.
    if !isRecovering, lastReport != index { report(factory.unexpected(found, expected: expected, at: span)) }
    isRecovering = true
  }

  /// Takes a token of a kind, or reports that it is missing.
  mutating func expect(_ wanted: TokenKind, _ description: String) {
    if !accept(wanted) { fail(expected: description) }
  }

  /// Takes a keyword, or reports that it is missing.
  mutating func expect(_ wanted: Keyword) {
    if accept(wanted) { return }
    // Before a colon it is a name elsewhere; here it can only be the keyword, and the colon is what is wrong.
    if !isRecovering, keyword == wanted { return advance() }
    guard !isRecovering, kind == .word,
      Suggestion.nearest(to: text, among: [wanted.rawValue]) != nil
    else { return fail(expected: "\"\(wanted.rawValue)\"") }
    report(factory.replace(text, with: wanted.rawValue, at: span))
    advance()
  }

  // MARK: Passing over

  /// Passes over the current token.
  mutating func skipToken() {
    let mark = mark()
    advance()
    finish(.error, mark)
  }

  /// Passes over everything that is left.
  mutating func skipToEnd() {
    let mark = mark()
    while kind != .endOfFile { advance() }
    finish(.error, mark)
  }

  /// Passes over tokens, and whole pairs of braces, up to the end of the block or a token at which one can go on.
  mutating func skip(atLeast least: Int = 0, until canGoOn: (inout Parser) -> Bool) {
    let mark = mark()
    var open = 0
    var count = 0
    while kind != .endOfFile {
      if open == 0, count >= least, isClosing() || canGoOn(&self) { break }
      if count >= least, isOuterClause(index) { break }
      if kind == .leftBrace { open += 1 }
      if kind == .rightBrace, open > 0 { open -= 1 }
      advance()
      count += 1
    }
    if count > 0 { finish(.error, mark) }
  }

  /// Whether a brace closes the block; one within a line closes no block that began on an earlier line.
  private mutating func isClosing() -> Bool {
    guard kind == .rightBrace, let block = blocks.last else { return false }
    let brace = Int(tokens[block.brace].start)
    return isFirstOnLine(index) || !lexer.bytes[brace..<max(brace, Int(tokens[index].start))].contains(0x0A)
  }

  // MARK: Lines

  func isFirstOnLine(_ token: Int) -> Bool {
    var offset = Int(tokens[token].start) - 1
    while offset >= 0, lexer.bytes[offset] == 0x20 || lexer.bytes[offset] == 0x09 { offset -= 1 }
    return offset < 0 || lexer.bytes[offset] == 0x0A || lexer.bytes[offset] == 0x0D
  }

  /// How many blanks the token's line begins with.
  func indentation(of token: Int) -> Int {
    let start = Int(tokens[token].start)
    var line = start
    while line > 0, lexer.bytes[line - 1] != 0x0A, lexer.bytes[line - 1] != 0x0D { line -= 1 }
    var first = line
    while first < start, lexer.bytes[first] == 0x20 || lexer.bytes[first] == 0x09 { first += 1 }
    return first - line
  }
}
