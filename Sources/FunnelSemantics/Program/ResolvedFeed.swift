import FunnelDiagnostics

/// A value of a feed with the author's translation table.
public struct ResolvedField: Hashable, Sendable {
  /// Where it stands.
  public let path: ResolvedPath
  /// From what the feed says to what the language says, in order; a value not listed stands for itself.
  public let renames: [Rename]

  /// One line of the translation table.
  public struct Rename: Hashable, Sendable {
    /// What the feed says.
    public let from: String
    /// What it means.
    public let to: String
  }
}

/// How foreign lead objects are read.
public struct ResolvedLeadFeed: Hashable, Sendable {
  /// Where the lead's id may stand: the first that holds a value counts. `id`, `lead`, `email` where nothing is declared.
  public let lead: [ResolvedField]
  /// When it registered.
  public let time: ResolvedField?
  /// The reference of its source.
  public let source: ResolvedField?
  /// The person responsible.
  public let owner: ResolvedField?
  /// The object at which the points' paths start; the line itself where the path is empty.
  public let data: ResolvedPath
  /// Whether a block says all this.
  public let isDeclared: Bool
}

/// How the funnel's own event envelope is read.
public struct ResolvedEventFeed: Hashable, Sendable {
  /// The kind of event; a line on which it resolves is an event.
  public let type: ResolvedField
  /// The lead it is about.
  public let lead: ResolvedField
  /// The event's own id.
  public let id: ResolvedField?
  /// Its number in the order of the lead's events.
  public let sequence: ResolvedField?
  /// When it happened.
  public let time: ResolvedField?
  /// The activity it is about.
  public let activity: ResolvedField?
  /// Who did it.
  public let actor: ResolvedField?
  /// The role in which it was done.
  public let role: ResolvedField?
  /// The place a journey is moved to.
  public let target: ResolvedField?
  /// The funnel it is meant for.
  public let funnel: ResolvedField?
  /// The session token that proves who did it.
  public let session: ResolvedField?
  /// The object at which the points' paths start.
  public let data: ResolvedPath
}
