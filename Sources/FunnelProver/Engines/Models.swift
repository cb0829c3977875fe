/// Models that were found, with the truth of every formula under each: many a question is answered by one of them.
struct Models: Sendable {
  private static let limit = 64

  private var models: [(model: Model, truths: [Bool])] = []

  /// Adds a model.
  mutating func add(_ model: Model) {
    if models.count < Self.limit { models.append((model, [])) }
  }

  /// A known model under which all formulas hold.
  mutating func first(where nodes: [Node], in pool: FormulaPool) -> Model? {
    for index in models.indices {
      if models[index].truths.count < pool.forms.count { extend(&models[index], pool) }
      if nodes.allSatisfy({ models[index].truths[$0.index] }) { return models[index].model }
    }
    return nil
  }

  /// Every form stands behind those that it is made of.
  private func extend(_ entry: inout (model: Model, truths: [Bool]), _ pool: FormulaPool) {
    let values = entry.model.values
    for form in pool.forms[entry.truths.count...] {
      let holds: Bool
      switch form {
      case .isIn(let variable, let set): holds = variable < values.count && set.contains(values[variable])
      case .difference(let first, let second, let bound):
        if first < values.count, second < values.count, let a = values[first], let b = values[second] {
          holds = Int128(a) - Int128(b) <= bound
        } else {
          holds = false
        }
      case .all(let parts): holds = parts.allSatisfy { entry.truths[$0.index] }
      case .any(let parts): holds = parts.contains { entry.truths[$0.index] }
      }
      entry.truths.append(holds)
    }
  }
}
