public import FunnelDiagnostics

/// A place in a syntax tree: a node, from which its parts are reached.
public struct SyntaxNode: Sendable, Hashable {
  /// The tree it belongs to.
  public let tree: SyntaxTree
  /// Its index in the tree's nodes.
  public let index: Int

  init(tree: SyntaxTree, index: Int) {
    self.tree = tree
    self.index = index
  }

  private var record: SyntaxTree.Node { tree.nodes[index] }

  /// What it is.
  public var kind: SyntaxKind { record.kind }

  /// The indices of its tokens, those of its children and the trivia in between included.
  public var tokens: Range<Int> { Int(record.firstToken)..<Int(record.tokenEnd) }

  /// From its first byte to its last, without the white space and comments around it.
  public var span: SourceSpan {
    let range = tokens
    guard range.isEmpty else {
      return tree.span(ofToken: range.lowerBound).union(tree.span(ofToken: range.upperBound - 1))
    }
    var previous = range.lowerBound - 1
    while previous >= 0, tree.tokens[previous].kind.isTrivia { previous -= 1 }
    return previous < 0 ? SourceSpan(file: tree.file, start: 0, end: 0) : tree.span(ofToken: previous).atEnd
  }

  /// The span of its first token, mostly the keyword it begins with.
  public var keywordSpan: SourceSpan { tokens.isEmpty ? span : tree.span(ofToken: tokens.lowerBound) }

  /// Its source text.
  public var text: String {
    let place = span
    return String(decoding: tree.bytes[Int(place.start)..<Int(place.end)], as: UTF8.self)
  }

  /// Its children in order.
  public var children: Children { Children(tree: tree, index: index + 1, end: Int(record.subtreeEnd)) }

  /// The children of a node, one after the other.
  public struct Children: Sequence, IteratorProtocol, Sendable {
    let tree: SyntaxTree
    var index: Int
    let end: Int

    /// The next child, if there is one.
    public mutating func next() -> SyntaxNode? {
      guard index < end else { return nil }
      defer { index = Int(tree.nodes[index].subtreeEnd) }
      return SyntaxNode(tree: tree, index: index)
    }
  }

  /// Whether both are the same node of the same tree.
  public static func == (a: SyntaxNode, b: SyntaxNode) -> Bool { a.tree === b.tree && a.index == b.index }

  /// Hashes which node it is.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(tree))
    hasher.combine(index)
  }

  /// The lines of the `///` comments that stand right before it, without slashes and the blank behind them.
  public var documentation: [String] {
    var lines: [String] = []
    var token = tokens.lowerBound - 1
    while token >= 0, tree.tokens[token].kind.isTrivia {
      if tree.tokens[token].kind == .documentation {
        let line = tree.text(ofToken: token).dropFirst(3)
        lines.append(String(line.first == " " ? line.dropFirst() : line))
      }
      token -= 1
    }
    return lines.reversed()
  }
}

extension SyntaxNode {
  /// The first child of a view's kind.
  func child<View: NodeView>(_ view: View.Type = View.self) -> View? {
    for child in children where child.kind == View.kind { return View(node: child) }
    return nil
  }

  /// The children of a view's kind in order.
  func all<View: NodeView>(_ view: View.Type = View.self) -> [View] {
    var views: [View] = []
    for child in children where child.kind == View.kind { views.append(View(node: child)) }
    return views
  }

  /// The first child of a kind.
  func child(_ kind: SyntaxKind) -> SyntaxNode? { children.first { $0.kind == kind } }

  /// The children that are expressions, in order.
  var expressions: [ExpressionSyntax] {
    var expressions: [ExpressionSyntax] = []
    for child in children { if let expression = ExpressionSyntax(child) { expressions.append(expression) } }
    return expressions
  }

  /// The first child that is an expression.
  var expression: ExpressionSyntax? {
    for child in children { if let expression = ExpressionSyntax(child) { return expression } }
    return nil
  }

  /// The indices of its own tokens, without its children's and without trivia.
  var ownTokens: OwnTokens {
    OwnTokens(tree: tree, children: children, index: tokens.lowerBound, end: tokens.upperBound)
  }

  /// The indices of the tokens of a node that are none of its children's and no trivia, in order.
  struct OwnTokens: Sequence, IteratorProtocol {
    private let tree: SyntaxTree
    private var children: Children
    private var child: Range<Int>?
    private var index: Int
    private let end: Int

    init(tree: SyntaxTree, children: Children, index: Int, end: Int) {
      self.tree = tree
      self.children = children
      self.index = index
      self.end = end
      child = self.children.next()?.tokens
    }

    mutating func next() -> Int? {
      while index < end {
        if let inside = child, index >= inside.lowerBound {
          index = Swift.max(index, inside.upperBound)
          child = children.next()?.tokens
        } else {
          defer { index += 1 }
          if !tree.tokens[index].kind.isTrivia { return index }
        }
      }
      return nil
    }
  }

  /// Whether one of its own tokens is the keyword.
  func has(_ keyword: Keyword) -> Bool {
    for index in ownTokens where tree.tokens[index].keyword == keyword { return true }
    return false
  }

  /// The span of its first own token of a kind.
  func token(_ kind: TokenKind) -> SourceSpan? {
    for index in ownTokens where tree.tokens[index].kind == kind { return tree.span(ofToken: index) }
    return nil
  }
}

extension SyntaxNode {
  /// Its own keywords that are words of a vocabulary, with their spans, in order.
  func words<Word: RawRepresentable<String> & Sendable & Hashable>(_ vocabulary: Word.Type) -> [Spanned<Word>] {
    ownTokens.compactMap { index in
      guard let keyword = tree.tokens[index].keyword, let word = Word(rawValue: keyword.rawValue) else { return nil }
      return Spanned(word, tree.span(ofToken: index))
    }
  }

  /// Its first own token that writes an operator.
  func operatorToken<Operation>(_ lookup: (TokenKind) -> Operation?) -> Spanned<Operation>? {
    for index in ownTokens {
      if let operation = lookup(tree.tokens[index].kind) { return Spanned(operation, tree.span(ofToken: index)) }
    }
    return nil
  }

  /// The child at `position` among those that are expressions.
  func operand(_ position: Int) -> ExpressionSyntax? {
    var left = position
    for child in children {
      guard let expression = ExpressionSyntax(child) else { continue }
      if left == 0 { return expression }
      left -= 1
    }
    return nil
  }
}
