import FunnelSemantics

/// A score's rules, and the sums that they can give.
struct ScoreFormula: Sendable {
  /// What each rule adds, and when.
  let rules: [(points: Int128, truth: Truth)]
  /// The least and greatest value; nil where open.
  let lowest: Int64?
  let highest: Int64?
  /// All values that it can have once all rules are known, ascending; nil where there are too many.
  let values: [Int64]?
}

/// That a score is in a set.
struct ScoreInSet: Hashable, Sendable {
  let score: ID<ResolvedScore>
  let set: ValueSet
}

/// Scores: intervals of which a rule that is neither known to be true nor known to be false moves only one end.
extension Space {
  private mutating func formula(_ id: ID<ResolvedScore>) -> ScoreFormula {
    if let known = rules[id] { return known }
    let score = funnel.scores[id]
    let rules = score.rules.map { (points: Int128($0.points), truth: truth($0.condition)) }
    var sums: Set<Int128>? = [0]
    for rule in rules {
      sums = sums.flatMap { sums in
        let next = sums.union(sums.map { $0 + rule.points })
        return next.count <= 512 ? next : nil
      }
    }
    let low = score.lowest.map { Int128($0) } ?? Int128(Int64.min)
    let high = score.highest.map { Int128($0) } ?? Int128(Int64.max)
    let values = sums.map { Set($0.map { Int64(truncatingIfNeeded: min(max($0, low), high)) }).sorted() }
    let result = ScoreFormula(rules: rules, lowest: score.lowest, highest: score.highest, values: values)
    self.rules[id] = result
    return result
  }

  /// The formula that the lower end is at least a bound; nil where it would be too large.
  private mutating func low(_ score: ScoreFormula, atLeast bound: Int128) -> Node? {
    if let clamped = clamped(score, bound) { return clamped }
    // A deduction counts unless it is known not to: what is not deducted is added to what all deductions sum up to.
    let deducted = score.rules.reduce(Int128(0)) { $0 + max(0, -$1.points) }
    let parts = score.rules.filter { $0.points != 0 }.map { rule in
      (weight: abs(rule.points), node: rule.points > 0 ? rule.truth.isTrue : rule.truth.isFalse)
    }
    return Threshold.atLeast(bound + deducted, parts, &pool)
  }

  /// The formula that the upper end is at least a bound; nil where it would be too large.
  private mutating func high(_ score: ScoreFormula, atLeast bound: Int128) -> Node? {
    if let clamped = clamped(score, bound) { return clamped }
    let deducted = score.rules.reduce(Int128(0)) { $0 + max(0, -$1.points) }
    let parts = score.rules.filter { $0.points != 0 }.map { rule in
      (weight: abs(rule.points), node: pool.negated(rule.points > 0 ? rule.truth.isFalse : rule.truth.isTrue))
    }
    return Threshold.atLeast(bound + deducted, parts, &pool)
  }

  private func clamped(_ score: ScoreFormula, _ bound: Int128) -> Node? {
    // An empty range clamps to its upper bound, because that comes last.
    if let highest = score.highest, bound > Int128(highest) { return .never }
    if let lowest = score.lowest, bound <= Int128(lowest) { return .always }
    return nil
  }

  /// The formula that the whole interval lies within a range; nil where it would be too large.
  private mutating func lies(_ score: ScoreFormula, within range: ClosedRange<Int64>) -> Node? {
    guard let low = range.lowerBound == .min ? .always : low(score, atLeast: Int128(range.lowerBound)),
      let above = range.upperBound == .max ? .never : high(score, atLeast: Int128(range.upperBound) + 1)
    else { return nil }
    return pool.all([low, pool.negated(above)])
  }

  /// Whether a score is in a set: known where all its interval is, or nothing of it.
  mutating func belongs(score id: ID<ResolvedScore>, to set: ValueSet, _ condition: TypedExpression) -> Truth {
    let score = formula(id)
    // A score that is taken as a number is compared on the numbers' grid.
    let set = condition.comparesNumbers ? Self.integers(within: set) : set
    let question = ScoreInSet(score: id, set: set)
    if let known = scoresInSets[question] { return known }
    var (inside, outside): ([Node], [Node]) = ([], [])
    for range in set.ranges {
      guard let node = lies(score, within: range) else { return free(condition) }
      inside.append(node)
    }
    for range in set.complement.ranges {
      guard let node = lies(score, within: range) else { return free(condition) }
      outside.append(node)
    }
    let truth = Truth(isTrue: pool.any(inside), isFalse: pool.any(outside))
    scoresInSets[question] = truth
    return truth
  }

  mutating func compare(
    _ comparison: TypedExpression.Comparison, score id: ID<ResolvedScore>, with other: TypedExpression,
    _ condition: TypedExpression
  ) -> Truth {
    if let constant = other.literal.flatMap({ Grid.integer($0) }) {
      return belongs(score: id, to: ValueSet(comparison, constant), condition)
    }
    let score = formula(id)
    guard let values = score.values, values.count <= Self.alternativeLimit, other.type != .number else {
      return free(condition)
    }
    // What holds of one end of the interval, against whatever stands on the other side.
    func end(_ isHigh: Bool, _ comparison: TypedExpression.Comparison, _ space: inout Space) -> Node? {
      var ways: [Node] = []
      for value in values {
        let reached =
          isHigh
          ? space.lies(score, within: .min...value) : space.lies(score, within: value ... .max)
        guard let reached else { return nil }
        let literal = TypedExpression(.literal(.integer(value)), .integer, condition.span)
        let against = space.compare(comparison, literal, other, condition).isTrue
        ways.append(space.pool.all([reached, against]))
      }
      return space.pool.any(ways)
    }
    guard let highIsLess = end(true, .less, &self), let highIsAtMost = end(true, .lessOrEqual, &self),
      let lowIsMore = end(false, .greater, &self), let lowIsAtLeast = end(false, .greaterOrEqual, &self)
    else { return free(condition) }
    switch comparison {
    case .less: return Truth(isTrue: highIsLess, isFalse: lowIsAtLeast)
    case .lessOrEqual: return Truth(isTrue: highIsAtMost, isFalse: lowIsMore)
    case .greater: return Truth(isTrue: lowIsMore, isFalse: highIsAtMost)
    case .greaterOrEqual: return Truth(isTrue: lowIsAtLeast, isFalse: highIsLess)
    case .equal:
      return Truth(isTrue: pool.all([highIsAtMost, lowIsAtLeast]), isFalse: pool.any([highIsLess, lowIsMore]))
    }
  }

  /// A score as a value: known where both its ends are one.
  mutating func settled(_ id: ID<ResolvedScore>, _ value: TypedExpression) -> [Alternative] {
    let score = formula(id)
    guard let values = score.values, values.count < Self.alternativeLimit else { return [leaf(value)] }
    var result: [Alternative] = []
    for number in values {
      guard let node = lies(score, within: number...number) else { return [leaf(value)] }
      result.append(Alternative(guarded: node, term: .constant(number)))
    }
    let known = pool.any(result.map(\.guarded))
    return result + [Alternative(guarded: pool.negated(known), term: .missing)]
  }
}

extension TypedExpression {
  /// Whether it is a comparison of numbers.
  fileprivate var comparesNumbers: Bool {
    switch kind {
    case .compare(_, let first, _), .isOneOf(let first, _), .isInRange(let first, _, _): first.type == .number
    default: false
    }
  }
}
