/// `by ROLE other than A`.
public struct BySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.byClause
  /// The node it shows.
  public let node: SyntaxNode

  /// Who does it.
  public var role: NameSyntax? { node.child() }

  /// The activity that somebody else must have done.
  public var otherThan: NameSyntax? { node.all(NameSyntax.self).dropFirst().first }
}

/// `kind NAME`.
public struct KindSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.kindClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The kind.
  public var name: NameSyntax? { node.child() }
}

/// `optional`.
public struct OptionalSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.optionalClause
  /// The node it shows.
  public let node: SyntaxNode
}

/// `after A, ...`.
public struct AfterSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.afterClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The activities that come before.
  public var activities: [NameSyntax] { node.all() }
}

/// `due D`.
public struct DueSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.dueClause
  /// The node it shows.
  public let node: SyntaxNode

  /// How long after opening.
  public var duration: DurationSyntax? { node.child() }
}

/// `remind every D at most N times`.
public struct RemindSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.remindClause
  /// The node it shows.
  public let node: SyntaxNode

  /// How often.
  public var interval: DurationSyntax? { node.child() }

  /// How many times at most.
  public var times: NumberSyntax? { node.child() }
}

/// `retry N times every D`.
public struct RetrySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.retryClause
  /// The node it shows.
  public let node: SyntaxNode

  /// How many more attempts.
  public var times: NumberSyntax? { node.child() }

  /// How long to wait in between, where it is written.
  public var interval: DurationSyntax? { node.child() }
}

/// `collects P, ...`.
public struct CollectsSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.collectsClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The points that completing it writes.
  public var points: [NameSyntax] { node.all() }
}

/// `with { key: E ... }`.
public struct WithSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.withClause
  /// The node it shows.
  public let node: SyntaxNode

  /// What is handed to whoever carries it out.
  public var entries: [EntrySyntax] { node.all() }
}

/// `do { ... }`.
public struct DoSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.doClause
  /// The node it shows.
  public let node: SyntaxNode

  /// What the runner does.
  public var actions: [ActionSyntax] { node.actions }
}

/// `key: value` in `given`, `set`, `with` and `webhook`.
public struct EntrySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.entry
  /// The node it shows.
  public let node: SyntaxNode

  /// The key.
  public var key: NameSyntax? { node.child() }

  /// The value.
  public var value: ExpressionSyntax? { node.expression }

  /// The value of a webhook's entry that is a text with `{...}` in it.
  public var text: TextSyntax? { node.child() }
}
