import FunnelDiagnostics

/// A block of clauses or entries: what it is called, and the words its clauses begin with.
struct Block: Sendable {
  /// With its article: `a stage`.
  let name: String
  let starters: [Keyword]
  /// The index of the token at which its declaration begins, and of its brace.
  var header = 0
  var brace = 0

  init(_ name: String, _ starters: [Keyword]) {
    self.name = name
    self.starters = starters
  }
}

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
    if !isExhausted { diagnostics.append(diagnostic) }
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
  mutating func skip(until canGoOn: (inout Parser) -> Bool) {
    let mark = mark()
    var open = 0
    let margin = blocks.last.map { indentation(of: $0.header) + 1 } ?? 0
    while kind != .endOfFile {
      if open == 0, kind == .rightBrace || canGoOn(&self) { break }
      if begins(outerThan: margin) { break }
      if kind == .leftBrace { open += 1 }
      if kind == .rightBrace { open -= 1 }
      advance()
    }
    if index > mark.token { finish(.error, mark) }
  }

  // MARK: Blocks

  /// Reads `{ clause* }`; `clause` reads one that begins with the keyword, or says that none does.
  mutating func block(_ block: Block, from header: Int, _ clause: (inout Parser, Keyword, inout Once) -> Bool) {
    guard openBrace(block, header) else { return }
    var once = Once()
    while !isAtBlockEnd() {
      if isRecovering {
        skip { $0.begins(block) }
        isRecovering = false
        continue
      }
      if let keyword, clause(&self, keyword, &once) { continue }
      if leavesUnclosed() { break }
      if let meant = misspelt(block), clause(&self, meant, &once) { continue }
      fail(factory.misplaced(found, in: block.name, starters: block.starters, at: span))
      skipToken()
    }
    blocks.removeLast()
  }

  /// Reads `{ entry* }`, where an entry begins at a `key`, and after a mistake at a place to `resume` from.
  mutating func entries(
    _ block: Block, from header: Int, commas: Bool = true, key: (inout Parser) -> Bool,
    resume: ((inout Parser) -> Bool)? = nil, _ entry: (inout Parser) -> Void
  ) {
    guard openBrace(block, header) else { return }
    while !isAtBlockEnd() {
      if isRecovering {
        skip { resume?(&$0) ?? key(&$0) }
        isRecovering = false
        continue
      }
      if leavesUnclosed() { break }
      if key(&self) {
        entry(&self)
        if commas { _ = accept(.comma) }
      } else {
        fail(factory.noEntry(found, in: block.name, at: span))
        skipToken()
      }
    }
    blocks.removeLast()
  }

  /// Reads `{ item ("," item)* ","? }`.
  mutating func list(_ block: Block, from header: Int, _ item: (inout Parser) -> Void) {
    guard openBrace(block, header) else { return }
    while !isAtBlockEnd() {
      item(&self)
      if !accept(.comma), kind != .rightBrace {
        // Any word may be an item, so only one that can't be shows that a brace is missing.
        if leavesUnclosed() { break }
        fail(expected: "\",\" or \"}\"")
        skip { $0.kind == .comma }
        isRecovering = false
        _ = accept(.comma)
      }
    }
    blocks.removeLast()
  }

  private mutating func openBrace(_ block: Block, _ header: Int) -> Bool {
    if kind != .leftBrace {
      fail(expected: "\"{\"")
      // The brace may follow on the same line, behind what couldn't be read.
      var distance = 0
      while distance < 8, peek(distance).kind != .leftBrace, peek(distance).kind != .endOfFile { distance += 1 }
      guard peek(distance).kind == .leftBrace, !hasLineBreak(upTo: distance) else { return false }
      let mark = mark()
      while kind != .leftBrace { advance() }
      finish(.error, mark)
    }
    var block = block
    block.header = header
    block.brace = index
    blocks.append(block)
    advance()
    isRecovering = false
    return true
  }

  private mutating func hasLineBreak(upTo distance: Int) -> Bool {
    let start = Int(tokens[index].start)
    return lexer.bytes[start..<max(start, Int(peek(distance).start))].contains(0x0A)
  }

  /// Whether the block is over, because it was closed or because the file ends.
  private mutating func isAtBlockEnd() -> Bool {
    if kind == .rightBrace {
      advance()
      isRecovering = false
      return true
    }
    if isExhausted { skipToEnd() }
    if kind == .endOfFile {
      reportUnclosed()
      return true
    }
    return false
  }

  private mutating func reportUnclosed() {
    guard let block = blocks.last else { return }
    isRecovering = false
    report(factory.unterminatedBlock(block.name, opened: span(of: block.brace), at: placeBehind))
  }

  /// Whether a clause of an outer block begins here, so far to the left that a brace must have been forgotten.
  private mutating func leavesUnclosed() -> Bool {
    guard let block = blocks.last, begins(outerThan: indentation(of: block.header) + 1) else { return false }
    reportUnclosed()
    return true
  }

  /// Whether the current token can begin a clause of the block.
  private func begins(_ block: Block) -> Bool { keyword.map { block.starters.contains($0) } ?? false }

  /// Whether a clause of an outer block begins on a line of its own that is indented less than `margin`.
  private mutating func begins(outerThan margin: Int) -> Bool {
    guard let keyword, blocks.count > 1, isFirstOnLine(index), indentation(of: index) < margin,
      blocks.dropLast().contains(where: { $0.starters.contains(keyword) })
    else { return false }
    return peek(1).kind != .colon
  }

  /// The starter of the block that the current word probably was to be, after saying so.
  private mutating func misspelt(_ block: Block) -> Keyword? {
    guard kind == .word else { return nil }
    let word = text
    guard let near = Suggestion.nearest(to: word, among: block.starters.map(\.rawValue)) else { return nil }
    report(factory.misspelt(word, near, in: block.name, at: span))
    return Keyword(rawValue: near)
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

/// Which clauses a block has had that may stand there once.
struct Once {
  private var seen: [(kind: SyntaxKind, variant: Int, token: Int)] = []

  /// The token at which such a clause stood before; nil, and noted, where there was none.
  mutating func repeated(_ kind: SyntaxKind, _ variant: Int, at token: Int) -> Int? {
    if let first = seen.first(where: { $0.kind == kind && $0.variant == variant }) { return first.token }
    seen.append((kind, variant, token))
    return nil
  }
}

extension Parser {
  /// Reports a clause that stands in its block a second time; called before it is read.
  mutating func once(_ kind: SyntaxKind, _ name: String, variant: Int = 0, _ once: inout Once) {
    guard let first = once.repeated(kind, variant, at: index), !isExhausted else { return }
    diagnostics.append(factory.duplicate(name, first: span(of: first), at: span))
  }
}
