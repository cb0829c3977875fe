import FunnelDiagnostics
import FunnelSyntax

/// One thing that somebody does in a stage.
public struct ResolvedActivity: Hashable, Sendable {
  /// The name, by which events speak of it.
  public let name: ID<ResolvedActivityName>
  /// The stage it belongs to.
  public let stage: ID<ResolvedStage>
  /// The name shown to people, in which values may stand.
  public let title: ResolvedText?
  /// Who does it.
  public let actor: ResolvedActor
  /// The activity whose doer may not do this one too.
  public let otherThan: ID<ResolvedActivityName>?
  /// What kind of work it is; nil where nothing is said.
  public let kind: String?
  /// Whether it takes place, asked once as the stage is entered; nil where always.
  public let condition: TypedExpression?
  /// Whether the stage can be done without it.
  public let isOptional: Bool
  /// The activities of the stage that come first.
  public let after: [ID<ResolvedActivity>]
  /// How long it may take from opening.
  public let due: Spanned<CalendarSpan>?
  /// How often it is tried again.
  public let retry: Retry?
  /// When it is remembered.
  public let reminder: Reminder?
  /// The points that completing it may write.
  public let collects: [ID<ResolvedPoint>]
  /// What is handed to whoever does it.
  public let with: [ResolvedEntry]
  /// What the runner does as it opens, and completes it; nil where somebody else does it.
  public let actions: [ResolvedAction]?
  /// The text of the `///` comment.
  public let documentation: String?
  /// Where the name is declared.
  public let span: SourceSpan
  /// Where it stands in its stage: there, or where the group is used from which it is pasted.
  public let place: SourceSpan

  /// How often an activity is tried again.
  public struct Retry: Hashable, Sendable {
    /// The failures that are forgiven.
    public let times: Int64
    /// How long it is blocked after a failure; nil where it stays open.
    public let every: CalendarSpan?
  }

  /// When an activity is remembered.
  public struct Reminder: Hashable, Sendable {
    /// The time between two reminders, from opening on.
    public let every: CalendarSpan
    /// The most reminders of one opening.
    public let times: Int64
    /// Where the clause stands.
    public let span: SourceSpan
  }
}

/// A name that activities bear, in one stage or several; they are all of one role.
public struct ResolvedActivityName: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The activities of that name.
  public let activities: [ID<ResolvedActivity>]
}

/// Who does an activity.
public enum ResolvedActor: Hashable, Sendable {
  case lead, administrator, manager, automatic
  /// The journey's responsible person.
  case owner
  case role(ID<ResolvedRole>)
}

/// A declared role.
public struct ResolvedRole: Hashable, Sendable {
  /// The name.
  public let name: String
  /// What it may do.
  public let kind: Kind
  /// The name shown to people.
  public let title: String?
  /// Where the name is declared.
  public let span: SourceSpan

  /// What a role may do: administrators and managers act for anyone.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case administrator, manager, stakeholder
  }
}

/// Where leads come from.
public struct ResolvedSource: Hashable, Sendable {
  /// The name.
  public let name: String
  /// What a registration says to belong to it.
  public let reference: String
  /// Where the name is declared.
  public let span: SourceSpan
}
