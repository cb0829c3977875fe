/// `feed leads { ... }` or `feed events { ... }`.
public struct FeedBlockSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.feedBlock
  /// The node it shows.
  public let node: SyntaxNode

  /// What the feed carries.
  public var subject: Spanned<Subject>? { node.word(Subject.self) }

  /// Where things stand in the feed's objects.
  public var fields: [FeedFieldSyntax] { node.all() }

  /// `actors required`.
  public var actorsRequired: ActorsRequiredSyntax? { node.child() }

  /// What a feed carries.
  public enum Subject: String, Sendable, Hashable, CaseIterable {
    /// Lead objects, or events about leads.
    case leads, events
  }

  /// The field of that name.
  public func field(_ key: FeedKey) -> FeedFieldSyntax? { fields.first { $0.key?.value == key } }
}

/// `time from created_at { "x" -> y }`.
public struct FeedFieldSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.feedField
  /// The node it shows.
  public let node: SyntaxNode

  /// What is read.
  public var key: Spanned<FeedKey>? { node.word(FeedKey.self) }

  /// Where it stands.
  public var path: PathSyntax? { node.child() }

  /// The translation of its values.
  public var renames: [FeedRenameSyntax] { node.all() }
}

/// What a `feed` block can read.
public enum FeedKey: String, Sendable, Hashable, CaseIterable {
  /// The lead's id, the event's id, and so on.
  case lead, id, sequence, time, source, owner, type, activity, actor, role, data, target, funnel, session
}

/// `"contact_changed" -> lead.updated`.
public struct FeedRenameSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.feedRename
  /// The node it shows.
  public let node: SyntaxNode

  /// What the feed says.
  public var from: StringSyntax? { node.child() }

  /// What it means.
  public var to: Spanned<String>? { Self.meaning(node) }

  private static func meaning(_ node: SyntaxNode) -> Spanned<String>? {
    if let path = node.child(PathSyntax.self) { return Spanned(path.node.text, path.span) }
    return node.all(StringSyntax.self).dropFirst().first.map { Spanned($0.value, $0.span) }
  }
}

/// `actors required`.
public struct ActorsRequiredSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.actorsRequired
  /// The node it shows.
  public let node: SyntaxNode
}
