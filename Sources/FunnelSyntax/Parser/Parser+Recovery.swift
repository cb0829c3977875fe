import FunnelDiagnostics

/// A block of clauses or entries: what it is called, and the words its clauses begin with.
struct Block: Sendable {
  /// With its article: `a stage`.
  let name: String
  /// Empty for blocks of entries and for lists.
  let starters: [Keyword]
  /// Whether any word may be an item.
  var isList = false
  /// Whether an item may itself begin with a brace.
  var holdsBlocks = false
  /// The index of the token at which its declaration begins, and of its brace.
  var header = 0
  var brace = 0
  /// The index of the token at which its first clause begins.
  var first = 0

  init(_ name: String, _ starters: [Keyword] = []) {
    self.name = name
    self.starters = starters
  }

  init(list name: String, holdsBlocks: Bool = false) {
    self.init(name)
    isList = true
    self.holdsBlocks = holdsBlocks
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
      if count >= least, isAtOuterClause() { break }
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

  // MARK: Blocks

  /// Reads `{ clause* }`; `clause` reads one that begins with the keyword, or says that none does.
  mutating func block(_ block: Block, from header: Int, _ clause: (inout Parser, Keyword) -> Bool) {
    guard openBrace(block, header) else { return }
    var once = Once()
    while !isAtBlockEnd() {
      if isRecovering {
        skip { $0.begins(block) }
        isRecovering = false
        continue
      }
      if let keyword {
        let start = state
        let isSuspicious = isAtOuterClause() && isIndented
        if clause(&self, keyword) {
          if isSuspicious, rewind(to: start) {
            reportUnclosed()
            break
          }
          noteOnce(&once)
          continue
        }
      }
      if leavesUnclosed() { break }
      if isMisspelt(block, clause) { continue }
      if isConsequence() { isRecovering = true }
      fail(factory.misplaced(found, in: block.name, starters: block.starters, at: span))
      skip(atLeast: 1) { $0.begins(block) }
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
        skip(atLeast: 1) { resume?(&$0) ?? key(&$0) }
      }
    }
    blocks.removeLast()
  }

  /// Reads `{ item ("," item)* ","? }`.
  mutating func list(_ block: Block, from header: Int, _ item: (inout Parser) -> Void) {
    guard openBrace(block, header) else { return }
    while !isAtBlockEnd() {
      item(&self)
      if accept(.comma) || kind == .rightBrace || kind == .endOfFile { continue }
      let next = peek(1).kind
      if !isRecovering, next == .comma || next == .rightBrace || next == .assign, kind != .comma {
        report(factory.missing(",", at: placeBehind))
      } else if isAheadOnLine(.rightBrace) || isAheadOnLine(.comma) {
        fail(expected: "\",\" or \"}\"")
        skip { $0.kind == .comma }
        isRecovering = false
        _ = accept(.comma)
      } else {
        // Nothing on this line goes on with the list, so its brace must be missing.
        reportUnclosed()
        break
      }
    }
    blocks.removeLast()
  }

  private mutating func openBrace(_ block: Block, _ header: Int) -> Bool {
    let isFresh = !isRecovering
    if kind != .leftBrace { fail(expected: "\"{\"") }
    if kind != .leftBrace, !isFirstOnLine(index), isAheadOnLine(.leftBrace) { skip { $0.kind == .leftBrace } }
    // Without a brace, what follows is read as the block's if nothing else was wrong so far.
    guard kind == .leftBrace || isFresh && kind != .rightBrace && kind != .endOfFile && !isAtOuterClause() else {
      return false
    }
    var block = block
    block.header = header
    block.brace = index
    blocks.append(block)
    if kind == .leftBrace { advance() }
    isRecovering = false
    if kind == .leftBrace, !block.holdsBlocks, !isFirstOnLine(index) {
      report(factory.extraBrace(span))
      skipToken()
    }
    blocks[blocks.count - 1].first = index
    return true
  }

  /// Whether a token of the kind follows within the current line.
  mutating func isAheadOnLine(_ wanted: TokenKind) -> Bool {
    for distance in 1...8 {
      let token = peek(distance)
      let between = Int(tokens[index].start)..<max(Int(tokens[index].start), Int(token.start))
      if token.kind == .endOfFile || lexer.bytes[between].contains(0x0A) { return false }
      if token.kind == wanted { return true }
    }
    return false
  }

