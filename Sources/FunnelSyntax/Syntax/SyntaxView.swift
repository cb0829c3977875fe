public import FunnelDiagnostics

/// A typed look at one node of the tree; every part it offers may be missing, because the text may be broken.
public protocol SyntaxView: Sendable, Hashable {
  /// The node it shows.
  var node: SyntaxNode { get }
}

extension SyntaxView {
  /// From its first byte to its last, without the white space and comments around it.
  public var span: SourceSpan { node.span }

  /// The span of its first token, mostly the keyword it begins with.
  public var keywordSpan: SourceSpan { node.keywordSpan }

  /// The lines of the `///` comments that stand right before it.
  public var documentation: [String] { node.documentation }
}

/// A view of nodes of one kind.
protocol NodeView: SyntaxView {
  /// The kind of node it shows.
  static var kind: SyntaxKind { get }
  /// Shows a node of that kind.
  init(node: SyntaxNode)
}
