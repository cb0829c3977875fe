/// `notify ROLE "text"`.
public struct NotifySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.notifyAction
  /// The node it shows.
  public let node: SyntaxNode

  /// Who is told.
  public var role: NameSyntax? { node.child() }

  /// What.
  public var text: TextSyntax? { node.child() }
}

/// `task "text" for ROLE due D`.
public struct TaskSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.taskAction
  /// The node it shows.
  public let node: SyntaxNode

  /// What is to be done.
  public var text: TextSyntax? { node.child() }

  /// By whom.
  public var role: NameSyntax? { node.child() }

  /// How soon.
  public var due: DurationSyntax? { node.child() }
}

/// `note "text"`.
public struct NoteSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.noteAction
  /// The node it shows.
  public let node: SyntaxNode

  /// What is noted.
  public var text: TextSyntax? { node.child() }
}

/// `tag POINT "t"`.
public struct TagSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.tagAction
  /// The node it shows.
  public let node: SyntaxNode

  /// The set that is changed.
  public var point: NameSyntax? { node.child() }

  /// What is put in.
  public var tag: StringSyntax? { node.child() }
}

/// `untag POINT "t"`.
public struct UntagSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.untagAction
  /// The node it shows.
  public let node: SyntaxNode

  /// The set that is changed.
  public var point: NameSyntax? { node.child() }

  /// What is taken out.
  public var tag: StringSyntax? { node.child() }
}

/// `set P = E`.
public struct SetActionSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.setAction
  /// The node it shows.
  public let node: SyntaxNode

  /// The point that is written.
  public var point: NameSyntax? { node.child() }

  /// Its new value.
  public var value: ExpressionSyntax? { node.expression }
}

/// `webhook "https://..." { key: E ... }`.
public struct WebhookSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.webhookAction
  /// The node it shows.
  public let node: SyntaxNode

  /// Where to.
  public var url: StringSyntax? { node.child() }

  /// What is sent.
  public var entries: [EntrySyntax] { node.all() }
}

/// `email ROLE "subject" "text"`.
public struct EmailSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.emailAction
  /// The node it shows.
  public let node: SyntaxNode

  /// To whom.
  public var role: NameSyntax? { node.child() }

  /// The subject.
  public var subject: TextSyntax? { node.all(TextSyntax.self).first }

  /// The text.
  public var text: TextSyntax? { node.all(TextSyntax.self).dropFirst().first }
}

/// `go -> T`.
public struct GoSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.goAction
  /// The node it shows.
  public let node: SyntaxNode

  /// Where to.
  public var target: TargetSyntax? { node.child() }
}

/// `start FUNNEL into P`.
public struct StartActionSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.startAction
  /// The node it shows.
  public let node: SyntaxNode

  /// The funnel in which another journey starts.
  public var funnel: NameSyntax? { node.child() }

  /// The place it starts at, where it is written.
  public var place: NameSyntax? { node.all(NameSyntax.self).dropFirst().first }
}
