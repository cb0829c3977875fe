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
        if clause(&self, keyword) {
          passOver(from: start.index, in: block)
          // A clause with a mistake, that reads as one of the block around, shows that a brace was forgotten.
          if diagnostics.count > start.diagnostics, isOuterClause(start.index), isIndented, rewind(to: start) {
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
        let start = index
        entry(&self)
        passOver(from: start, in: block)
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
      let start = index
      item(&self)
      if accept(.comma) || kind == .rightBrace || kind == .endOfFile { continue }
      let next = self.next.kind
      if !isRecovering, next == .comma || next == .rightBrace || next == .assign, kind != .comma {
        report(factory.missing(",", at: placeBehind))
      } else if isAheadOnLine(.rightBrace) || isAheadOnLine(.comma) {
        fail(expected: "\",\" or \"}\"")
        skip { $0.kind == .comma }
        isRecovering = false
        _ = accept(.comma)
        passOver(from: start, in: block)
      } else {
        // Nothing on this line goes on with the list, so its brace must be missing.
        reportUnclosed()
        break
      }
    }
    blocks.removeLast()
  }

  /// Passes over the token at `start` where what was to be read from there took nothing, so that no block stands still.
  private mutating func passOver(from start: Int, in block: Block) {
    if index == start { skip(atLeast: 1) { $0.begins(block) } }
  }

  private mutating func openBrace(_ block: Block, _ header: Int) -> Bool {
    let isFresh = !isRecovering
    if kind != .leftBrace { fail(expected: "\"{\"") }
    if kind != .leftBrace, !isFirstOnLine(index), isAheadOnLine(.leftBrace) { skip { $0.kind == .leftBrace } }
    // Without a brace, what follows is read as the block's if nothing else was wrong so far.
    guard kind == .leftBrace || isFresh && kind != .rightBrace && kind != .endOfFile && !isOuterClause(index) else {
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
    guard isOuterClause(index) else { return false }
    reportUnclosed()
    return true
  }

  /// Whether the current token can begin a clause of the block.
  private func begins(_ block: Block) -> Bool { keyword.map { block.starters.contains($0) } ?? false }

  /// Whether a clause begins on a line of its own, where the innermost block should go on or even be over.
  mutating func isAtNextClause() -> Bool {
    guard let block = blocks.last, isFirstOnLine(index) else { return false }
    return begins(block) || isOuterClause(index)
  }

  /// Whether a clause of an outer block begins on a line of its own that is indented no more than the block is.
  mutating func isOuterClause(_ token: Int) -> Bool {
    guard let keyword = tokens[token].keyword, let block = blocks.last, isFirstOnLine(token),
      indentation(of: token) <= indentation(of: block.header),
      blocks.dropLast().contains(where: { $0.starters.contains(keyword) })
    else { return false }
    return tokens[significant(from: token + 1)].kind != .colon
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

  /// Forgets a clause that had a mistake; false where its tokens were cut differently since.
  private mutating func rewind(to state: State) -> Bool {
    guard splitTexts == state.texts else { return false }
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
    let word = index
    guard clause(&self, meant) else { return false }
    passOver(from: word, in: block)
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
}
