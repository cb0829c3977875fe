import FunnelDiagnostics

/// Where an arrow leads.
public struct ResolvedTarget: Hashable, Sendable {
  /// The place.
  public let place: Place
  /// Where the arrow's target stands.
  public let span: SourceSpan

  /// A place in the funnel.
  public enum Place: Hashable, Sendable {
    case stage(ID<ResolvedStage>)
    case decision(ID<ResolvedDecision>)
    case end(ID<ResolvedEnd>)
    /// The system's own good end.
    case converted
    /// The system's own bad end, with a reason.
    case lost(reason: String?)
  }
}

/// A named end.
public struct ResolvedEnd: Hashable, Sendable {
  /// The name.
  public let name: String
  /// What it means for the journey.
  public let outcome: Outcome
  /// The text of the `///` comment.
  public let documentation: String?
  /// Where the name is declared.
  public let span: SourceSpan

  /// What an end means for the journey.
  public enum Outcome: Hashable, Sendable {
    case converted
    case lost(reason: String?)
  }
}
