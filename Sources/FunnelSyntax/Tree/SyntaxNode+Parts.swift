import FunnelDiagnostics

/// The parts of a node. These are asked for so often that none of them makes a list, or holds the tree more often than its
/// result does.
extension SyntaxNode {
  /// The first child of a view's kind.
  func child<View: NodeView>(_ view: View.Type = View.self) -> View? { child(View.kind).map { View(node: $0) } }

  /// The children of a view's kind in order.
  func all<View: NodeView>(_ view: View.Type = View.self) -> [View] {
    let kind = View.kind
    let count = countChildren { $0 == kind }
    guard count > 0 else { return [] }
    var views: [View] = []
    views.reserveCapacity(count)
    forEachChild { if $0.kind == kind { views.append(View(node: SyntaxNode(tree: tree, index: $1))) } }
    return views
  }

  /// The first child of a kind.
  func child(_ kind: SyntaxKind) -> SyntaxNode? {
    let end = Int(tree.nodes[index].subtreeEnd)
    var next = index + 1
    while next < end {
      if tree.nodes[next].kind == kind { return SyntaxNode(tree: tree, index: next) }
      next = Int(tree.nodes[next].subtreeEnd)
    }
    return nil
  }

  /// The children that are expressions, in order.
  var expressions: [ExpressionSyntax] {
    let count = countChildren { $0.isExpression }
    guard count > 0 else { return [] }
    var expressions: [ExpressionSyntax] = []
    expressions.reserveCapacity(count)
    forEachChild { record, index in
      guard record.kind.isExpression else { return }
      if let expression = ExpressionSyntax(SyntaxNode(tree: tree, index: index)) { expressions.append(expression) }
    }
    return expressions
  }

  /// The first child that is an expression.
  var expression: ExpressionSyntax? { operand(0) }

  /// The child at `position` among those that are expressions.
  func operand(_ position: Int) -> ExpressionSyntax? {
    let end = Int(tree.nodes[index].subtreeEnd)
    var left = position
    var next = index + 1
    while next < end {
      if tree.nodes[next].kind.isExpression {
        if left == 0 { return ExpressionSyntax(SyntaxNode(tree: tree, index: next)) }
        left -= 1
      }
      next = Int(tree.nodes[next].subtreeEnd)
    }
    return nil
  }

  @inline(__always)
  private func forEachChild(_ body: (SyntaxTree.Node, Int) -> Void) {
    let end = Int(tree.nodes[index].subtreeEnd)
    var next = index + 1
    while next < end {
      body(tree.nodes[next], next)
      next = Int(tree.nodes[next].subtreeEnd)
    }
  }

  @inline(__always)
  private func countChildren(_ isWanted: (SyntaxKind) -> Bool) -> Int {
    var count = 0
    forEachChild { record, _ in if isWanted(record.kind) { count += 1 } }
    return count
  }

  // MARK: Tokens

  /// Hands over its own tokens and their indices, without its children's and without trivia, until one is wanted; gives
  /// what was made of it.
  @inline(__always)
  private func firstOwnToken<Result>(_ look: (Token, Int) -> Result?) -> Result? {
    let record = tree.nodes[index]
    let end = Int(record.tokenEnd)
    var child = index + 1
    var next = Int(record.firstToken)
    while next < end {
      if child < record.subtreeEnd, next >= tree.nodes[child].firstToken {
        next = max(next, Int(tree.nodes[child].tokenEnd))
        child = Int(tree.nodes[child].subtreeEnd)
      } else {
        if !tree.tokens[next].kind.isTrivia, let result = look(tree.tokens[next], next) { return result }
        next += 1
      }
    }
    return nil
  }

  /// The indices of its own tokens, without its children's and without trivia.
  var ownTokens: [Int] {
    var indices: [Int] = []
    _ = firstOwnToken { _, index -> Never? in
      indices.append(index)
      return nil
    }
    return indices
  }

  /// Whether one of its own tokens is the keyword.
  func has(_ keyword: Keyword) -> Bool { firstOwnToken { token, _ in token.keyword == keyword ? true : nil } ?? false }

  /// The span of its first own token of a kind.
  func token(_ kind: TokenKind) -> SourceSpan? {
    firstOwnToken { token, index in token.kind == kind ? tree.span(ofToken: index) : nil }
  }

  /// Its own keywords that are words of a vocabulary, with their spans, in order.
  func words<Word: RawRepresentable<String> & Sendable & Hashable>(_ vocabulary: Word.Type) -> [Spanned<Word>] {
    ownTokens.compactMap { index in
      tree.tokens[index].keyword.flatMap { Word(rawValue: $0.rawValue) }.map { Spanned($0, tree.span(ofToken: index)) }
    }
  }

  /// The first of its own keywords that is a word of a vocabulary.
  func word<Word: RawRepresentable<String> & Sendable & Hashable>(_ vocabulary: Word.Type) -> Spanned<Word>? {
    firstOwnToken { token, index in
      token.keyword.flatMap { Word(rawValue: $0.rawValue) }.map { Spanned($0, tree.span(ofToken: index)) }
    }
  }

  /// The first of its own keywords that is a word of a vocabulary which conditions and branches are full of.
  func word<Word: Vocabulary>(_ vocabulary: Word.Type) -> Spanned<Word>? {
    firstOwnToken { token, index in
      token.keyword.flatMap { Word($0) }.map { Spanned($0, tree.span(ofToken: index)) }
    }
  }

  /// Its first own token that writes an operator.
  func operatorToken<Operation>(_ lookup: (TokenKind) -> Operation?) -> Spanned<Operation>? {
    firstOwnToken { token, index in lookup(token.kind).map { Spanned($0, tree.span(ofToken: index)) } }
  }
}

extension SyntaxKind {
  /// Whether nodes of the kind are expressions; the literals among them are those that have a typed view as such.
  var isExpression: Bool {
    switch self {
    case .nameExpression, .builtinExpression, .missingValue, .callExpression, .parenthesizedExpression, .setExpression,
      .negation, .notExpression, .andExpression, .orExpression, .comparison, .membership, .presence, .stateTest,
      .textTest, .coalesce, .arithmetic, .numberLiteral, .moneyLiteral, .durationLiteral, .stringLiteral, .dateLiteral,
      .datetimeLiteral, .booleanLiteral:
      true
    default: false
    }
  }
}
