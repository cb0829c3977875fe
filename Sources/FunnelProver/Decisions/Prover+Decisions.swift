import FunnelSemantics

/// Whether a decision could be written in another way.
extension Prover {
  /// A lead that comes to a decision and goes another way, or gets another label, where the decision is written otherwise;
  /// of leads that do not come to it, nothing is said.
  ///
  /// - Parameter other: the other form, over the points, formulas and places of this funnel.
  public func difference(of id: ID<ResolvedDecision>, from other: ResolvedDecision) -> Difference {
    difference(of: id, from: other, engine: .fitting)
  }

  func difference(of id: ID<ResolvedDecision>, from other: ResolvedDecision, engine: Solver.Choice) -> Difference {
    let decision = funnel.decisions[id]
    guard decision.isSplit == other.isSplit else { return .undecided }
    if decision.isSplit {
      let isSame =
        decision.name == other.name && decision.branches.count == other.branches.count
        && zip(decision.branches, other.branches).allSatisfy {
          $0.share == $1.share && Way.Outcome($0, of: decision) == Way.Outcome($1, of: other)
        }
      return isSame ? .none : .undecided
    }
    if decision.isSpelt(like: other) { return .none }
    let paths = paths
    let ways = paths.ways(at: .decision(id))
    let reads = Reads((decision.branches + other.branches).compactMap(\.condition), in: funnel)
    guard paths.isTold(of: reads) else { return .undecided }
    let (space, (questions, entry)) = Space.after(ground) { space in
      let old = space.outcomes(of: decision)
      let new = space.outcomes(of: other)
      // Each lead has one outcome in both forms, so it is enough that none has one in the old form and not in the new one.
      let differing = old.map { outcome, node in
        [node, space.pool.negated(new.first { $0.outcome == outcome }?.node ?? .never)]
      }
      return (differing, space.entry(ways, about: reads))
    }
    var solver = Questions(space, Solver(limit: limit, engine))
    var isDecided = true
    for nodes in questions.map({ $0 + [entry] }) {
      switch solver.solve(nodes) {
      case .model(let model): return .some(solver.witness(model, of: nodes))
      case .undecided: isDecided = false
      case .none: continue
      }
    }
    return isDecided ? .none : .undecided
  }
}

extension Way {
  /// What becomes of a lead at a decision; without a label it falls through.
  struct Outcome: Hashable {
    let place: ResolvedTarget.Place?
    let label: String?

    /// The outcome of a branch.
    init(_ branch: ResolvedDecision.Branch, of decision: ResolvedDecision) {
      place = branch.target.place
      label = decision.labels[branch.label]
    }

    private init() { (place, label) = (nil, nil) }

    /// That no branch takes it.
    static let none = Outcome()
  }
}

extension ResolvedDecision {
  /// Whether it is the same but for its place in the text.
  fileprivate func isSpelt(like other: ResolvedDecision) -> Bool {
    branches.count == other.branches.count
      && zip(branches, other.branches).allSatisfy { a, b in
        Way.Outcome(a, of: self) == Way.Outcome(b, of: other)
          && a.condition.map { TermName.of($0) } == b.condition.map { TermName.of($0) }
      }
  }
}

extension Space {
  /// Where a decision gives each outcome, in order of the branches; falling through comes last.
  fileprivate mutating func outcomes(of decision: ResolvedDecision) -> [(outcome: Way.Outcome, node: Node)] {
    var found: [(outcome: Way.Outcome, node: Node)] = []
    var rest = Node.always
    for branch in decision.branches {
      let holds = branch.condition.map { truth($0).isTrue } ?? .always
      let outcome = Way.Outcome(branch, of: decision)
      let node = pool.all([rest, holds])
      if let index = found.firstIndex(where: { $0.outcome == outcome }) {
        found[index].node = pool.any([found[index].node, node])
      } else {
        found.append((outcome, node))
      }
      rest = pool.all([rest, pool.negated(holds)])
    }
    return found + [(.none, rest)]
  }
}
