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
      // A token ends where the next begins, and the end of the file stands in no node.
      let end = range.upperBound < tree.tokens.count ? tree.tokens[range.upperBound].start : tree.size
      return SourceSpan(file: tree.file, start: tree.tokens[range.lowerBound].start, end: end)
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
