public import FunnelDiagnostics

/// Reads a funnel file into a lossless tree by recursive descent over `Grammar/funnel.ebnf`.
///
/// It always ends with a tree. After a mistake it passes over what it can't read up to the next clause, silently, so
/// that each mistake is reported once.
public struct Parser {
  /// How deep expressions and types may be nested.
  static let depthLimit = 200
  /// How large a file may be, in bytes.
  static let sizeLimit = 64 * 1_048_576

  /// A finished node; nodes stand in postorder while the tree grows, so that wrapping one is cheap.
  struct Finished {
    let kind: SyntaxKind
    let firstToken: Int32
    let tokenEnd: Int32
    /// The index of the first node of its subtree.
    let subtreeStart: Int32
  }

  /// A place at which a node may begin.
  struct Mark {
    let token: Int
    let node: Int
  }

  let factory: SyntaxDiagnostics
  var lexer: Lexer
  /// The tokens read so far, a few beyond the current one at most.
  var tokens: [Token] = []
  var nodes: [Finished] = []
  var diagnostics: [Diagnostic] = []
  /// The index of the current token, which is no trivia.
  var index = 0
  /// The index behind the last token that was taken.
  var lastEnd = 0
  /// Whether a mistake was reported and the place to go on from isn't found yet.
  var isRecovering = false
  /// The token at which a mistake was reported last.
  var lastReport = -1
  var depth = 0
  var isInTable = false
  /// How many texts were cut into their pieces.
  var splitTexts = 0
  /// The last token without meaning that explained a mistake.
  var lastUnknown = -1
  /// Whether a clause was reported that stands where its block can't be.
  var hasLostBrace = false
  /// The blocks around the current token, the innermost last.
  var blocks: [Block] = []

