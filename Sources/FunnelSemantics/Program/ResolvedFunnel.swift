import FunnelDiagnostics
import FunnelSyntax

/// One funnel; the tables are in order of declaration, and an `ID` is an index into the table of its items.
public struct ResolvedFunnel: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The name shown to people.
  public let title: String?
  /// The text of the `///` comment.
  public let documentation: String?
  /// The version pinned on every journey; 1 where none is declared.
  public let version: Int64
  /// The name of the zone in which days begin; `UTC` where none is declared.
  public let timezone: Spanned<String>
  /// When people work; nil where nothing says so, and nothing counts in working time.
  public let workingTime: ResolvedWorkingTime?
  /// The choice types, named ones and those written with a point.
  public let choices: [ResolvedChoice]
  /// The declared roles; the built-in ones are cases of `ResolvedActor`.
  public let roles: [ResolvedRole]
  /// Where leads come from.
  public let sources: [ResolvedSource]
  /// How foreign lead objects are read.
  public let leadFeed: ResolvedLeadFeed
  /// How the funnel's own event envelopes are read; nil where none is declared.
  public let eventFeed: ResolvedEventFeed?
  /// Whether an event that names no actor is refused.
  public let actorsRequired: Bool
  /// The data points.
  public let points: [ResolvedPoint]
  /// The named formulas.
  public let lets: [ResolvedLet]
  /// The scores.
  public let scores: [ResolvedScore]
  /// The tables in which leads are looked up, in order.
  public let enrichments: [ResolvedEnrichment]
  /// What happens before a journey starts.
  public let intake: ResolvedIntake
  /// The first target.
  public let start: ResolvedTarget
  /// The decisions.
  public internal(set) var decisions: [ResolvedDecision]
  /// The stages.
  public let stages: [ResolvedStage]
  /// The activities of all stages, those of one stage side by side.
  public let activities: [ResolvedActivity]
  /// The names that activities bear, in order of first appearance.
  public let activityNames: [ResolvedActivityName]
  /// The named ends.
  public let ends: [ResolvedEnd]
  /// Watched while the journey is open, after the stage's own.
  public let exits: [ResolvedExit]
  /// What is done as conditions become true while the journey is open, after the stage's own.
  public let watches: [ResolvedWatch]
  /// Answers to events in any stage, after the stage's own.
  public let handlers: [ResolvedHandler]
  /// What people call the stages that every funnel has.
  public let systemTitles: ResolvedSystemTitles
  /// The names that things had in earlier versions.
  public let formerNames: [ResolvedFormerName]
  /// The funnels that actions start, in text order.
  public let starts: [ResolvedStart]
  /// The tests, which are no part of what runs.
  public let tests: [ResolvedTest]
  /// Where the name stands.
  public let span: SourceSpan
}

extension ResolvedFunnel {
  /// The funnel with other decisions in the places of its own.
  public func replacing(decisions: [ResolvedDecision]) -> ResolvedFunnel {
    var funnel = self
    funnel.decisions = decisions
    return funnel
  }
}
