import FunnelProver
import FunnelSemantics

/// A way round that a lead takes again and again in one instant.
struct InstantRound {
  /// The arrows, in order; the last one leads to where the first begins.
  let arrows: [InstantArrows.Arrow]
  /// A lead that goes round.
  let witness: Witness
}

/// The search for ways round that take no time.
struct InstantRounds {
  /// How many arrows are followed before the search ends without an answer.
  private static let most = 20_000
  /// Longer ways round are not looked for.
  private static let longest = 24

  private let ways: InstantArrows
  private let prover: Prover
  private var steps = 0
  /// One way round for each place that is on one, none of them sharing a place.
  private(set) var found: [InstantRound] = []
  /// Whether all ways round were looked at.
  var isComplete: Bool { steps <= Self.most }

  init(_ context: FunnelContext) {
    ways = InstantArrows(context.funnel)
    prover = context.prover
    guard !ways.arrows.isEmpty else { return }
    let reached = context.liveFlow.reached
    var isTold: Set<FlowGraph.Place> = []
    for place in FlowGraph(context.funnel).places where ways.arrows[place] != nil && reached.contains(place) {
      guard !isTold.contains(place), let round = round(from: place) else { continue }
      found.append(round)
      isTold.formUnion(round.arrows.map(\.source))
    }
  }

  /// A way round from a place, if there is one that some lead takes.
  private mutating func round(from start: FlowGraph.Place) -> InstantRound? {
    let inside = circle(around: start)
    guard !inside.isEmpty else { return nil }
    var path: [InstantArrows.Arrow] = []
    var open = [(ways.arrows[start] ?? [])[...]]
    var isOn: Set = [start]
    while var rest = open.popLast() {
      guard let arrow = rest.popFirst() else {
        if let last = path.popLast() { isOn.remove(FlowGraph.Place(last.target)) }
        continue
      }
      open.append(rest)
      steps += 1
      guard isComplete else { return nil }
      let target = FlowGraph.Place(arrow.target)
      guard inside.contains(target), target == start || !isOn.contains(target), path.count < Self.longest else {
        continue
      }
      let way = path + [arrow]
      let possibility = prover.possibility(
        that: way.flatMap(\.fulfilled), without: way.flatMap(\.failing), at: start.arrival)
      // A lead that does not come so far comes no further.
      guard case .some(let witness) = possibility else { continue }
      if target == start { return InstantRound(arrows: way, witness: witness) }
      path = way
      isOn.insert(target)
      open.append((ways.arrows[target] ?? [])[...])
    }
    return nil
  }

  /// The places on any way round over a place; nothing where there is no such way.
  private func circle(around start: FlowGraph.Place) -> Set<FlowGraph.Place> {
    var ahead: Set<FlowGraph.Place> = []
    var sources: [FlowGraph.Place: [FlowGraph.Place]] = [:]
    var pending = [start]
    while let place = pending.popLast() {
      for arrow in ways.arrows[place] ?? [] {
        let target = FlowGraph.Place(arrow.target)
        sources[target, default: []].append(place)
        if ahead.insert(target).inserted { pending.append(target) }
      }
    }
    guard ahead.contains(start) else { return [] }
    var back: Set = [start]
    pending = [start]
    while let place = pending.popLast() {
      for source in sources[place] ?? [] where back.insert(source).inserted { pending.append(source) }
    }
    return back.intersection(ahead)
  }
}

extension FlowGraph.Place {
  /// As a lead comes to it.
  var arrival: Moment? {
    switch self {
    case .decision(let id): .decision(id)
    case .stage(let id): .stage(id)
    case .outcome: nil
    }
  }
}
