/// `score NAME in 0..100 { ... }`.
public struct ScoreDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.scoreDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The score's name.
  public var name: NameSyntax? { node.child() }

  /// The bounds it is held within.
  public var range: RangeSyntax? { node.child() }

  /// What adds and what takes away.
  public var rules: [ScoreRuleSyntax] { node.all() }
}

/// `award 40 when C` or `deduct 50 when C`.
public struct ScoreRuleSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.scoreRule
  /// The node it shows.
  public let node: SyntaxNode

  /// Whether it adds or takes away.
  public var effect: Spanned<Effect>? { node.word(Effect.self) }

  /// How much.
  public var points: NumberSyntax? { node.child() }

  /// When.
  public var condition: WhenSyntax? { node.child() }

  /// Whether a rule adds or takes away.
  public enum Effect: String, Sendable, Hashable, CaseIterable {
    /// Adds, or takes away.
    case award, deduct
  }
}
