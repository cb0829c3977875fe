import FunnelDiagnostics
import FunnelSyntax

/// What can be wrong between funnels that are right by themselves.
struct NeighbourChecks {
  let funnels: [ResolvedFunnel]
  let neighbourhood: Neighbourhood

  /// Everything that is wrong.
  func diagnostics() -> [Diagnostic] { feeds() + references() + legacies() + loops() }

  /// One feed is read in one way.
  private func feeds() -> [Diagnostic] {
    guard let first = funnels.first else { return [] }
    var found: [Diagnostic] = []
    for (number, funnel) in funnels.enumerated().dropFirst() {
      let own = neighbourhood.declarations[number].syntax
      if funnel.leadFeed != first.leadFeed, let block = own.feed(.leads), let other = neighbourhood.feed(.leads) {
        found.append(.feedsDiffer("leads", at: block.keywordSpan, first: other.keywordSpan))
      }
      if funnel.eventFeed != first.eventFeed || funnel.actorsRequired != first.actorsRequired,
        let block = own.feed(.events), let other = neighbourhood.feed(.events)
      {
        found.append(.feedsDiffer("events", at: block.keywordSpan, first: other.keywordSpan))
      }
    }
    return found
  }

  /// A source leads to one funnel.
  private func references() -> [Diagnostic] {
    var references = NameTable<Void>()
    return funnels.flatMap(\.sources).compactMap { source in
      references.declare(source.reference, (), at: source.span).map {
        .duplicateReference(source.reference, at: source.span, first: $0.span)
      }
    }
  }

  /// What is handed over is the same on both sides.
  private func legacies() -> [Diagnostic] {
    funnels.flatMap { giver in
      giver.starts.flatMap { start -> [Diagnostic] in
        let taker = funnels[start.funnel]
        return taker.points.compactMap { point in
          guard let own = giver.points.first(where: { $0.name == point.name }),
            giver.shape(of: own.type) != taker.shape(of: point.type)
          else { return nil }
          return .handoverDiffers(point.name, to: taker.name, at: start.span, own: own.span, other: point.span)
        }
      }
    }
  }

  /// Funnels that begin and end at once, and on the way start each other for certain, would do so without end.
  private func loops() -> [Diagnostic] {
    let next = funnels.map { $0.startsAtOnce }
    var found: [Diagnostic] = []
    var isTold = [Bool](repeating: false, count: funnels.count)
    for first in funnels.indices where !isTold[first] {
      var way: [Int] = []
      var funnel: Int? = first
      while let number = funnel, !way.contains(number) {
        way.append(number)
        funnel = next[number]?.funnel
      }
      guard let back = funnel, let start = way.firstIndex(of: back), !isTold[back] else { continue }
      let circle = Array(way[start...])
      for number in circle { isTold[number] = true }
      if let span = next[circle[circle.count - 1]]?.span {
        found.append(.funnelLoop((circle + [back]).map { funnels[$0].name }, at: span))
      }
    }
    return found
  }
}

extension ResolvedFunnel {
  /// A type without the numbers that mean something in this funnel alone.
  fileprivate func shape(of type: FunnelType) -> [String] {
    switch type {
    case .set(let element): ["set"] + shape(of: element)
    case .choice(let id): ["choice"] + choices[id].members.flatMap { [$0.name, $0.feedValue] }
    default: ["\(type)"]
    }
  }

  /// The funnel that a journey starts for certain before it ends, where it ends as soon as it begins.
  fileprivate var startsAtOnce: ResolvedStart? {
    // What is watched may lead away.
    guard exits.isEmpty, watches.isEmpty,
      handlers.allSatisfy({ $0.target == nil && !$0.actions.contains(where: \.isTransition) })
    else { return nil }
    var found: ResolvedStart?
    var place = start.place
    var seen: Set<ID<ResolvedStage>> = []
    while case .stage(let id) = place, seen.insert(id).inserted {
      guard let next = stages[id].nextAtOnce else { return nil }
      found = found ?? (stages[id].handlers + handlers).lazy.compactMap(\.startOnEntry).first
      place = next
    }
    switch place {
    case .end, .converted, .lost: return found
    case .stage, .decision: return nil
    }
  }
}

extension ResolvedStage {
  /// Where a journey goes that enters the stage, whatever the lead and without waiting; nil where that is not certain.
  fileprivate var nextAtOnce: ResolvedTarget.Place? {
    guard activities.isEmpty, requirements.isEmpty, conditions.isEmpty, visits == nil, exits.isEmpty, watches.isEmpty,
      needed == nil, handlers.allSatisfy({ $0.target == nil && !$0.actions.contains(where: \.isTransition) })
    else { return nil }
    return next?.place
  }
}

extension ResolvedHandler {
  /// What entering or leaving a stage starts whatever the lead.
  fileprivate var startOnEntry: ResolvedStart? {
    guard event == .enter || event == .exit, condition == nil else { return nil }
    for action in actions {
      if case .start(let funnel, nil) = action.kind { return ResolvedStart(funnel: funnel, span: action.span) }
    }
    return nil
  }
}
