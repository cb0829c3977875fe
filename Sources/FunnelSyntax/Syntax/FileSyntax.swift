/// A whole file: what it imports and declares.
public struct FileSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.file
  /// The node it shows.
  public let node: SyntaxNode

  /// The files it imports.
  public var imports: [ImportSyntax] { node.all() }

  /// The funnels it declares.
  public var funnels: [FunnelDeclarationSyntax] { node.all() }

  /// The named types outside of funnels.
  public var types: [TypeDeclarationSyntax] { node.all() }

  /// The formulas outside of funnels.
  public var lets: [LetDeclarationSyntax] { node.all() }

  /// The scores outside of funnels.
  public var scores: [ScoreDeclarationSyntax] { node.all() }

  /// The data groups outside of funnels.
  public var dataGroups: [DataDeclarationSyntax] { node.all() }

  /// The roles outside of funnels.
  public var roles: [RoleDeclarationSyntax] { node.all() }

  /// The ends outside of funnels.
  public var ends: [EndDeclarationSyntax] { node.all() }

  /// The activity groups outside of funnels.
  public var activityGroups: [ActivitiesDeclarationSyntax] { node.all() }
}

/// `import "common.funnel"`.
public struct ImportSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.importDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The imported file, as it is written.
  public var path: StringSyntax? { node.child() }
}
