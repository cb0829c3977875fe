import FunnelProver
import FunnelSemantics

/// Where leads really go: the arrows of a funnel that some lead takes, and the places that leads so come to.
///
/// An arrow is left out only where it is certain that no lead takes it. Journeys that somebody moves by hand are not thought of.
struct LiveFlow {
  /// An arrow to a place.
  struct Arrow {
    /// Where it begins.
    let source: Source
    /// Where it leads.
    let target: ResolvedTarget
    /// Whether some lead that is at its beginning may take it.
    let isLive: Bool
  }

  /// Where an arrow begins.
  enum Source: Hashable {
    case place(FlowGraph.Place)
    /// Outside: as a journey begins, or as a lead withdraws.
    case outside
    /// In every stage, by a clause of the funnel.
    case anyStage
  }

  /// All arrows.
  let arrows: [Arrow]
  /// The places that some lead may come to.
  let reached: Set<FlowGraph.Place>
  /// The places from which a lead may come to an end.
  let waysOut: Set<FlowGraph.Place>

  init(_ context: FunnelContext) {
    let arrows = LiveArrows(context).arrows
    self.arrows = arrows
    let live = arrows.filter(\.isLive)
    var targets: [Source: [FlowGraph.Place]] = [:]
    var sources: [FlowGraph.Place: [Source]] = [:]
    for arrow in live {
      let target = FlowGraph.Place(arrow.target)
      targets[arrow.source, default: []].append(target)
      sources[target, default: []].append(arrow.source)
    }

    var reached = Set(targets[.outside] ?? []).union(context.entrances)
    var pending = Array(reached)
    while let place = pending.popLast() {
      var next = targets[.place(place)] ?? []
      if case .stage = place { next += targets[.anyStage] ?? [] }
      for target in next where reached.insert(target).inserted { pending.append(target) }
    }
    self.reached = reached

    let stages = context.funnel.stages.indices.map { FlowGraph.Place.stage(ID($0)) }
    var out: Set<FlowGraph.Place> = [.outcome]
    pending = [.outcome]
    while let place = pending.popLast() {
      for source in sources[place] ?? [] {
        let places: [FlowGraph.Place] =
          switch source {
          case .place(let place): [place]
          case .anyStage: stages
          case .outside: []
          }
        for source in places where out.insert(source).inserted { pending.append(source) }
      }
    }
    waysOut = out
  }
}
