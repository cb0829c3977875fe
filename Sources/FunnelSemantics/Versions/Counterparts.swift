/// What became of each thing of an earlier version: the thing that says `renamed from` its name, else the one of its name.
public struct Counterparts: Sendable {
  /// By index in the earlier version; nil for what is gone.
  public let points: [ID<ResolvedPoint>?]
  /// Decisions and splits.
  public let decisions: [ID<ResolvedDecision>?]
  /// Stages.
  public let stages: [ID<ResolvedStage>?]
  /// Names of activities.
  public let activities: [ID<ResolvedActivityName>?]
  /// Named ends.
  public let ends: [ID<ResolvedEnd>?]
  /// Sources, which are the same where their references are.
  public let sources: [ID<ResolvedSource>?]

  /// Finds them.
  public init(_ old: ResolvedFunnel, _ new: ResolvedFunnel) {
    func find<Item>(_ old: [Item], _ new: [Item], _ name: (Item) -> String, _ former: [(String, ID<Item>)]) -> [ID<
      Item
    >?] {
      old.map { item in
        former.first { $0.0 == name(item) }?.1
          ?? new.firstIndex { name($0) == name(item) }.map { index in ID(index) }
      }
    }
    let former = new.formerNames
    points = find(
      old.points, new.points, \.name,
      former.compactMap { if case .point(let id) = $0.thing { ($0.name, id) } else { nil } })
    decisions = find(
      old.decisions, new.decisions, \.name,
      former.compactMap { if case .decision(let id) = $0.thing { ($0.name, id) } else { nil } })
    stages = find(
      old.stages, new.stages, \.name,
      former.compactMap { if case .stage(let id) = $0.thing { ($0.name, id) } else { nil } })
    activities = find(
      old.activityNames, new.activityNames, \.name,
      former.compactMap { if case .activity(let id) = $0.thing { ($0.name, id) } else { nil } })
    ends = find(
      old.ends, new.ends, \.name, former.compactMap { if case .end(let id) = $0.thing { ($0.name, id) } else { nil } })
    sources = find(old.sources, new.sources, \.reference, [])
  }
}