  /// Reads the bytes of one file.
  /// - Returns: A tree that prints back byte for byte, and what is wrong, in the order of the text.
  /// - Complexity: O(bytes).
  public static func parse(file: FileID, bytes: [UInt8]) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
    let factory = SyntaxDiagnostics(file: file)
    if bytes.count > sizeLimit { return unread(file, bytes, factory.tooLarge(bytes.count)) }
    if let offset = UTF8Check.firstInvalid(in: bytes) {
      let line = bytes[..<offset].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
      return unread(file, bytes, factory.notText(offset, line: line))
    }
    let (tree, all) = bytes.withUnsafeBufferPointer { source in
      var parser = Parser(Lexer(file: file, bytes: bytes, source, in: 0..<bytes.count), file)
      parser.file()
      let tree = SyntaxTree(file: file, bytes: bytes, tokens: parser.tokens, nodes: parser.preorder())
      return (tree, parser.lexer.diagnostics + parser.diagnostics)
    }
    if all.isEmpty { return (tree, []) }
    // The sort is stable only with the position as a second key.
    let sorted = all.enumerated().sorted {
      ($0.element.primary.span.start, $0.offset) < ($1.element.primary.span.start, $1.offset)
    }
    return (tree, sorted.prefix(SyntaxDiagnostics.limit).map(\.element))
  }

  private static func unread(_ file: FileID, _ bytes: [UInt8], _ diagnostic: Diagnostic) -> (SyntaxTree, [Diagnostic]) {
    let end = Int32(clamping: bytes.count)
    let tokens = bytes.isEmpty ? [Token(.endOfFile, at: 0)] : [Token(.unknown, at: 0), Token(.endOfFile, at: end)]
    let last = Int32(tokens.count - 1)
    let node = SyntaxTree.Node(kind: .file, firstToken: last, tokenEnd: last, subtreeEnd: 1)
    return (SyntaxTree(file: file, bytes: bytes, tokens: tokens, nodes: [node]), [diagnostic])
  }

  private init(_ lexer: Lexer, _ file: FileID) {
    factory = SyntaxDiagnostics(file: file)
    self.lexer = lexer
    let size = lexer.bytes.count
    tokens.reserveCapacity(size / 2 + 64)
    nodes.reserveCapacity(size / 5 + 16)
    index = significant(from: 0)
  }

  // MARK: Tokens

  var kind: TokenKind { tokens[index].kind }

  var keyword: Keyword? { tokens[index].keyword }

  /// The index of the first token at or behind `start` that is no trivia, read now if it wasn't yet.
  mutating func significant(from start: Int) -> Int {
    var index = start
    while true {
      if index >= tokens.count { readAhead() }
      if !tokens[index].kind.isTrivia { return index }
      index += 1
    }
  }

  /// Reads some tokens at once; few enough that cutting one of them into pieces moves few.
  @inline(never)
  private mutating func readAhead() {
    for _ in 0..<32 {
      let token = lexer.next()
      tokens.append(token)
      if token.kind == .endOfFile { return }
    }
  }

  /// The token `distance` places ahead; the end of the file counts as its own successor.
  mutating func peek(_ distance: Int) -> Token {
    var ahead = index
    for _ in 0..<distance where tokens[ahead].kind != .endOfFile { ahead = significant(from: ahead + 1) }
    return tokens[ahead]
  }

  /// The token behind the current one; the end of the file counts as its own successor.
  var next: Token {
    mutating get { kind == .endOfFile ? tokens[index] : tokens[significant(from: index + 1)] }
  }

  /// Takes the current token.
  mutating func advance() {
    guard kind != .endOfFile else { return }
    lastEnd = index + 1
    index = significant(from: lastEnd)
  }

  /// Whether a name stands here with ":" behind it, which begins the next entry whatever the name.
  mutating func isAtEntry() -> Bool {
    (kind == .word || kind == .quotedName) && self.next.kind == .colon
  }

  /// Takes the current token if it is the keyword and doesn't begin an entry.
  mutating func accept(_ wanted: Keyword) -> Bool {
    guard keyword == wanted, !isRecovering, self.next.kind != .colon else { return false }
    advance()
    return true
  }

  /// Takes the current token if it is of the kind; after a mistake, only what surely ends the part that holds it.
  mutating func accept(_ wanted: TokenKind) -> Bool {
    guard kind == wanted, !isRecovering || wanted == .arrow || wanted == .bar || wanted == .rightParenthesis else {
      return false
    }
    advance()
    isRecovering = false
    return true
  }

  // MARK: Nodes

  func mark() -> Mark { Mark(token: index, node: nodes.count) }

  /// Makes everything since the mark one node.
  mutating func finish(_ kind: SyntaxKind, _ mark: Mark) {
    nodes.append(
      Finished(
        kind: kind, firstToken: Int32(truncatingIfNeeded: mark.token),
        tokenEnd: Int32(truncatingIfNeeded: max(lastEnd, mark.token)),
        subtreeStart: Int32(truncatingIfNeeded: mark.node)))
  }

  /// The nodes, each before its children.
  ///
  /// A node's place in preorder is the number of nodes left of it and above it: its place in postorder, less those
  /// below it, and its depth.
  private func preorder() -> [SyntaxTree.Node] {
    let nodes = nodes
    return [SyntaxTree.Node](unsafeUninitializedCapacity: nodes.count) { result, count in
      // Where the subtrees begin of the nodes above the current one; there are never more than nodes.
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: nodes.count + 1) { above in
        var depth = 0
        var index = nodes.count
        // From the last to the first, so each parent before its children; every place is filled once.
        while index > 0 {
          index -= 1
          let node = nodes[index]
          while depth > 0, Int(above[depth - 1]) > index { depth -= 1 }
          let place = Int(node.subtreeStart) + depth
          precondition(place < result.count)
          result.initializeElement(
            at: place,
            to: SyntaxTree.Node(
              kind: node.kind, firstToken: node.firstToken, tokenEnd: node.tokenEnd,
              subtreeEnd: Int32(truncatingIfNeeded: place + index + 1 - Int(node.subtreeStart))))
          above[depth] = node.subtreeStart
          depth += 1
        }
      }
      count = nodes.count
    }
  }
}
