import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Two versions of a funnel, and what rules about them ask.
public struct VersionContext: Sendable {
  /// The earlier version.
  public let old: ResolvedFunnel
  /// The later version.
  public let new: ResolvedFunnel
  let joined: JoinedVersions
  let sources: SourceMap
  let limit: Int

  /// Takes two versions, whose texts stand in `sources`.
  public init(_ old: ResolvedFunnel, _ new: ResolvedFunnel, _ sources: SourceMap, limit: Int = Prover.defaultLimit) {
    self.old = old
    self.new = new
    self.sources = sources
    self.limit = limit
    joined = JoinedVersions(old, new)
  }

  private static let rules: [any VersionRule.Type] = [
    StageRemoved.self, ActivityRemoved.self, ChoiceRemoved.self, Retyped.self, NowRequired.self,
    DeadlineShortened.self, StartChanged.self, RoutingChanged.self, AutomationRemoved.self,
  ]

  /// The pages of the rules.
  static let pages = rules.map { $0.page }

  /// All changes, rule by rule.
  public func changes() -> [VersionChange] { Self.rules.flatMap { $0.changes(self) } }

  /// How many places there are from which leads go on in either version.
  public var routeCount: Int { VersionRoutes(self).all.count { !$0.pair.old.isEmpty || !$0.pair.new.isEmpty } }

  var counterparts: Counterparts { joined.counterparts }

  /// The stages of both versions.
  var stages: [(old: ResolvedStage, new: ResolvedStage)] {
    zip(old.stages, counterparts.stages).compactMap { stage, place in place.map { (stage, new.stages[$0]) } }
  }

  /// The points of both versions.
  var points: [(old: ResolvedPoint, new: ResolvedPoint)] {
    zip(old.points, counterparts.points).compactMap { point, place in place.map { (point, new.points[$0]) } }
  }

  /// The activities that stand in a stage in both versions.
  func activities(_ old: ResolvedStage, _ new: ResolvedStage) -> [(old: ResolvedActivity, new: ResolvedActivity?)] {
    old.activities.map { id in
      let activity = self.old.activities[id]
      let name = counterparts.activities[activity.name.index]
      return (activity, new.activities.map { self.new.activities[$0] }.first { $0.name == name })
    }
  }

  /// The name of an activity of the earlier version.
  func name(_ activity: ResolvedActivity) -> String { old.activityNames[activity.name].name }

  /// What is written at a place.
  func text(at span: SourceSpan) -> String {
    let bytes = sources[span.file].bytes
    let range = max(0, Int(span.start))..<max(0, min(Int(span.end), bytes.count))
    return range.isEmpty ? "" : String(decoding: bytes[range], as: UTF8.self)
  }
}