  /// Whether the block is over, because it was closed or because the file ends.
  private mutating func isAtBlockEnd() -> Bool {
    if kind == .rightBrace, isExtraBrace() {
      isRecovering = false
      if !hasLostBrace { report(factory.extraBrace(span)) }
      hasLostBrace = false
      skipToken()
      isRecovering = keyword == .and || keyword == .or
    }
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

  /// Whether what follows the brace goes on with the block, and could stand nowhere else.
  private mutating func isExtraBrace() -> Bool {
    guard let block = blocks.last else { return false }
    let next = significant(from: index + 1)
    let token = tokens[next]
    if token.keyword == .and || token.keyword == .or { return peek(2).kind != .colon && !block.isList }
    guard isFirstOnLine(next), indentation(of: next) > indentation(of: block.header) else { return false }
    guard let keyword = token.keyword, block.starters.contains(keyword) else {
      let isEntry = peek(2).kind == .colon && (token.kind == .word || token.kind == .quotedName)
      return block.starters.isEmpty && !block.isList && (isEntry || token.kind == .bar)
    }
    return !(blocks.dropLast().last?.starters.contains(keyword) ?? true)
  }

  private mutating func reportUnclosed() {
    guard let block = blocks.last else { return }
    isRecovering = false
    report(factory.unterminatedBlock(block.name, opened: span(of: block.brace), at: placeBehind))
  }

  /// Whether a clause of an outer block begins here, so far to the left that a brace must have been forgotten.
  private mutating func leavesUnclosed() -> Bool {
    guard isAtOuterClause() else { return false }
    reportUnclosed()
    return true
  }

  /// Whether the current token can begin a clause of the block.
  private func begins(_ block: Block) -> Bool { keyword.map { block.starters.contains($0) } ?? false }

  /// Whether a clause begins on a line of its own, where the innermost block should go on or even be over.
  mutating func isAtNextClause() -> Bool {
    guard let block = blocks.last, isFirstOnLine(index) else { return false }
    return begins(block) || isAtOuterClause()
  }

  /// Whether a clause of an outer block begins on a line of its own that is indented no more than the block is.
  private mutating func isAtOuterClause() -> Bool {
    guard let keyword, let block = blocks.last, isFirstOnLine(index),
      indentation(of: index) <= indentation(of: block.header),
      blocks.dropLast().contains(where: { $0.starters.contains(keyword) })
    else { return false }
    return peek(1).kind != .colon
  }

  /// Whether the clauses of the block around are indented, so that indentation tells where they belong.
  private var isIndented: Bool {
    guard let block = blocks.last, let outer = blocks.dropLast().last else { return false }
    return indentation(of: block.header) > indentation(of: outer.header)
  }

  /// Whether a clause of some inner block stands here as a consequence of a brace that was reported before.
  private mutating func isConsequence() -> Bool {
    guard let block = blocks.last, let keyword, isFirstOnLine(index),
      Self.allStarters.contains(keyword), indentation(of: index) > indentation(of: block.header)
    else { return false }
    defer { hasLostBrace = true }
    return hasLostBrace && indentation(of: index) > indentation(of: block.first)
  }

  // MARK: Going back

  private struct State {
    let index, lastEnd, nodes, diagnostics, texts: Int
  }

  private var state: State {
    State(index: index, lastEnd: lastEnd, nodes: nodes.count, diagnostics: diagnostics.count, texts: splitTexts)
  }

  /// Forgets a clause that had a mistake; false where it had none, or its tokens were cut differently since.
  private mutating func rewind(to state: State) -> Bool {
    guard diagnostics.count > state.diagnostics, splitTexts == state.texts else { return false }
    index = state.index
    lastEnd = state.lastEnd
    nodes.removeSubrange(state.nodes...)
    diagnostics.removeSubrange(state.diagnostics...)
    isRecovering = false
    lastReport = -1
    return true
  }

  // MARK: Spelling

  /// Reads the clause whose first word was probably misspelt, without what else is wrong on the same line.
  private mutating func isMisspelt(_ block: Block, _ clause: (inout Parser, Keyword) -> Bool) -> Bool {
    guard let meant = misspelt(block.name, block.starters) else { return false }
    let count = diagnostics.count
    let start = Int(tokens[index].start)
    guard clause(&self, meant) else { return false }
    let bytes = lexer.bytes
    diagnostics[min(count, diagnostics.count)...].removeAll {
      !bytes[start..<max(start, Int($0.primary.span.start))].contains(0x0A)
    }
    return true
  }

  /// The word that the current one probably was to be, after saying so.
  mutating func misspelt(_ place: String, _ candidates: [Keyword]) -> Keyword? {
    guard kind == .word, span.end - span.start > 2 else { return nil }
    let word = text
    guard let near = Suggestion.nearest(to: word, among: candidates.map(\.rawValue)) else { return nil }
    report(factory.misspelt(word, near, in: place, at: span))
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
