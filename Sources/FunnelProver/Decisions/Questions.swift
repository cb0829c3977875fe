import FunnelSemantics

/// A space and what answers questions about its formulas.
struct Questions {
  var space: Space
  var solver: Solver
  private var models = Models()

  init(_ space: Space, _ solver: Solver) {
    self.space = space
    self.solver = solver
  }

  /// Whether all of some formulas can hold together.
  mutating func solve(_ nodes: [Node]) -> Outcome {
    if nodes.contains(.never) { return .none }
    if let known = models.first(where: nodes, in: space.pool) { return .model(known) }
    let outcome = solver.solve(nodes, in: space)
    if case .model(let model) = outcome { models.add(model) }
    return outcome
  }

  /// Whether it is certain that all of some formulas never hold together.
  mutating func neverHold(_ nodes: [Node]) -> Bool {
    if case .none = solve(nodes) { true } else { false }
  }

  /// The witness that formulas hold together, with as little as possible known of the lead.
  mutating func witness(_ model: Model, of nodes: [Node]) -> Witness {
    let smallest = smallest(model, of: nodes)
    return WitnessBuilder(space).witness(smallest)
  }

  /// A model of the same formulas with as little as possible known of the lead.
  mutating func smallest(_ model: Model, of nodes: [Node]) -> Model {
    var model = model
    var nodes = nodes
    for (id, variable) in space.pool.variables.enumerated() {
      guard case .point = variable.subject, id < model.values.count, model.values[id] != nil else { continue }
      let missing = space.pool.isIn(id, .missing)
      guard missing != .never, case .model(let smaller) = solve(nodes + [missing]) else { continue }
      model = smaller
      nodes.append(missing)
    }
    return model
  }
}
