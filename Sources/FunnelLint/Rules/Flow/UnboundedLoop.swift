import FunnelDiagnostics
import FunnelSemantics

/// Ways that lead back to where they began, as often as a lead likes.
enum UnboundedLoop: FunnelRule {
  static let page = RulePage(
    .unboundedLoop,
    finds: "a way round through stages that nothing bounds",
    why: """
      A lead can be sent round and round: every visit starts the activities and their reminders afresh. With \
      "limit N visits -> T" in one of the stages, the way round ends after N times.
      """,
    avoid: """
      data { ok: boolean default false }
      start -> ask
      stage ask {
        activity form by lead { collects ok }
        limit 9 days -> lost "silent"
        then -> judge
      }
      decision judge {
        when ok   -> converted
        otherwise -> ask
      }
      """,
    prefer: """
      data { ok: boolean default false }
      start -> ask
      stage ask {
        activity form by lead { collects ok }
        limit 9 days -> lost "silent"
        limit 3 visits -> lost "three tries"
        then -> judge
      }
      decision judge {
        when ok   -> converted
        otherwise -> ask
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let graph = FlowGraph(context.funnel)
    let out = graph.waysOut()
    var findings: [Diagnostic] = []
    var isDone: Set<FlowGraph.Place> = []
    // What goes round in one instant is told of as endless.
    lazy var isEndless = Set(context.instantRounds.found.flatMap { $0.arrows.map(\.source) })
    for index in context.funnel.stages.indices {
      let start = FlowGraph.Place.stage(ID(index))
      let stage = context.funnel.stages[index]
      guard stage.visits == nil, out.contains(start), !isDone.contains(start),
        let round = round(from: start, graph, context.funnel), !isEndless.contains(start)
      else { continue }
      for step in round { isDone.insert(step.place) }
      let names = round.map { "\"\(context.name(of: $0.place))\"" } + ["\"\(stage.name)\""]
      findings.append(
        Diagnostic(
          .unboundedLoop, "a lead can go round without end: \(names.joined(separator: " -> "))", at: stage.span,
          label: "visited as often as the way leads here",
          secondary: round.prefix(8).map { Label($0.arrow.span, "on the way round") },
          notes: ["every visit starts the activities and their reminders afresh"],
          help: "bound it in one of the stages: limit 3 visits -> lost \"went round in circles\""))
    }
    return findings
  }

  /// The shortest way back to a stage by clauses of the places themselves, without one whose visits are bounded.
  private static func round(
    from start: FlowGraph.Place, _ graph: FlowGraph, _ funnel: ResolvedFunnel
  ) -> [(place: FlowGraph.Place, arrow: ResolvedTarget)]? {
    var origins: [FlowGraph.Place: (place: FlowGraph.Place, arrow: ResolvedTarget)] = [:]
    var pending = [start]
    var next = 0
    while next < pending.count {
      let place = pending[next]
      next += 1
      for arrow in graph.targets(of: place) {
        let target = FlowGraph.Place(arrow)
        if target == start {
          var way = [(place, arrow)]
          var step = place
          while step != start, let origin = origins[step] {
            way.append(origin)
            step = origin.place
          }
          return way.reversed()
        }
        if case .stage(let id) = target, funnel.stages[id].visits != nil { continue }
        guard target != .outcome, origins[target] == nil else { continue }
        origins[target] = (place, arrow)
        pending.append(target)
      }
    }
    return nil
  }
}
