/// `activity NAME "title" by ROLE { ... }`.
public struct ActivitySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.activity
  /// The node it shows.
  public let node: SyntaxNode

  /// The activity's name.
  public var name: NameSyntax? { node.child() }

  /// What people see instead of the name.
  public var title: TextSyntax? { node.child() }

  /// `by ROLE`.
  public var by: BySyntax? { node.child() }

  /// `kind NAME`.
  public var kind: KindSyntax? { node.child() }

  /// `when C`.
  public var condition: WhenSyntax? { node.child() }

  /// `optional`.
  public var optional: OptionalSyntax? { node.child() }

  /// `after A, ...`.
  public var after: AfterSyntax? { node.child() }

  /// `due D`.
  public var due: DueSyntax? { node.child() }

  /// `remind every D at most N times`.
  public var remind: RemindSyntax? { node.child() }

  /// `retry N times every D`.
  public var retry: RetrySyntax? { node.child() }

  /// `collects P, ...`.
  public var collects: CollectsSyntax? { node.child() }

  /// `with { ... }`.
  public var with: WithSyntax? { node.child() }

  /// `do { ... }`.
  public var does: DoSyntax? { node.child() }

  /// `renamed from NAME`.
  public var renamed: RenamedSyntax? { node.child() }
}
