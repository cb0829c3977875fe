/// `stage NAME "title" { ... }`.
public struct StageSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.stage
  /// The node it shows.
  public let node: SyntaxNode

  /// The stage's name.
  public var name: NameSyntax? { node.child() }

  /// What people see instead of the name.
  public var title: TextSyntax? { node.child() }

  /// `requires P, ...`.
  public var requires: [RequiresSyntax] { node.all() }

  /// Its activities.
  public var activities: [ActivitySyntax] { node.all() }

  /// The activity groups it uses.
  public var uses: [UseSyntax] { node.all() }

  /// Activities and used groups in the order in which they are written.
  public var activitiesAndUses: [ActivityOrUse] { node.children.compactMap { ActivityOrUse($0) } }

  /// `complete when ...`.
  public var completion: CompleteSyntax? { node.child() }

  /// `wait D` and `wait until E`.
  public var waits: [WaitSyntax] { node.all() }

  /// `limit D -> T` and `limit N visits -> T`.
  public var limits: [LimitSyntax] { node.all() }

  /// `exit when ...`.
  public var exits: [ExitSyntax] { node.all() }

  /// `whenever ...`.
  public var watches: [WheneverSyntax] { node.all() }

  /// `on ...`.
  public var handlers: [OnSyntax] { node.all() }

  /// `then -> T`.
  public var then: ThenSyntax? { node.child() }

  /// `renamed from NAME`.
  public var renamed: RenamedSyntax? { node.child() }

  /// An activity, or a used group of activities.
  public enum ActivityOrUse: Sendable, Hashable {
    /// An activity.
    case activity(ActivitySyntax)
    /// A used group.
    case use(UseSyntax)

    init?(_ node: SyntaxNode) {
      switch node.kind {
      case .activity: self = .activity(ActivitySyntax(node: node))
      case .useClause: self = .use(UseSyntax(node: node))
      default: return nil
      }
    }
  }
}

/// `activities NAME { ... }`.
public struct ActivitiesDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.activitiesDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The group's name.
  public var name: NameSyntax? { node.child() }

  /// Its activities.
  public var activities: [ActivitySyntax] { node.all() }
}
