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
    let out = context.drawnWaysOut
    var findings: [Diagnostic] = []
    let ways = Ways(graph, context.funnel)
    var isDone: Set<FlowGraph.Place> = []
    // What goes round in one instant is told of as endless.
    lazy var isEndless = Set(context.instantRounds.found.flatMap { $0.arrows.map(\.source) })
    for index in context.funnel.stages.indices {
      let start = FlowGraph.Place.stage(ID(index))
      let stage = context.funnel.stages[index]
      guard stage.visits == nil, out.contains(start), !isDone.contains(start),
        let round = ways.round(from: ID(index)), !isEndless.contains(start)
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

  /// The clauses of places that lead to others, by the numbers of the places.
  private struct Ways {
    private let places: [FlowGraph.Place]
    private let arrows: [[(target: Int, arrow: ResolvedTarget)]]
    /// The stages come behind the decisions.
    private let firstStage: Int
    private let isBounded: [Bool]

    init(_ graph: FlowGraph, _ funnel: ResolvedFunnel) {
      places = graph.places
      firstStage = funnel.decisions.count
      isBounded = funnel.decisions.map { _ in false } + funnel.stages.map { $0.visits != nil }
      arrows = places.map { place in
        graph.targets(of: place).compactMap { arrow in
          switch FlowGraph.Place(arrow) {
          case .decision(let id): (id.index, arrow)
          case .stage(let id): (funnel.decisions.count + id.index, arrow)
          case .outcome: nil
          }
        }
      }
    }

    /// The shortest way back to a stage by clauses of the places themselves, without one whose visits are bounded.
    func round(from stage: ID<ResolvedStage>) -> [(place: FlowGraph.Place, arrow: ResolvedTarget)]? {
      let start = firstStage + stage.index
      var origins = [(place: Int, arrow: Int)?](repeating: nil, count: places.count)
      var pending = [start]
      var next = 0
      while next < pending.count {
        let place = pending[next]
        next += 1
        for (number, (target, _)) in arrows[place].enumerated() {
          if target == start {
            var way = [(place, number)]
            while let last = way.last, last.0 != start, let origin = origins[last.0] { way.append(origin) }
            return way.reversed().map { (places[$0], arrows[$0][$1].arrow) }
          }
          guard !isBounded[target], origins[target] == nil else { continue }
          origins[target] = (place, number)
          pending.append(target)
        }
      }
      return nil
    }
  }
}
