import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Stages that no lead comes to.
enum UnreachableStage: FunnelRule {
  static let page = RulePage(
    .unreachableStage,
    finds: "a stage that no lead comes to",
    why: """
      No arrow leads to the stage, or only arrows that no lead takes: from a branch that is never taken, from a condition that is never \
      true, or from another place that no lead comes to. Journeys that somebody moves there by hand are not thought of; where that \
      is the way, say so in a comment.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      stage remind {
        activity letter by manager
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> remind
        then -> converted
      }
      stage remind {
        activity letter by manager
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let flow = context.liveFlow
    let unreached = FlowGraph(context.funnel).places.filter { !flow.reached.contains($0) }
    guard unreached.contains(where: { if case .stage = $0 { true } else { false } }) else { return [] }
    var explained: Set<FlowGraph.Place> = []
    var found: [Diagnostic] = []
    func tell(_ place: FlowGraph.Place) {
      guard explained.insert(place).inserted else { return }
      if case .stage(let id) = place { found.append(finding(context.funnel.stages[id], place, flow)) }
      // What only these lead to needs no word of its own.
      var pending = [place]
      while let next = pending.popLast() {
        for arrow in flow.arrows where arrow.source == .place(next) {
          let target = FlowGraph.Place(arrow.target)
          if unreached.contains(target), explained.insert(target).inserted { pending.append(target) }
        }
      }
    }
    let behind = Set(
      flow.arrows.filter { arrow in
        unreached.contains { arrow.source == .place($0) && FlowGraph.Place(arrow.target) != $0 }
      }.map { FlowGraph.Place($0.target) })
    for place in unreached where !behind.contains(place) { tell(place) }
    for place in unreached { tell(place) }
    return found
  }

  private static func finding(_ stage: ResolvedStage, _ place: FlowGraph.Place, _ flow: LiveFlow) -> Diagnostic {
    let arrows = flow.arrows.filter { FlowGraph.Place($0.target) == place && $0.source != .place(place) }
    return Diagnostic(
      .unreachableStage, "no lead comes to the stage \"\(stage.name)\"", at: stage.span,
      label: arrows.isEmpty ? "no arrow leads here" : "only arrows that no lead takes lead here",
      secondary: arrows.prefix(4).map { Label($0.target.span, "no lead takes this arrow") },
      notes: ["journeys that are moved here by hand are not thought of"],
      help: arrows.isEmpty
        ? "lead an arrow to it: \"-> \(stage.name)\", or leave it out"
        : "let a lead take one of these arrows, or leave it out")
  }
}
