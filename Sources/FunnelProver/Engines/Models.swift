/// Models that were found, with the truth of every formula under each: many a question is answered by one of them.
///
/// Each model is a bit, so that a question over many formulas looks at all models at once.
struct Models: Sendable {
  private static let limit = 32

  private var models: [Model] = []
  /// For each formula, the models under which it holds.
  private var truths: [UInt64] = []
  /// How many models the truths are about.
  private var count = 0

  /// Adds a model.
  mutating func add(_ model: Model) {
    if models.count < Self.limit { models.append(model) }
  }

  /// A known model under which all formulas hold.
  mutating func first(where nodes: [Node], in pool: FormulaPool) -> Model? {
    guard !models.isEmpty else { return nil }
    if truths.count < pool.shapes.count || count < models.count { extend(pool) }
    var all = UInt64.max
    for node in nodes { all &= truths[node.index] }
    return all == 0 ? nil : models[all.trailingZeroBitCount]
  }

  /// Every formula stands behind those that it is made of.
  private mutating func extend(_ pool: FormulaPool) {
    let known = truths.count
    let every: UInt64 = (1 << UInt64(models.count)) - 1
    truths.reserveCapacity(pool.shapes.count)
    for index in 0..<pool.shapes.count {
      // Of what was there before, only the new models are looked at.
      if index == known { count = 0 }
      let shape = pool.shapes[Node(index: index)]
      var word: UInt64
      switch shape.kind {
      case .all:
        word = every
        for part in shape.range { word &= truths[pool.shapes.part(part).index] }
      case .any:
        word = 0
        for part in shape.range { word |= truths[pool.shapes.part(part).index] }
      case .isIn, .difference:
        word = index < known ? truths[index] : 0
        let form = pool.forms[index]
        for model in count..<models.count where models[model].satisfies(form) { word |= 1 << UInt64(model) }
      }
      if index < known { truths[index] = word } else { truths.append(word) }
    }
    count = models.count
  }
}

extension Model {
  /// Whether a literal holds under these values; of a variable that the model does not know, none does.
  fileprivate func satisfies(_ literal: Form) -> Bool {
    switch literal {
    case .isIn(let variable, let set): return variable < values.count && set.contains(values[variable])
    case .difference(let first, let second, let bound):
      guard first < values.count, second < values.count, let a = values[first], let b = values[second] else {
        return false
      }
      return Int128(a) - Int128(b) <= bound
    case .all, .any: return false
    }
  }
}
