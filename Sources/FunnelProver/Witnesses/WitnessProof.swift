import FunnelSemantics

/// Makes findings certain: a witness is a scenario that the interpreter played from registration to where it shows what it is
/// to show, and nothing can be left out of it.
struct WitnessProof: Sendable {
  /// How many scenarios are played for one finding.
  private static let playLimit = 400

  let ground: Ground
  let replay: Replay
  let limit: Int

  private var funnel: ResolvedFunnel { ground.funnel }

  /// The witness that a run proves; the given one where no run that was tried does.
  func proved(
    _ witness: Witness, of decision: ID<ResolvedDecision>, _ goal: RoutePlan.Goal, routes: [Route]
  ) -> Witness {
    for route in routes {
      guard let scenario = RoutePlan.scenario(of: route, on: ground, to: decision, goal, limit: limit),
        shows(scenario, decision, goal)
      else { continue }
      return Witness(smallest(scenario, decision, goal), asking: witness)
    }
    return witness
  }

  /// Leaves out what can be left out.
  private func smallest(_ scenario: Scenario, _ decision: ID<ResolvedDecision>, _ goal: RoutePlan.Goal) -> Scenario {
    var scenario = scenario
    var plays = 0
    while plays < Self.playLimit {
      let smaller = scenario.smaller.first { candidate in
        plays += 1
        return plays < Self.playLimit && shows(candidate, decision, goal)
      }
      guard let smaller else { break }
      scenario = smaller
    }
    return scenario
  }

  private func shows(_ scenario: Scenario, _ decision: ID<ResolvedDecision>, _ goal: RoutePlan.Goal) -> Bool {
    guard !isFilledElsewhere(scenario) else { return false }
    return replay.play(scenario).contains { asked in
      guard asked.decision == decision else { return false }
      switch goal {
      case .gap(let isAllKnown): return asked.taken == nil && !(isAllKnown && asked.truths.contains(nil))
      case .overlap(let first, let second):
        return asked.truths.indices.contains(second) && asked.truths[first] == true && asked.truths[second] == true
      }
    }
  }

  /// Whether a table might fill a point that the scenario leaves open; no run without the table says anything then.
  private func isFilledElsewhere(_ scenario: Scenario) -> Bool {
    guard !funnel.enrichments.isEmpty else { return false }
    let given = Set(scenario.given.map(\.point))
    return funnel.enrichments.contains { enrichment in
      // Who lacks what is looked for is never found.
      let mayBeFound = !Reads([enrichment.key], in: funnel).points.isDisjoint(with: given)
      return mayBeFound && enrichment.fields.contains { !given.contains($0.point) }
    }
  }
}

extension Witness {
  /// The witness that a scenario is; what another one finds missing is told as missing.
  fileprivate init(_ scenario: Scenario, asking other: Witness) {
    let given = Set(scenario.given.map(\.point))
    let missing = scenario.steps.isEmpty ? other.values.filter { $0.constant == nil && !given.contains($0.point) } : []
    self.init(
      values: (scenario.given + missing).sorted { $0.point < $1.point }, source: scenario.source, circumstances: [],
      opaque: [], scenario: scenario, proof: .replayed)
  }
}
