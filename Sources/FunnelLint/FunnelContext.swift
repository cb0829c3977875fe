import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// What a rule about a funnel's meaning looks at.
public struct FunnelContext: Sendable {
  /// The funnel.
  public let funnel: ResolvedFunnel
  /// The funnel as it is written.
  public let syntax: FunnelDeclarationSyntax
  /// The files that the funnel sees, its own last.
  public let files: [SyntaxTree]
  /// Where names stand in these files.
  public let names: NameOccurrences
  /// How far rules with a measure let things go.
  public let limits: LintLimits
  /// Lines of a real feed, as the funnel reads them; nil where none were given.
  public let feed: FeedSample?

  /// Gathers what rules look at.
  init(
    _ funnel: ResolvedFunnel, _ syntax: FunnelDeclarationSyntax, _ files: [SyntaxTree], _ limits: LintLimits,
    _ feed: FeedSample?
  ) {
    self.funnel = funnel
    self.syntax = syntax
    self.files = files
    self.limits = limits
    self.feed = feed
    names = NameOccurrences(files)
  }
}

/// How far rules with a measure let things go.
public struct LintLimits: Sendable, Hashable {
  /// The most activities of a stage before it counts as overloaded.
  public var activities: Int

  /// Makes limits.
  public init(activities: Int = 12) { self.activities = activities }
}
