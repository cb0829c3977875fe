import FunnelSemantics
import FunnelSyntax

/// The clauses of a funnel that lead from place to place.
extension ResolvedFunnel {
  /// All conditions that a journey asks, and the formulas that they may read.
  var conditions: [TypedExpression] {
    var all = lets.flatMap { $0.cases.flatMap { [$0.value] + [$0.condition].compactMap(\.self) } }
    all += scores.flatMap { $0.rules.map(\.condition) }
    all += intake.declines.map(\.condition) + intake.holds.map(\.condition)
    all += decisions.flatMap { $0.branches.compactMap(\.condition) }
    all += exits.map(\.condition) + watches.map(\.condition) + handlers.compactMap(\.condition)
    for stage in stages {
      all += stage.conditions.map(\.value) + stage.exits.map(\.condition) + stage.watches.map(\.condition)
      all += stage.handlers.compactMap(\.condition)
    }
    return all + activities.compactMap(\.condition)
  }

  /// The clauses that lead out of a stage, besides those of the whole funnel.
  func exits(of id: ID<ResolvedStage>) -> [WaySteps.Exit] {
    let stage = stages[id]
    var found = Self.exits(stage.exits, stage.watches, stage.handlers)
    for activity in stage.activities {
      found += Self.exits(activities[activity].actions ?? [], conditions: [], .action)
    }
    if let next = stage.next {
      found.append(
        WaySteps.Exit(target: next.place, conditions: stage.conditions.map(\.value), trigger: .completion))
    }
    if let limit = stage.limit {
      found.append(WaySteps.Exit(target: limit.target.place, trigger: .limit(limit.duration)))
    }
    return found
  }

  /// The clauses of the whole funnel that lead out of wherever the journey is.
  var exitsFromAnywhere: [WaySteps.Exit] { Self.exits(exits, watches, handlers) }

  private static func exits(
    _ exits: [ResolvedExit], _ watches: [ResolvedWatch], _ handlers: [ResolvedHandler]
  ) -> [WaySteps.Exit] {
    var found = exits.map { WaySteps.Exit(target: $0.target.place, conditions: [$0.condition]) }
    for watch in watches {
      found += Self.exits(watch.actions, conditions: [watch.condition], .condition)
    }
    for handler in handlers where handler.event != .exit {
      let conditions = [handler.condition].compactMap(\.self)
      var answers = Self.exits(handler.actions, conditions: conditions, .event(handler.event))
      if let target = handler.target {
        answers.append(.init(target: target.place, conditions: conditions, trigger: .event(handler.event)))
      }
      for index in answers.indices { answers[index].standing = handler.event.standing }
      found += answers
    }
    return found
  }

  /// The way out that some actions have, with what they write before.
  private static func exits(
    _ actions: [ResolvedAction], conditions: [TypedExpression], _ trigger: WaySteps.Trigger
  ) -> [WaySteps.Exit] {
    var writes: Set<ID<ResolvedPoint>> = []
    for action in actions {
      if case .go(let target) = action.kind {
        return [WaySteps.Exit(target: target.place, conditions: conditions, writes: writes, trigger: trigger)]
      }
      if let written = action.written { writes.insert(written) }
    }
    return []
  }
}

extension ResolvedProgram {
  /// Where journeys of the program's funnels begin one in a funnel, by its number; nil for its start.
  func handOvers(to number: Int) -> [ResolvedTarget.Place?] {
    var found: [ResolvedTarget.Place?] = []
    for funnel in funnels {
      var actions = funnel.watches.flatMap(\.actions) + funnel.handlers.flatMap(\.actions)
      for stage in funnel.stages { actions += stage.watches.flatMap(\.actions) + stage.handlers.flatMap(\.actions) }
      for activity in funnel.activities { actions += activity.actions ?? [] }
      for case .start(number, let place) in actions.map(\.kind) where !found.contains(place) { found.append(place) }
    }
    return found
  }
}

extension ResolvedHandler.Event {
  /// How an activity stands as it is answered; nil where nothing follows.
  fileprivate var standing: (activity: ID<ResolvedActivityName>, set: ValueSet)? {
    switch self {
    case .completed(let id?): (id, ValueSet([Standing.completed]))
    case .failed(let id?): (id, ValueSet([Standing.failed]))
    default: nil
    }
  }
}

extension [ResolvedHandler] {
  /// The points that the answers to some events write.
  func writes(_ isMeant: (ResolvedHandler.Event) -> Bool) -> Set<ID<ResolvedPoint>> {
    Set(filter { isMeant($0.event) }.flatMap(\.actions).compactMap(\.written))
  }
}

extension ResolvedAction {
  /// The point that it writes.
  var written: ID<ResolvedPoint>? {
    switch kind {
    case .set(let id, _), .tag(let id, _), .untag(let id, _): id
    default: nil
    }
  }
}
