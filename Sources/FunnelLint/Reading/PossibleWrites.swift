import FunnelSemantics

/// Which data points something in the funnel can have written by the time a lead comes to a place.
///
/// What a feed brings is not thought of.
struct PossibleWrites {
  private let funnel: ResolvedFunnel
  /// What a clause of the funnel writes in any stage.
  private let anywhere: Set<ID<ResolvedPoint>>
  private var before: [FlowGraph.Place: Set<ID<ResolvedPoint>>] = [:]

  init(_ context: FunnelContext) {
    funnel = context.funnel
    anywhere = Self.points(writtenBy: funnel.watches.flatMap(\.actions) + funnel.handlers.flatMap(\.actions))
    let lookedUp = Set(funnel.enrichments.flatMap { $0.fields.map(\.point) })
    var arrows: [FlowGraph.Place: [FlowGraph.Place]] = [:]
    var pending: [FlowGraph.Place] = []
    let stages = funnel.stages.indices.map { FlowGraph.Place.stage(ID($0)) }
    for arrow in context.liveFlow.arrows where arrow.isLive {
      let target = FlowGraph.Place(arrow.target)
      switch arrow.source {
      case .outside:
        before[target] = lookedUp
        pending.append(target)
      case .place(let place): arrows[place, default: []].append(target)
      case .anyStage: for stage in stages { arrows[stage, default: []].append(target) }
      }
    }
    while let place = pending.popLast() {
      let written = before[place, default: []].union(writes(at: place))
      for target in arrows[place] ?? [] where before[target].map({ !written.isSubset(of: $0) }) ?? true {
        before[target, default: []].formUnion(written)
        pending.append(target)
      }
    }
  }

  /// What can have been written before a lead comes to a decision, or before a stage's activities are looked at.
  func points(before place: FlowGraph.Place) -> Set<ID<ResolvedPoint>> {
    guard case .stage(let id) = place else { return before[place] ?? [] }
    let entering = funnel.stages[id].handlers.filter { $0.event == .enter }
    return (before[place] ?? []).union(anywhere).union(Self.points(writtenBy: entering.flatMap(\.actions)))
  }

  private func writes(at place: FlowGraph.Place) -> Set<ID<ResolvedPoint>> {
    guard case .stage(let id) = place else { return [] }
    let stage = funnel.stages[id]
    let activities = stage.activities.map { funnel.activities[$0] }
    let actions =
      stage.watches.flatMap(\.actions) + stage.handlers.flatMap(\.actions)
      + activities.flatMap { $0.actions ?? [] }
    return anywhere.union(Self.points(writtenBy: actions)).union(activities.flatMap(\.collects))
  }

  private static func points(writtenBy actions: [ResolvedAction]) -> Set<ID<ResolvedPoint>> {
    Set(
      actions.compactMap { action in
        switch action.kind {
        case .set(let point, _), .tag(let point, _): point
        default: nil
        }
      })
  }
}
