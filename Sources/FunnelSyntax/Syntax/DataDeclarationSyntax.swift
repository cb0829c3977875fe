/// `data { ... }` or `data NAME { ... }`.
public struct DataDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.dataDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The group's name.
  public var name: NameSyntax? { node.child() }

  /// The data points.
  public var points: [DataPointSyntax] { node.all() }
}

/// `use data NAME`.
public struct UseDataSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.useDataDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The group that is used.
  public var name: NameSyntax? { node.child() }
}
