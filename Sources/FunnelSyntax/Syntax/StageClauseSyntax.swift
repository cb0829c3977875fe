/// `requires P, ...`.
public struct RequiresSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.requiresClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The points that must be known before the stage begins.
  public var points: [NameSyntax] { node.all() }
}

/// `use NAME`.
public struct UseSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.useClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The activity group.
  public var name: NameSyntax? { node.child() }
}

/// `complete when ...`.
public struct CompleteSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.completeClause
  /// The node it shows.
  public let node: SyntaxNode

  /// When the stage's activities count as done.
  public var rule: Rule? { Rule(node) }

  /// When a stage's activities count as done.
  public enum Rule: Sendable, Hashable {
    /// When all required ones are.
    case all
    /// When one of the required ones is.
    case any
    /// When so many of the required ones are.
    case count(NumberSyntax?)
    /// When a condition holds.
    case condition(ExpressionSyntax)

    init?(_ node: SyntaxNode) {
      if node.has(.all) {
        self = .all
      } else if node.has(.any) {
        self = .any
      } else if node.has(.of) {
        self = .count(node.child())
      } else if let condition = node.expression {
        self = .condition(condition)
      } else {
        return nil
      }
    }
  }
}

/// `wait D` or `wait until E`.
public struct WaitSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.waitClause
  /// The node it shows.
  public let node: SyntaxNode

  /// How long, in the form without `until`.
  public var duration: DurationSyntax? { node.has(.until) ? nil : node.child() }

  /// Until what holds.
  public var until: ExpressionSyntax? { node.has(.until) ? node.expression : nil }
}

/// `limit D -> T` or `limit N visits -> T`.
public struct LimitSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.limitClause
  /// The node it shows.
  public let node: SyntaxNode

  /// How long at most.
  public var duration: DurationSyntax? { node.child() }

  /// How many visits at most, in the form with `visits`.
  public var visits: NumberSyntax? { node.child() }

  /// What then.
  public var target: TargetSyntax? { node.child() }
}

/// `then -> T`.
public struct ThenSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.thenClause
  /// The node it shows.
  public let node: SyntaxNode

  /// Where to when the stage is done.
  public var target: TargetSyntax? { node.child() }
}
