import FunnelDiagnostics
import FunnelSyntax

/// A stage: activities that start together.
public struct ResolvedStage: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The name shown to people.
  public let title: String?
  /// Its activities in order of declaration.
  public let activities: [ID<ResolvedActivity>]
  /// The points that must be known before the stage begins.
  public let requirements: [Spanned<ID<ResolvedPoint>>]
  /// How many required activities must be completed before it is done; nil where all must be, or be skipped.
  public let needed: Int?
  /// What must hold besides for it to be done, each with its clause: `complete when`, `wait`.
  public let conditions: [Spanned<TypedExpression>]
  /// How long a visit may last, and what then.
  public let limit: Limit?
  /// How many visits there may be, and what instead of another one.
  public let visits: VisitLimit?
  /// Watched while the journey is in the stage.
  public let exits: [ResolvedExit]
  /// What is done as conditions become true while the journey is in the stage.
  public let watches: [ResolvedWatch]
  /// Answers to events in the stage.
  public let handlers: [ResolvedHandler]
  /// Where the journey goes when the stage is done; nil only where it can never be done.
  public let next: ResolvedTarget?
  /// The text of the `///` comment.
  public let documentation: String?
  /// Where the name is declared.
  public let span: SourceSpan

  /// How long a visit may last.
  public struct Limit: Hashable, Sendable {
    /// Counted from entering the stage.
    public let duration: CalendarSpan
    /// Where the journey goes then.
    public let target: ResolvedTarget
    /// Where the clause stands.
    public let span: SourceSpan
  }

  /// How many visits there may be.
  public struct VisitLimit: Hashable, Sendable {
    /// The visits.
    public let visits: Int64
    /// Where the journey goes instead of beginning another one.
    public let target: ResolvedTarget
    /// Where the clause stands.
    public let span: SourceSpan
  }
}

/// A condition that is watched, and where it leads as it becomes true.
public struct ResolvedExit: Hashable, Sendable {
  /// What is watched.
  public let condition: TypedExpression
  /// Where the journey goes.
  public let target: ResolvedTarget
  /// The words of the clause.
  public let words: String
  /// Where the clause stands.
  public let span: SourceSpan
}

/// An answer to something that happened.
public struct ResolvedHandler: Hashable, Sendable {
  /// What is answered.
  public let event: Event
  /// When it applies; nil where always.
  public let condition: TypedExpression?
  /// Where the journey goes, in the form with an arrow.
  public let target: ResolvedTarget?
  /// What is done, in the form with braces.
  public let actions: [ResolvedAction]
  /// The words of the clause without its actions.
  public let words: String
  /// Where the clause stands.
  public let span: SourceSpan

  /// What can be answered.
  public enum Event: Hashable, Sendable {
    /// The stage was entered.
    case enter
    /// The stage is left; no answer leads away then.
    case exit
    /// An activity was completed; nil for any.
    case completed(ID<ResolvedActivityName>?)
    /// An activity failed for good; nil for any.
    case failed(ID<ResolvedActivityName>?)
    /// An activity is open beyond its due time; nil for any.
    case overdue(ID<ResolvedActivityName>?)
    /// A value is another than before.
    case changed(Observed)
    /// The lead withdrew.
    case withdrawn
  }

  /// What can change.
  public enum Observed: Hashable, Sendable {
    case point(ID<ResolvedPoint>)
    case formula(ID<ResolvedLet>)
    /// The number shown.
    case score(ID<ResolvedScore>)
    /// The last label.
    case decision(ID<ResolvedDecision>)
  }
}
