import FunnelSemantics

/// What is certain on entry, as a formula.
extension Space {
  /// The formula that a lead came by one of some ways; with none, nothing is certain.
  ///
  /// It comes behind the conditions that are asked, so that only what they read is looked at.
  /// - Parameter reads: what the question is about; facts that have nothing to do with it are left out.
  mutating func entry(_ ways: [Way], about reads: Reads) -> Node {
    guard !ways.isEmpty else { return .always }
    let formulas = ways.map { way in pool.all(relevant(way.facts, to: reads).map { node($0) }) }
    let count = pool.variables.count
    return pool.any(
      zip(ways, formulas).map { way, formula in
        var parts = [formula]
        for id in 0..<count {
          switch pool.variables[id].subject {
          case .label(let decision): parts.append(pool.isIn(id, way.label(of: decision)))
          case .activity(let activity): parts.append(pool.isIn(id, way.standing(of: activity)))
          default: continue
          }
        }
        return pool.all(parts)
      })
  }

  /// The facts that have to do with a question, directly or through others.
  private func relevant(_ facts: [Fact], to reads: Reads) -> [Fact] {
    var reads = reads
    var open = facts[...]
    var taken: [Fact] = []
    var passed: [Fact] = []
    while let fact = open.popFirst() {
      let about = ground.reads[fact]
      guard about.meets(reads) else {
        passed.append(fact)
        continue
      }
      taken.append(fact)
      guard !about.isWithin(reads) else { continue }
      // What was passed over may have to do with what came in now.
      reads.formUnion(about)
      open = (passed + open)[...]
      passed = []
    }
    return taken
  }

  /// The formula that a fact holds.
  mutating func node(_ fact: Fact) -> Node {
    switch fact {
    case .isKnown(let id): return pool.isKnown(variable(.point(id)))
    case .isMissing(let id): return pool.negated(pool.isKnown(variable(.point(id))))
    case .isTrue(let condition): return truth(condition).isTrue
    case .isNotTrue(let condition): return pool.negated(truth(condition).isTrue)
    case .takes(let id, let branches):
      let holds = branchFormulas(of: id)
      var earlier: [Node] = []
      var ways: [Node] = []
      for (index, branch) in holds.enumerated() where index <= branches.last ?? -1 {
        if branches.contains(index) { ways.append(pool.all(earlier + [branch, labelled(id, index)])) }
        earlier.append(pool.negated(branch))
      }
      return pool.any(ways)
    }
  }

  /// That a decision's last label is the one of a branch, where anything reads it.
  private mutating func labelled(_ id: ID<ResolvedDecision>, _ branch: Int) -> Node {
    guard let variable = existing(.label(id)) else { return .always }
    return pool.isIn(variable, ValueSet(Int64(funnel.decisions[id].branches[branch].label)))
  }

  /// Where each branch's condition is known to be true.
  mutating func branchFormulas(of id: ID<ResolvedDecision>) -> [Node] {
    if let known = branches[id] { return known }
    let found = funnel.decisions[id].branches.map { branch in branch.condition.map { truth($0).isTrue } ?? .always }
    branches[id] = found
    return found
  }
}
