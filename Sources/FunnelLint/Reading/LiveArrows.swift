import FunnelProver
import FunnelSemantics
import FunnelSyntax

/// Finds all arrows of a funnel, and those that no lead takes.
struct LiveArrows {
  private let funnel: ResolvedFunnel
  private let prover: Prover
  /// The arrows, in order of declaration.
  private(set) var arrows: [LiveFlow.Arrow] = []

  init(_ context: FunnelContext) {
    funnel = context.funnel
    prover = context.prover
    add([funnel.start] + funnel.intake.holds.compactMap { $0.limit?.target }, from: .outside)
    add(funnel.exits, funnel.watches, funnel.handlers, from: .anyStage, activities: funnel.activities, at: .anywhere)
    for index in funnel.decisions.indices { add(decision: ID(index)) }
    for index in funnel.stages.indices { add(stage: ID(index)) }
  }

  private mutating func add(decision id: ID<ResolvedDecision>) {
    let decision = funnel.decisions[id]
    let analysis = decision.isSplit ? nil : prover.decision(id)
    for (index, branch) in decision.branches.enumerated() {
      add([branch.target], from: .place(.decision(id))) { _ in analysis?.branches[index].canBeTaken ?? true }
    }
  }

  private mutating func add(stage id: ID<ResolvedStage>) {
    let stage = funnel.stages[id]
    let source = LiveFlow.Source.place(.stage(id))
    add([stage.limit?.target, stage.visits?.target].compactMap(\.self), from: source)
    if let next = stage.next {
      add([next], from: source) { $0.isPossible(stage.conditions.map(\.value), at: .during(id)) }
    }
    let activities = stage.activities.map { funnel.activities[$0] }
    add(stage.exits, stage.watches, stage.handlers, from: source, activities: activities, at: .during(id))
    for activity in activities {
      add(Self.ways(of: activity.actions ?? []), from: source) {
        $0.isPossible([activity.condition], at: .opening(id))
      }
    }
  }

  private mutating func add(
    _ exits: [ResolvedExit], _ watches: [ResolvedWatch], _ handlers: [ResolvedHandler], from source: LiveFlow.Source,
    activities: [ResolvedActivity], at moment: Moment
  ) {
    for exit in exits { add([exit.target], from: source) { $0.isPossible([exit.condition], at: moment) } }
    for watch in watches {
      add(Self.ways(of: watch.actions), from: source) { $0.isPossible([watch.condition], at: moment) }
    }
    for handler in handlers {
      let targets = [handler.target].compactMap(\.self) + Self.ways(of: handler.actions)
      // No way through the funnel, but a place that a lead comes to.
      add(targets, from: handler.event == .withdrawn ? .outside : source) {
        $0.happens(handler.event, among: activities) && $0.isPossible([handler.condition], at: moment)
      }
    }
  }

  private func happens(_ event: ResolvedHandler.Event, among activities: [ResolvedActivity]) -> Bool {
    switch event {
    case .completed(let name), .failed(let name), .overdue(let name):
      activities.contains { (name == nil || $0.name == name) && isPossible([$0.condition], at: .opening($0.stage)) }
    case .enter, .exit, .changed, .withdrawn: true
    }
  }

  private mutating func add(
    _ targets: [ResolvedTarget], from source: LiveFlow.Source, isLive: (LiveArrows) -> Bool = { _ in true }
  ) {
    guard !targets.isEmpty else { return }
    let isLive = isLive(self)
    arrows += targets.map { LiveFlow.Arrow(source: source, target: $0, isLive: isLive) }
  }

  private func isPossible(_ conditions: [TypedExpression?], at moment: Moment) -> Bool {
    let conditions = conditions.compactMap(\.self)
    return conditions.isEmpty || !prover.isImpossible(that: conditions, at: moment)
  }

  private static func ways(of actions: [ResolvedAction]) -> [ResolvedTarget] {
    actions.compactMap { if case .go(let target) = $0.kind { target } else { nil } }
  }
}
