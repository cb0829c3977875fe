import FunnelSemantics

/// Which place of a funnel leads to which.
struct FlowGraph {
  /// A place that a journey can be in or pass.
  enum Place: Hashable {
    case decision(ID<ResolvedDecision>)
    case stage(ID<ResolvedStage>)
    /// Any way to end.
    case outcome

    init(_ target: ResolvedTarget) { self.init(target.place) }

    init(_ place: ResolvedTarget.Place) {
      self =
        switch place {
        case .stage(let id): .stage(id)
        case .decision(let id): .decision(id)
        case .end, .converted, .lost: .outcome
        }
    }
  }

  private let funnel: ResolvedFunnel
  /// Where clauses of the funnel lead from any stage, those that answer a withdrawal left out.
  let anywhere: [ResolvedTarget]
  /// Where a lead goes before it is in any place.
  let beginnings: [ResolvedTarget]

  init(_ funnel: ResolvedFunnel) {
    self.funnel = funnel
    anywhere = Self.targets(funnel.exits, funnel.watches, funnel.handlers)
    beginnings = [funnel.start] + funnel.intake.holds.compactMap { $0.limit?.target }
  }

  /// All places but the outcome, in order of declaration.
  var places: [Place] {
    funnel.decisions.indices.map { .decision(ID($0)) } + funnel.stages.indices.map { .stage(ID($0)) }
  }

  /// Where a place leads by clauses of its own.
  func targets(of place: Place) -> [ResolvedTarget] {
    switch place {
    case .outcome: return []
    case .decision(let id): return funnel.decisions[id].branches.map(\.target)
    case .stage(let id):
      let stage = funnel.stages[id]
      let limits = [stage.limit?.target, stage.visits?.target, stage.next].compactMap(\.self)
      let actions = stage.activities.flatMap { funnel.activities[$0].actions ?? [] }
      return limits + Self.targets(stage.exits, stage.watches, stage.handlers) + Self.targets(actions)
    }
  }

  /// Where a place leads by any clause.
  func allTargets(of place: Place) -> [ResolvedTarget] {
    guard case .stage = place else { return targets(of: place) }
    return targets(of: place) + anywhere
  }

  /// The places from which the outcome can be reached.
  func waysOut() -> Set<Place> {
    var sources: [Place: [Place]] = [:]
    for place in places {
      for target in allTargets(of: place) { sources[Place(target), default: []].append(place) }
    }
    var reached: Set<Place> = [.outcome]
    var pending: [Place] = [.outcome]
    while let place = pending.popLast() {
      for source in sources[place] ?? [] where reached.insert(source).inserted { pending.append(source) }
    }
    return reached
  }

  private static func targets(
    _ exits: [ResolvedExit], _ watches: [ResolvedWatch], _ handlers: [ResolvedHandler]
  ) -> [ResolvedTarget] {
    let answers = handlers.filter { $0.event != .withdrawn }
    return exits.map(\.target) + answers.compactMap(\.target)
      + targets(watches.flatMap(\.actions) + answers.flatMap(\.actions))
  }

  private static func targets(_ actions: [ResolvedAction]) -> [ResolvedTarget] {
    actions.compactMap { if case .go(let target) = $0.kind { target } else { nil } }
  }
}
