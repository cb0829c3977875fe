/// `end NAME: lost "reason"`.
public struct EndDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.endDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The end's name.
  public var name: NameSyntax? { node.child() }

  /// Whether it is won or lost.
  public var outcome: Spanned<Outcome>? { node.word(Outcome.self) }

  /// The reason behind `lost`.
  public var reason: StringSyntax? { node.child() }

  /// `renamed from NAME`.
  public var renamed: RenamedSyntax? { node.child() }
}
