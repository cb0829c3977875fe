import FunnelSemantics

/// Values as alternatives.
extension Space {
  /// The values that an expression can have, by case.
  mutating func alternatives(_ value: TypedExpression) -> [Alternative] {
    guard depth < Self.depthLimit else { return [leaf(value)] }
    depth += 1
    defer { depth -= 1 }
    var found = cases(of: value)
    if found.contains(where: { $0.guarded == .never }) { found.removeAll { $0.guarded == .never } }
    return found.count > Self.alternativeLimit ? [leaf(value)] : found
  }

  private mutating func cases(of value: TypedExpression) -> [Alternative] {
    switch value.kind {
    case .literal(let literal): return always(constant(literal))
    case .point(let id): return point(id)
    case .lastLabel(let id): return always(.variable(variable(.label(id)), plus: 0))
    case .source: return always(.variable(variable(.source), plus: 0))
    case .stage: return always(.variable(variable(.stage), plus: 0))
    case .owner: return always(.textVariable(variable(.owner)))
    case .entered: return always(.variable(variable(.entered), plus: 0))
    case .lastEvent: return always(.variable(variable(.lastEvent), plus: 0))
    case .now: return always(.variable(variable(.now), plus: 0))
    case .today: return always(.variable(variable(.today), plus: 0))
    case .letValue(let id): return formula(id)
    case .score(let id): return settled(id, value)
    case .coalesce(let first, let second):
      let preferred = alternatives(first).map { split($0) }
      let unknown = pool.any(preferred.map(\.unknown))
      let others = alternatives(second).map { Alternative(guarded: pool.all([unknown, $0.guarded]), term: $0.term) }
      return preferred.map(\.known) + others
    case .makeSet(let elements):
      let literals = elements.compactMap(\.literal)
      return literals.count == elements.count ? always(.set(literals)) : [leaf(value)]
    case .toNumber(let operand):
      return alternatives(operand).map {
        if case .missing = $0.term { $0 } else { Alternative(guarded: $0.guarded, term: .number(of: $0.term)) }
      }
    case .shift(let operand, let span): return shift(operand, by: span, value)
    case .arithmetic(let operation, let first, let second): return arithmetic(operation, first, second, value)
    case .call(let function, let arguments): return call(function, arguments, value)
    case .not, .all, .any, .compare, .isOneOf, .isInRange, .isMissing, .setContains, .textTest, .matches, .activityIs:
      let truth = truth(value)
      let unknown = pool.all([pool.negated(truth.isTrue), pool.negated(truth.isFalse)])
      return [
        Alternative(guarded: truth.isTrue, term: .constant(1)), Alternative(guarded: truth.isFalse, term: .constant(0)),
        Alternative(guarded: unknown, term: .missing),
      ]
    case .negate(let operand): return negate(operand, value)
    case .toDate: return [leaf(value)]
    }
  }

  private func always(_ term: Term) -> [Alternative] { [Alternative(guarded: .always, term: term)] }

  private func constant(_ literal: LiteralValue) -> Term {
    if case .text(let text) = literal { return .text(text) }
    return Grid.integer(literal).map { .constant($0) } ?? .missing
  }

  /// An expression as a variable that is not looked into.
  mutating func leaf(_ value: TypedExpression) -> Alternative {
    let variable = opaque(value)
    let term: Term =
      switch value.type {
      case _ where value.type.isText: .textVariable(variable)
      default: .variable(variable, plus: 0)
      }
    return Alternative(guarded: .always, term: term)
  }

  /// An alternative where its value is known, and the formula of where it is not.
  private mutating func split(_ alternative: Alternative) -> (known: Alternative, unknown: Node) {
    let isKnown = isKnown(alternative.term)
    return (
      Alternative(guarded: pool.all([alternative.guarded, isKnown]), term: alternative.term),
      pool.all([alternative.guarded, pool.negated(isKnown)])
    )
  }

  private mutating func point(_ id: ID<ResolvedPoint>) -> [Alternative] {
    let point = funnel.points[id]
    let stored = variable(.point(id))
    let term: Term =
      switch point.type {
      case .set: .setVariable(stored, id)
      case _ where point.type.isText: .textVariable(stored)
      default: .variable(stored, plus: 0)
      }
    guard let fallback = point.defaultValue else { return always(term) }
    let known = pool.isKnown(stored)
    let missing = pool.negated(known)
    return [Alternative(guarded: known, term: term)]
      + alternatives(fallback).map { Alternative(guarded: pool.all([missing, $0.guarded]), term: $0.term) }
  }

  private mutating func formula(_ id: ID<ResolvedLet>) -> [Alternative] {
    if let known = formulas[id] { return known }
    var result: [Alternative] = []
    var rest = Node.always
    for item in funnel.lets[id].cases {
      let applies = item.condition.map { truth($0).isTrue } ?? .always
      let here = pool.all([rest, applies])
      result += alternatives(item.value).map { Alternative(guarded: pool.all([here, $0.guarded]), term: $0.term) }
      rest = pool.all([rest, pool.negated(applies)])
    }
    result.append(Alternative(guarded: rest, term: .missing))
    formulas[id] = result
    return result
  }

  // MARK: Functions

  private mutating func call(
    _ function: BuiltinFunction, _ arguments: [TypedExpression], _ value: TypedExpression
  ) -> [Alternative] {
    switch (function, arguments.count) {
    case (.length, 1):
      return alternatives(arguments[0]).map { alternative in
        switch alternative.term {
        case .textVariable(let id): Alternative(guarded: alternative.guarded, term: .length(id))
        case .text(let text):
          Alternative(
            guarded: alternative.guarded,
            term: .constant(Int64(String(decoding: text, as: UTF8.self).unicodeScalars.count)))
        default: alternative
        }
      }
    case (.count, 1):
      return alternatives(arguments[0]).map { alternative in
        switch alternative.term {
        case .setVariable(let known, let point):
          return Alternative(guarded: alternative.guarded, term: .count(known, point))
        case .set(let literals):
          return Alternative(guarded: alternative.guarded, term: .constant(Int64(Set(literals).count)))
        case .missing: return alternative
        default: return Alternative(guarded: alternative.guarded, term: leaf(value).term)
        }
      }
    case (.daysBetween, 2): return subtract(arguments[1], arguments[0], unit: 1, value)
    case (.min, 2...): return arguments.dropFirst().reduce(alternatives(arguments[0])) { least($0, $1, .less, value) }
    case (.max, 2...):
      return arguments.dropFirst().reduce(alternatives(arguments[0])) { least($0, $1, .greater, value) }
    default: return [leaf(value)]
    }
  }

  /// The one of two values that comes first in an order.
  private mutating func least(
    _ first: [Alternative], _ second: TypedExpression, _ order: TypedExpression.Comparison, _ value: TypedExpression
  ) -> [Alternative] {
    let second = alternatives(second)
    guard first.count * second.count <= Self.alternativeLimit else { return [leaf(value)] }
    var result: [Alternative] = []
    for a in first {
      for b in second {
        let both = pool.all([a.guarded, b.guarded])
        guard let truth = compare(order, a.term, b.term) else {
          result.append(Alternative(guarded: both, term: leaf(value).term))
          continue
        }
        let unknown = pool.all([both, pool.negated(truth.isTrue), pool.negated(truth.isFalse)])
        result.append(Alternative(guarded: pool.all([both, truth.isTrue]), term: a.term))
        result.append(Alternative(guarded: pool.all([both, truth.isFalse]), term: b.term))
        result.append(Alternative(guarded: unknown, term: .missing))
      }
    }
    return result.filter { $0.guarded != .never }
  }
}
