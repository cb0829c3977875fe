/// One thing to be done.
public enum ActionSyntax: SyntaxView {
  /// `notify ROLE "text"`.
  case notify(NotifySyntax)
  /// `task "text" for ROLE due D`.
  case task(TaskSyntax)
  /// `note "text"`.
  case note(NoteSyntax)
  /// `tag POINT "t"`.
  case tag(TagSyntax)
  /// `untag POINT "t"`.
  case untag(UntagSyntax)
  /// `set P = E`.
  case set(SetActionSyntax)
  /// `webhook "https://..." { ... }`.
  case webhook(WebhookSyntax)
  /// `email ROLE "subject" "text"`.
  case email(EmailSyntax)
  /// `go -> T`.
  case go(GoSyntax)
  /// `start FUNNEL into P`.
  case start(StartActionSyntax)

  /// Shows a node that is an action.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .notifyAction: self = .notify(NotifySyntax(node: node))
    case .taskAction: self = .task(TaskSyntax(node: node))
    case .noteAction: self = .note(NoteSyntax(node: node))
    case .tagAction: self = .tag(TagSyntax(node: node))
    case .untagAction: self = .untag(UntagSyntax(node: node))
    case .setAction: self = .set(SetActionSyntax(node: node))
    case .webhookAction: self = .webhook(WebhookSyntax(node: node))
    case .emailAction: self = .email(EmailSyntax(node: node))
    case .goAction: self = .go(GoSyntax(node: node))
    case .startAction: self = .start(StartActionSyntax(node: node))
    default: return nil
    }
  }

  /// The node it shows.
  public var node: SyntaxNode {
    switch self {
    case .notify(let view): view.node
    case .task(let view): view.node
    case .note(let view): view.node
    case .tag(let view): view.node
    case .untag(let view): view.node
    case .set(let view): view.node
    case .webhook(let view): view.node
    case .email(let view): view.node
    case .go(let view): view.node
    case .start(let view): view.node
    }
  }
}

extension SyntaxNode {
  /// The children that are actions, in order.
  var actions: [ActionSyntax] { children.compactMap { ActionSyntax($0) } }
}
