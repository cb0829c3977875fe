import FunnelDiagnostics

/// One thing to be done.
public struct ResolvedAction: Hashable, Sendable {
  /// What is done.
  public let kind: Kind
  /// The words of its clause and its own, which tell it from others wherever it stands.
  public let identity: String
  /// Where it stands.
  public let span: SourceSpan

  /// What can be done.
  public enum Kind: Hashable, Sendable {
    case notify(ResolvedActor, ResolvedText)
    case task(ResolvedText, for: ResolvedActor, due: CalendarSpan)
    case note(ResolvedText)
    /// An e-mail to whoever bears a role; to the lead, at the address that a point holds.
    case email(ResolvedActor, to: ID<ResolvedPoint>?, subject: ResolvedText, text: ResolvedText)
    case webhook(url: String, fields: [ResolvedEntry])
    /// Puts a tag into a set of texts.
    case tag(ID<ResolvedPoint>, String)
    /// Takes a tag out of a set of texts.
    case untag(ID<ResolvedPoint>, String)
    case set(ID<ResolvedPoint>, TypedExpression)
    /// Leads away; nothing comes behind it, and it never stands in `on exit`.
    case go(ResolvedTarget)
    /// Begins a journey of the same subject in another funnel of the program, by its number, at one of that funnel's places
    /// or at its start.
    case start(Int, into: ResolvedTarget.Place?)
  }
}

/// An action that starts a funnel.
public struct ResolvedStart: Hashable, Sendable {
  /// The number of the funnel in the program.
  public let funnel: Int
  /// Where the action stands.
  public let span: SourceSpan
}

/// A text that people read, with values in it.
public struct ResolvedText: Hashable, Sendable {
  /// Its pieces in order.
  public let parts: [Part]

  /// A piece of a text.
  public enum Part: Hashable, Sendable {
    case text(String)
    /// A value, nothing where it is missing.
    case value(TypedExpression)
  }
}

/// A named value that is handed to the outside.
public struct ResolvedEntry: Hashable, Sendable {
  /// Its key.
  public let key: String
  /// What it holds.
  public let content: Content

  /// What a field can hold.
  public enum Content: Hashable, Sendable {
    case value(TypedExpression)
    case text(ResolvedText)
  }
}

/// `whenever C { ... }`: actions that run as a condition becomes known to be true.
public struct ResolvedWatch: Hashable, Sendable {
  /// What is watched.
  public let condition: TypedExpression
  /// What is done.
  public let actions: [ResolvedAction]
  /// The words of the clause without its actions.
  public let words: String
  /// Where the clause stands.
  public let span: SourceSpan
}
