/// `intake { ... }`.
public struct IntakeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.intake
  /// The node it shows.
  public let node: SyntaxNode

  /// `require P, ...`.
  public var requires: [RequireSyntax] { node.all() }

  /// `decline "reason" when C`.
  public var declines: [DeclineSyntax] { node.all() }

  /// `hold when C`.
  public var holds: [HoldSyntax] { node.all() }

  /// `duplicates ...`.
  public var duplicates: DuplicatesSyntax? { node.child() }
}

/// `require email, phone`.
public struct RequireSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.requireClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The points that must be known.
  public var points: [NameSyntax] { node.all() }
}

/// `decline "no consent" when C`.
public struct DeclineSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.declineClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The reason that is recorded.
  public var reason: StringSyntax? { node.child() }

  /// When.
  public var condition: WhenSyntax? { node.child() }
}

/// `hold when C limit 5 days -> T`.
public struct HoldSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.holdClause
  /// The node it shows.
  public let node: SyntaxNode

  /// When.
  public var condition: WhenSyntax? { node.child() }

  /// How long at most, and what then.
  public var limit: LimitSyntax? { node.child() }
}

/// `duplicates by email update`, `duplicates update` or `duplicates unchecked`.
public struct DuplicatesSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.duplicatesClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The points by which two leads are the same; the lead's own id where empty.
  public var keys: [NameSyntax] { node.all() }

  /// What a second registration does.
  public var policy: Spanned<Policy>? { node.word(Policy.self) }

  /// How long after the lead's journey began `restart` begins another one.
  public var time: DurationSyntax? { node.child() }

  /// What a second registration does.
  public enum Policy: String, Sendable, Hashable, CaseIterable {
    /// Nothing, an update, a fresh journey, or always a journey of its own.
    case ignore, update, restart, unchecked
  }
}
