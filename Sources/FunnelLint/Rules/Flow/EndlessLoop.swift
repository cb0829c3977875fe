import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Ways round that a lead never leaves.
enum EndlessLoop: FunnelRule {
  static let page = RulePage(
    .endlessLoop,
    finds: "a way round that a lead never leaves: in one instant, or because no lead takes a way out",
    why: """
      Where nothing is waited for on a way round and nothing changes, a lead goes round until its journey is blocked. A split is no \
      way out: it sends the same lead the same way each time. "limit N visits" ends every way round.
      """,
    """
    The same is found where the arrows that lead out are never taken, because their conditions are never true.
    """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people < 10 -> age
        otherwise -> converted
      }
      decision age {
        when people < 5 -> size
        otherwise -> lost "no"
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people < 10 -> age
        otherwise -> converted
      }
      decision age {
        when people < 5 -> lost "too small"
        otherwise -> lost "no"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let rounds = context.instantRounds
    var found = rounds.found.map { inOneInstant($0, context) } + withoutExit(context)
    if !rounds.isComplete {
      found.append(
        Diagnostic(
          .notDecidable, "not all ways round in the funnel \"\(context.funnel.name)\" could be looked at",
          at: context.funnel.span, label: "too many places lead to each other at once",
          help: "a stage that waits for somebody, or \"limit N visits\", divides a way round"))
    }
    return found
  }

  private static func inOneInstant(_ round: InstantRound, _ context: FunnelContext) -> Diagnostic {
    let places = round.arrows.map(\.source) + round.arrows.prefix(1).map(\.source)
    let way = places.map { "\"\(context.name(of: $0))\"" }.joined(separator: " -> ")
    var finding = Diagnostic(
      .endlessLoop, "a lead goes round without end in one instant: \(way)",
      at: context.span(of: round.arrows[0].source), label: "comes back here at once",
      secondary: round.arrows.prefix(8).map { Label($0.target.span, "on the way round") },
      notes: context.notes(for: round.witness),
      help:
        "lead one of these arrows elsewhere, let a stage on the way wait for somebody, or add \"limit 3 visits -> NAME\" to one"
    )
    if !round.witness.opaque.isEmpty { finding.severity = .warning }
    return finding
  }

  /// Places from which arrows lead out, but none that any lead takes.
  private static func withoutExit(_ context: FunnelContext) -> [Diagnostic] {
    let graph = FlowGraph(context.funnel)
    let flow = context.liveFlow
    let drawn = context.drawnWaysOut
    let stuck = graph.places.filter { flow.reached.contains($0) && drawn.contains($0) && !flow.waysOut.contains($0) }
    var isTold: Set<FlowGraph.Place> = []
    return stuck.compactMap { place in
      guard isTold.insert(place).inserted else { return nil }
      // All that leads here or is led to from here is stuck for the same reason.
      var pending = [place]
      while let next = pending.popLast() {
        for other in stuck where !isTold.contains(other) {
          let isBeside =
            graph.allTargets(of: next).contains { FlowGraph.Place($0) == other }
            || graph.allTargets(of: other).contains { FlowGraph.Place($0) == next }
          if isBeside, isTold.insert(other).inserted { pending.append(other) }
        }
      }
      let dead = flow.arrows.filter { arrow in
        guard !arrow.isLive, case .place(let source) = arrow.source, isTold.contains(source) else { return false }
        return flow.waysOut.contains(FlowGraph.Place(arrow.target))
      }
      return Diagnostic(
        .endlessLoop, "nobody gets from \"\(context.name(of: place))\" to an end", at: context.span(of: place),
        label: "every way out is one that no lead takes",
        secondary: dead.prefix(4).map { Label($0.target.span, "no lead takes this arrow") },
        help: "let a lead take one of the ways out, or add one: limit 14 days -> lost \"went silent\"")
    }
  }
}

extension FunnelContext {
  /// The name of a place.
  func name(of place: FlowGraph.Place) -> String {
    switch place {
    case .stage(let id): funnel.stages[id].name
    case .decision(let id): funnel.decisions[id].name
    case .outcome: "the end"
    }
  }

  /// Where a place is declared.
  func span(of place: FlowGraph.Place) -> SourceSpan {
    switch place {
    case .stage(let id): funnel.stages[id].span
    case .decision(let id): funnel.decisions[id].span
    case .outcome: funnel.span
    }
  }
}
