/// `role NAME: manager "title"`.
public struct RoleDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.roleDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The role's name.
  public var name: NameSyntax? { node.child() }

  /// What the role may do.
  public var rights: Spanned<Rights>? { node.word(Rights.self) }

  /// What people see instead of the name.
  public var title: TextSyntax? { node.child() }

  /// What a role may do.
  public enum Rights: String, Sendable, Hashable, CaseIterable {
    /// Acts for anyone, acts for anyone, or acts on its own activities.
    case administrator, manager, stakeholder
  }
}

/// `source NAME ref "WEB-1"`.
public struct SourceDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.sourceDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The source's name.
  public var name: NameSyntax? { node.child() }

  /// The reference that feeds carry.
  public var reference: StringSyntax? { node.child() }
}
