import FunnelDiagnostics

/// A name that something had in an earlier version of the funnel.
public struct ResolvedFormerName: Hashable, Sendable {
  /// What had the name.
  public let thing: Thing
  /// The name.
  public let name: String
  /// Where it stands.
  public let span: SourceSpan

  /// What can be renamed.
  public enum Thing: Hashable, Sendable {
    case point(ID<ResolvedPoint>)
    case decision(ID<ResolvedDecision>)
    case stage(ID<ResolvedStage>)
    case activity(ID<ResolvedActivityName>)
    case end(ID<ResolvedEnd>)
  }
}

/// What people call the stages that every funnel has; nil where by their names.
public struct ResolvedSystemTitles: Hashable, Sendable {
  /// Where leads wait to be accepted.
  public internal(set) var incoming: String?
  /// The good end.
  public internal(set) var converted: String?
  /// The bad end.
  public internal(set) var lost: String?
}
