import FunnelSemantics

/// Comparisons as literals.
extension Space {
  /// `left op right` as the interpreter decides it: a score that stands alone is compared by its bounds.
  mutating func compare(
    _ comparison: TypedExpression.Comparison, _ left: TypedExpression, _ right: TypedExpression,
    _ condition: TypedExpression
  ) -> Truth {
    if let score = left.score { return compare(comparison, score: score, with: right, condition) }
    if let score = right.score { return compare(comparison.mirrored, score: score, with: left, condition) }
    let (first, second) = (alternatives(left), alternatives(right))
    guard first.count * second.count <= Self.alternativeLimit else { return free(condition) }
    return combine(first) { space, a in
      space.combine(second) { space, b in space.compare(comparison, a, b) ?? space.free(condition) }
    }
  }

  /// The comparison of two terms; nil where it cannot be told exactly.
  mutating func compare(_ comparison: TypedExpression.Comparison, _ left: Term, _ right: Term) -> Truth? {
    switch (left, right) {
    case (.missing, _), (_, .missing): return .unknown
    case (.text(let a), .text(let b)): return a == b ? .yes : .no
    case (.textVariable(let id), .text(let text)), (.text(let text), .textVariable(let id)):
      guard comparison == .equal, let term = asked(of: id) else { return nil }
      return ask(id, .equals(text), term)
    case (.constant(let a), .constant(let b)):
      return ValueSet(comparison, b).contains(a) ? .yes : .no
    case (_, .constant(let b)): return belongs(left, to: ValueSet(comparison, b))
    case (.constant(let a), _): return belongs(right, to: ValueSet(comparison.mirrored, a))
    case (.variable(let x, let plus), .variable(let y, let minus)):
      let bound = minus - plus
      switch comparison {
      case .less: return order(x, y, atMost: bound - 1)
      case .lessOrEqual: return order(x, y, atMost: bound)
      case .greater: return order(y, x, atMost: -bound - 1)
      case .greaterOrEqual: return order(y, x, atMost: -bound)
      case .equal: return conjunction([order(x, y, atMost: bound), order(y, x, atMost: -bound)])
      }
    default: return nil
    }
  }

  /// `first - second <= bound`, known where both are.
  private mutating func order(_ first: VariableID, _ second: VariableID, atMost bound: Int128) -> Truth {
    Truth(
      isTrue: pool.difference(first, second, atMost: bound),
      isFalse: pool.difference(second, first, atMost: -bound - 1))
  }

  /// What stands for a text variable in messages.
  private func asked(of text: VariableID) -> TypedExpression? {
    if let term = pool.variables[text].term { return term }
    let variable = pool.variables[text]
    switch variable.subject {
    case .point(let id): return TypedExpression(.point(id), variable.type, funnel.points[id].span)
    case .owner: return TypedExpression(.owner, variable.type, funnel.span)
    default: return nil
    }
  }

  // MARK: Membership

  /// `value in set`, of constants.
  mutating func belongs(_ value: TypedExpression, to set: ValueSet, _ condition: TypedExpression) -> Truth {
    if let score = value.score { return belongs(score: score, to: set, condition) }
    return combine(alternatives(value)) { space, term in space.belongs(term, to: set) }
  }

  mutating func isOneOf(_ value: TypedExpression, _ elements: [TypedExpression], _ condition: TypedExpression) -> Truth
  {
    let literals = elements.compactMap(\.literal)
    var parts: [Truth] = []
    if !literals.isEmpty, !value.type.isText {
      let set = ValueSet(literals.compactMap { Grid.integer($0) }.map { $0...$0 })
      parts.append(belongs(value, to: set, condition))
    }
    for element in elements where value.type.isText || element.literal == nil {
      parts.append(
        compare(.equal, value, element, TypedExpression(.compare(.equal, value, element), .boolean, condition.span)))
    }
    return conjunction(parts.map(\.negated)).negated
  }

  /// Whether a term's value is in a set of the grid; where the set is bounded, its outermost ends are ends like others, and
  /// else they stand for no end at all.
  mutating func belongs(_ term: Term, to set: ValueSet, isBounded: Bool = false) -> Truth {
    switch term {
    case .constant(let value): return set.contains(value) ? .yes : .no
    case .variable(let id, let plus):
      let moved =
        plus == 0
        ? set
        : set.ranges.reduce(.nothing) { sum, range in
          let (low, high) = Self.ends(range, isBounded)
          return sum.union(ValueSet(from: low - plus, through: high - plus))
        }
      return Truth(isTrue: pool.isIn(id, moved.knownPart), isFalse: pool.isIn(id, moved.complement.knownPart))
    case .mirrored(let id, let from):
      let moved = set.ranges.reduce(ValueSet.nothing) { sum, range in
        let (low, high) = Self.ends(range, isBounded)
        return sum.union(ValueSet(from: from - high, through: from - low))
      }
      return Truth(isTrue: pool.isIn(id, moved), isFalse: pool.isIn(id, moved.complement.knownPart))
    case .difference(let x, let y, let plus, let unit):
      let outside = isBounded ? [] : set.complement.ranges
      let inside = set.ranges.map { between(x, y, plus, unit, Self.ends($0, isBounded)) }
      let truth = pool.any(inside)
      let both = pool.all([pool.isKnown(x), pool.isKnown(y)])
      let falsity =
        isBounded
        ? pool.all([both, pool.negated(truth)])
        : pool.any(outside.map { between(x, y, plus, unit, Self.ends($0, false)) })
      return Truth(isTrue: truth, isFalse: falsity)
    case .number(let inner): return belongs(inner, to: Self.integers(within: set))
    case .length(let text): return length(text, in: set)
    case .count(let known, let point): return count(known, point, in: set)
    default: return .unknown
    }
  }

