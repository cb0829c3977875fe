/// `let NAME: TYPE = E when C else E`.
public struct LetDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.letDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The formula's name.
  public var name: NameSyntax? { node.child() }

  /// Its type, where it is written.
  public var type: TypeSyntax? { node.type }

  /// Its cases in order.
  public var cases: [LetCaseSyntax] { node.all() }
}

/// `E when C`.
public struct LetCaseSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.letCase
  /// The node it shows.
  public let node: SyntaxNode

  /// The value.
  public var value: ExpressionSyntax? { node.expression }

  /// When it holds; always where it is not written.
  public var condition: WhenSyntax? { node.child() }
}

/// `when C`.
public struct WhenSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.whenClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The condition.
  public var condition: ExpressionSyntax? { node.expression }
}
