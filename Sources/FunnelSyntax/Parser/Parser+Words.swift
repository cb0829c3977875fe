import FunnelDiagnostics

extension Parser {
  // MARK: Names

  /// `NAME ::= ( WORD - RESERVED ) | QUOTED`
  mutating func name(_ description: String, as kind: SyntaxKind = .name) {
    let isReserved = keyword?.isReserved ?? false
    // A reserved word on a line of its own begins a clause: the name before it is missing.
    guard !isRecovering, self.kind == .word || self.kind == .quotedName, !(isReserved && isFirstOnLine(index)) else {
      return fail(expected: description)
    }
    if isReserved { report(factory.reserved(text, at: span)) }
    word(as: kind)
    // Two words in a row: the second one was to be the name, or the first one begins something else.
    if isReserved, self.kind == .word || self.kind == .quotedName { isRecovering = true }
  }

  /// Makes the current token a node of its own.
  mutating func word(as kind: SyntaxKind) {
    let mark = mark()
    advance()
    finish(kind, mark)
  }

  /// `Names ::= NAME ( ',' NAME )*`
  mutating func names(_ description: String) {
    repeat { name(description) } while accept(.comma)
  }

  /// `RoleName ::= NAME | 'owner'`
  mutating func roleName() {
    if keyword == .owner, !isRecovering { word(as: .name) } else { name("a role") }
  }

  /// `Key ::= WORD | QUOTED | STRING`
  mutating func key(_ description: String) {
    guard !isRecovering, kind == .word || kind == .quotedName || kind == .string else {
      return fail(expected: description)
    }
    word(as: .name)
  }

  /// Takes one of a few keywords, or the one that was probably meant.
  mutating func oneOf<Word: CaseIterable & RawRepresentable<String>>(_ words: Word.Type, _ description: String) {
    if let keyword, Word(rawValue: keyword.rawValue) != nil, accept(keyword) { return }
    guard !isRecovering, kind == .word,
      let near = Suggestion.nearest(to: text, among: Word.allCases.map(\.rawValue))
    else { return fail(expected: description) }
    report(factory.replace(text, with: near, at: span))
    advance()
  }

  // MARK: Punctuation

  /// `:`, which is taken for granted after being missed.
  mutating func colon() {
    if accept(.colon) || isRecovering { return }
    if kind == .word || kind == .quotedName {
      report(factory.missing(":", at: placeBehind))
    } else {
      fail(expected: "\":\"")
    }
  }

  /// `=`, which is taken for granted after being missed.
  mutating func assign() {
    if accept(.assign) { return }
    guard kind == .equal || kind == .colon, !isRecovering else { return fail(expected: "\"=\"") }
    report(factory.replace(text, with: "=", at: span))
    advance()
  }

  /// `'->' Target`
  mutating func arrowAndTarget() {
    arrow()
    target()
  }

  private mutating func arrow() {
    if accept(.arrow) || isRecovering { return }
    let next = self.next
    if kind == .assign || kind == .minus || kind == .equal, next.kind == .greater {
      let span = span.union(span(of: index + 1))
      report(factory.replace("=>", with: "->", at: span))
      advance()
      advance()
    } else if isAtNextClause() {
      fail(expected: "\"->\"")
    } else if isAheadOnLine(.arrow) {
      fail(expected: "an operator or \"->\"")
      skip { $0.kind == .arrow }
      _ = accept(.arrow)
    } else if kind == .word || kind == .quotedName {
      report(factory.missing("->", at: placeBehind))
    } else {
      fail(expected: "\"->\"")
    }
  }

  /// `Target ::= NAME | 'converted' | 'lost' STRING?`
  mutating func target() {
    guard !isRecovering else { return }
    let mark = mark()
    if accept(.converted) || accept(.lost) {
      if tokens[lastEnd - 1].keyword == .lost { optionalString() }
    } else {
      name("a stage, a decision or an end")
    }
    finish(.target, mark)
  }

  /// `Label ::= 'as' LabelName`
  mutating func optionalLabel() {
    if accept(.as) { labelName() }
  }

  /// `LabelName ::= NAME | 'converted' | 'lost'`
  mutating func labelName() {
    if !isRecovering, keyword == .converted || keyword == .lost { word(as: .name) } else { name("a label") }
  }

  // MARK: Texts

  /// `STRING`, in which braces mean nothing.
  mutating func string(_ description: String) {
    guard !isRecovering, kind == .string else { return fail(expected: description) }
    word(as: .stringLiteral)
  }

