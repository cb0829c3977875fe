/// `exit when C -> T`.
public struct ExitSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.exitClause
  /// The node it shows.
  public let node: SyntaxNode

  /// When.
  public var condition: WhenSyntax? { node.child() }

  /// Where to.
  public var target: TargetSyntax? { node.child() }
}

/// `whenever C { ... }`.
public struct WheneverSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.wheneverClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The condition that is watched.
  public var condition: ExpressionSyntax? { node.expression }

  /// What is done as it becomes true.
  public var actions: [ActionSyntax] { node.actions }
}

/// `on EVENT [A] [when C] -> T` or `on EVENT [A] [when C] { ... }`.
public struct OnSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.onClause
  /// The node it shows.
  public let node: SyntaxNode

  /// What happens.
  public var event: Spanned<Event>? { node.word(Event.self) }

  /// The activity or value it is about, where it is written.
  public var subject: NameSyntax? { node.child() }

  /// Under which condition.
  public var condition: WhenSyntax? { node.child() }

  /// Where to, in the form with an arrow.
  public var target: TargetSyntax? { node.child() }

  /// What is done, in the form with braces.
  public var actions: [ActionSyntax] { node.actions }

  /// What an `on` clause answers.
  public enum Event: String, Sendable, Hashable, CaseIterable {
    /// Entering or leaving a stage, the ends of an activity, a changed value, a withdrawn lead.
    case enter, exit, completed, failed, overdue, changed, withdrawn
  }
}

/// `start -> T`.
public struct StartSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.startClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The first target.
  public var target: TargetSyntax? { node.child() }
}

/// The place behind an arrow: `NAME`, `converted`, or `lost "reason"`.
public struct TargetSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.target
  /// The node it shows.
  public let node: SyntaxNode

  /// The stage, decision, split or end that is named.
  public var name: NameSyntax? { node.child() }

  /// The outcome that is written instead of a name.
  public var outcome: Spanned<Outcome>? { node.word(Outcome.self) }

  /// The reason behind `lost`.
  public var reason: StringSyntax? { node.child() }
}

/// How a journey can end.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
  /// Won, or lost.
  case converted, lost
}