  /// The ends of a range, far out where they are the grid's own and stand for none.
  private static func ends(_ range: ClosedRange<Int64>, _ isBounded: Bool) -> (low: Int128, high: Int128) {
    let far = Int128(1) << 80
    return (
      !isBounded && range.lowerBound == .min ? -far : Int128(range.lowerBound),
      !isBounded && range.upperBound == .max ? far : Int128(range.upperBound)
    )
  }

  private mutating func between(
    _ x: VariableID, _ y: VariableID, _ plus: Int128, _ unit: Int128, _ ends: (low: Int128, high: Int128)
  ) -> Node {
    let high = Self.floor(ends.high, unit) - plus
    let low = -Self.floor(-ends.low, unit) - plus
    return pool.all([pool.difference(x, y, atMost: high), pool.difference(y, x, atMost: -low)])
  }

  private static func floor(_ value: Int128, _ unit: Int128) -> Int128 {
    let quotient = value / unit
    return value % unit < 0 ? quotient - 1 : quotient
  }

  /// The integers that lie within a set of numbers once they are taken as numbers; rounding keeps their order.
  static func integers(within set: ValueSet) -> ValueSet {
    /// The least integer whose number lies at a place or behind it; nil where none does.
    func first(from place: Int64) -> Int64? {
      guard Grid.place(of: Double(Int64.max)) >= place else { return nil }
      var (low, high) = (Int128(Int64.min), Int128(Int64.max))
      while low < high {
        let middle = low + (high - low) / 2
        let number = Double(Int64(truncatingIfNeeded: middle))
        if Grid.place(of: number) >= place { high = middle } else { low = middle + 1 }
      }
      return Int64(truncatingIfNeeded: low)
    }
    return set.ranges.reduce(.nothing) { sum, range in
      guard let low = first(from: range.lowerBound) else { return sum }
      let behind = range.upperBound == .max ? nil : first(from: range.upperBound + 1)
      return sum.union(ValueSet(from: Int128(low), through: behind.map { Int128($0) - 1 } ?? Int128(Int64.max)))
    }
  }

  private mutating func length(_ text: VariableID, in set: ValueSet) -> Truth {
    guard let term = asked(of: text) else { return .unknown }
    let parts = set.intersection(ValueSet([0 ... .max])).ranges.map { range -> Truth in
      var bounds: [Truth] = []
      if range.lowerBound > 0 { bounds.append(ask(text, .isAtMost(Self.whole(range.lowerBound - 1)), term).negated) }
      if range.upperBound < .max { bounds.append(ask(text, .isAtMost(Self.whole(range.upperBound)), term)) }
      let known = pool.isKnown(text)
      return conjunction(bounds + [Truth(isTrue: known, isFalse: .never)])
    }
    guard !parts.isEmpty else { return Truth(isTrue: .never, isFalse: pool.isKnown(text)) }
    return conjunction(parts.map(\.negated)).negated
  }

  private static func whole(_ value: Int64) -> Int { Int(truncatingIfNeeded: min(value, 1 << 40)) }

  /// How many elements a set point has: those that are asked for and that it holds, and the others.
  private mutating func count(_ known: VariableID, _ point: ID<ResolvedPoint>, in set: ValueSet) -> Truth {
    // More elements than are asked for here would only make the formula larger.
    if !isLasting { isBeyondCommon = true }
    // Read before the others' variable is made, whose domain depends on how many are asked for.
    let asked = (elements[point] ?? []).map { element($0, of: point) }
    let others = variable(.others(point))
    let held = asked.map { (weight: Int128(1), node: pool.isIn($0, ValueSet(1))) }
    let isKnown = pool.isKnown(known)
    var inside: [Node] = []
    for range in set.intersection(ValueSet([0 ... .max])).ranges {
      for number in 0...asked.count {
        let (low, high) = Self.ends(range, false)
        let rest = pool.isIn(others, ValueSet(from: max(0, low - Int128(number)), through: high - Int128(number)))
        guard rest != .never, let atLeast = Threshold.atLeast(Int128(number), held, &pool),
          let more = Threshold.atLeast(Int128(number) + 1, held, &pool)
        else { continue }
        inside.append(pool.all([rest, atLeast, pool.negated(more)]))
      }
    }
    let isTrue = pool.all([isKnown, pool.any(inside)])
    return Truth(isTrue: isTrue, isFalse: pool.all([isKnown, pool.negated(pool.any(inside))]))
  }
}

extension ValueSet {
  /// The values that compare with a constant as asked.
  init(_ comparison: TypedExpression.Comparison, _ constant: Int64) {
    let value = Int128(constant)
    switch comparison {
    case .equal: self.init(constant)
    case .less: self.init(from: Int128(Int64.min), through: value - 1)
    case .lessOrEqual: self.init(from: Int128(Int64.min), through: value)
    case .greater: self.init(from: value + 1, through: Int128(Int64.max))
    case .greaterOrEqual: self.init(from: value, through: Int128(Int64.max))
    }
  }
}

extension TypedExpression.Comparison {
  /// The comparison that says the same with its sides swapped.
  var mirrored: TypedExpression.Comparison {
    switch self {
    case .equal: .equal
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

extension TypedExpression {
  /// The score that it is, perhaps taken as a number.
  var score: ID<ResolvedScore>? {
    switch kind {
    case .score(let id): id
    case .toNumber(let inner): inner.score
    default: nil
    }
  }
}
