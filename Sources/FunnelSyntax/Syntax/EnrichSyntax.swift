/// `enrich from "companies.csv" by domain = domain(email) { ... }`.
public struct EnrichSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.enrichDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The table that is looked up.
  public var file: StringSyntax? { node.child() }

  /// The column that is compared.
  public var column: NameSyntax? { node.child() }

  /// What it is compared with.
  public var key: ExpressionSyntax? { node.all(EnrichKeySyntax.self).first?.value }

  /// The points that are filled.
  public var fields: [EnrichFieldSyntax] { node.all() }
}

/// `industry from sector`.
public struct EnrichFieldSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.enrichField
  /// The node it shows.
  public let node: SyntaxNode

  /// The point that is filled.
  public var point: NameSyntax? { node.child() }

  /// The column, where its name differs.
  public var column: NameSyntax? { node.all(NameSyntax.self).dropFirst().first }
}

/// The value behind `by COLUMN =`.
public struct EnrichKeySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.enrichKey
  /// The node it shows.
  public let node: SyntaxNode

  /// The value.
  public var value: ExpressionSyntax? { node.expression }
}