  mutating func optionalString() {
    if kind == .string, !isRecovering { word(as: .stringLiteral) }
  }

  mutating func optionalText() {
    if kind == .string, !isRecovering { text("") }
  }

  /// `TEXT`, in which `{` Expression `}` stands for a value.
  mutating func text(_ description: String) {
    guard !isRecovering, kind == .string else { return fail(expected: description) }
    let mark = mark()
    let end = index + splitText()
    while index < end {
      if accept(.string) || accept(.textPart) { continue }
      advance()
      expression()
      if kind != .rightBrace {
        fail(expected: "an operator or \"}\"")
        skip { $0.index >= end || $0.kind == .textPart }
        isRecovering = false
      }
      _ = accept(.rightBrace)
    }
    finish(.text, mark)
  }

  /// Cuts the current string into its pieces and the tokens of its expressions.
  /// - Returns: How many tokens it is now, with trivia; 1 where it holds no expression.
  private mutating func splitText() -> Int {
    let whole = span
    let end = Int(whole.end)
    var pieces: [Token] = []
    var start = Int(whole.start)
    var offset = start + 1
    while offset < end {
      let byte = lexer.bytes[offset]
      let next = offset + 1 < end ? lexer.bytes[offset + 1] : 0
      if byte == UInt8(ascii: "\\") {
        offset += 2
        // The braces of \u{20AC} are no others.
        if next == UInt8(ascii: "u") {
          while offset < end, lexer.bytes[offset] != UInt8(ascii: "}") { offset += 1 }
        }
      } else if byte == UInt8(ascii: "{"), next == byte {
        offset += 2
      } else if byte == UInt8(ascii: "{") {
        guard let close = closingBrace(from: offset, to: end) else {
          report(factory.unclosedBrace(factory.span(offset..<offset + 1)))
          break
        }
        if offset > start { pieces.append(Token(.textPart, at: Int32(truncatingIfNeeded: start))) }
        pieces.append(Token(.leftBrace, at: Int32(truncatingIfNeeded: offset)))
        cut(offset + 1..<close, into: &pieces)
        pieces.append(Token(.rightBrace, at: Int32(truncatingIfNeeded: close)))
        start = close + 1
        offset = start
      } else {
        offset += 1
      }
    }
    guard !pieces.isEmpty else { return 1 }
    if start < end { pieces.append(Token(.textPart, at: Int32(truncatingIfNeeded: start))) }
    tokens.replaceSubrange(index...index, with: pieces)
    splitTexts += 1
    return pieces.count
  }

  private func closingBrace(from start: Int, to end: Int) -> Int? {
    var depth = 0
    for offset in start..<end {
      if lexer.bytes[offset] == UInt8(ascii: "{") { depth += 1 }
      if lexer.bytes[offset] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return offset }
    }
    return nil
  }

  private mutating func cut(_ range: Range<Int>, into pieces: inout [Token]) {
    var inner = Lexer(file: factory.file, bytes: lexer.bytes, lexer.source, in: range)
    while true {
      let token = inner.next()
      if token.kind == .endOfFile { break }
      pieces.append(token)
    }
    lexer.diagnostics += inner.diagnostics
  }

  // MARK: Paths

  /// `Path ::= DOTTED | STRING`
  mutating func path() {
    guard !isRecovering else { return }
    let mark = mark()
    if kind == .string {
      checkPath()
      advance()
    } else if kind == .word || kind == .quotedName, !isAtEntry() {
      advance()
      // Dotted words hang together, so that what follows behind a blank is the next clause.
      while kind == .dot, index == lastEnd {
        advance()
        guard kind == .word || kind == .quotedName, index == lastEnd else { return fail(expected: "the next key") }
        advance()
      }
    } else {
      return fail(expected: "a path such as company.country")
    }
    finish(.path, mark)
  }

  private mutating func checkPath() {
    let span = span
    let source = lexer.bytes[Int(span.start)..<Int(span.end)]
    do {
      _ = try JSONPathParser.parse(StringDecoder.decode(source))
    } catch {
      // Offsets count in the text; where escapes stand before, the whole string is shown.
      let isPlain = !source.contains(UInt8(ascii: "\\"))
      let start = min(Int(span.start) + 1 + error.offset, Int(span.end) - 1)
      report(factory.invalidPath(error.message, isPlain ? factory.span(start..<start + 1) : span))
    }
  }
}
