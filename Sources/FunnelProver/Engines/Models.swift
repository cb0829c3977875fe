/// Models that were found, with the truth of formulas under each: many a question is answered by one of them.
///
/// Each model is a bit, so that a question over many formulas looks at all models at once; and a formula is only looked at when
/// a question comes to it.
struct Models: Sendable {
  private static let limit = 32

  private var models: [Model] = []
  /// For each formula, the models under which it holds, and how many models that is about.
  private var truths: [(models: UInt32, count: UInt32)] = []

  /// Adds a model.
  mutating func add(_ model: Model) {
    if models.count < Self.limit { models.append(model) }
  }

  /// A known model under which all formulas hold.
  mutating func first(where nodes: [Node], in pool: FormulaPool) -> Model? {
    guard !models.isEmpty else { return nil }
    let missing = pool.shapes.count - truths.count
    if missing > 0 { truths += [(models: UInt32, count: UInt32)](repeating: (0, 0), count: missing) }
    var all = UInt32.max
    for node in nodes {
      all &= truth(of: node, pool)
      if all == 0 { return nil }
    }
    return models[min(all.trailingZeroBitCount, models.count - 1)]
  }

  private mutating func truth(of node: Node, _ pool: FormulaPool) -> UInt32 {
    let known = truths[node.index]
    if known.count == models.count { return known.models }
    let every = UInt32.max >> UInt32(Self.limit - models.count)
    let shape = pool.shapes[node]
    var word: UInt32
    switch shape.kind {
    case .all:
      word = every
      for part in shape.range where word != 0 { word &= truth(of: pool.shapes.part(part), pool) }
    case .any:
      word = 0
      for part in shape.range where word != every { word |= truth(of: pool.shapes.part(part), pool) }
    case .isIn, .difference:
      word = known.models
      // Of what was there before, only the new models are looked at.
      for model in Int(known.count)..<models.count where models[model].satisfies(shape, in: pool) {
        word |= 1 << UInt32(model)
      }
    }
    truths[node.index] = (word, UInt32(truncatingIfNeeded: models.count))
    return word
  }
}

extension Model {
  /// Whether a literal holds under these values; of a variable that the model does not know, none does.
  fileprivate func satisfies(_ literal: Shapes.Shape, in pool: FormulaPool) -> Bool {
    switch literal.kind {
    case .isIn:
      let variable = pool.memberships[literal.place].variable
      return variable < values.count && pool.memberships[literal.place].set.contains(values[variable])
    case .difference:
      let distance = pool.distances[literal.place]
      guard distance.first < values.count, distance.second < values.count, let a = values[distance.first],
        let b = values[distance.second]
      else { return false }
      return Int128(a) - Int128(b) <= distance.bound
    case .all, .any: return false
    }
  }
}
