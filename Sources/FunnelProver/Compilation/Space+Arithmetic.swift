import FunnelSemantics
import FunnelSyntax

/// Sums and differences that stay comparable; all other computations are terms that are not looked into.
extension Space {
  mutating func arithmetic(
    _ operation: ArithmeticOperation, _ first: TypedExpression, _ second: TypedExpression, _ value: TypedExpression
  ) -> [Alternative] {
    switch operation {
    case .addIntegers, .addMoney, .addDurations, .addElapsed:
      return pairs(first, second, value) { space, a, b in space.sum(a, b) }
    case .subtractIntegers, .subtractMoney, .subtractDurations, .subtractElapsed, .subtractDatetimes:
      return subtract(first, second, unit: 1, value)
    case .subtractDates: return subtract(first, second, unit: Int128(Grid.day), value)
    default: return [leaf(value)]
    }
  }

  /// The first less the second, times a unit.
  mutating func subtract(
    _ first: TypedExpression, _ second: TypedExpression, unit: Int128, _ value: TypedExpression
  ) -> [Alternative] {
    pairs(first, second, value) { space, a, b in
      switch (a, b) {
      case (.variable(let x, let plus), .variable(let y, let minus)):
        .difference(x, y, plus: plus - minus, unit: unit)
      case (_, .constant(let b)) where unit == 1: space.sum(a, plus: -Int128(b))
      case (.constant(let a), .constant(let b)): space.constant((Int128(a) - Int128(b)) * unit)
      case (.constant(let a), .variable(let y, let minus)) where unit == 1: .mirrored(y, from: Int128(a) - minus)
      default: nil
      }
    }
  }

  /// A date or datetime moved by days or microseconds of fixed length; anything else is not looked into.
  mutating func shift(_ operand: TypedExpression, by span: CalendarSpan, _ value: TypedExpression) -> [Alternative] {
    let isUTC = funnel.timezone.value == "UTC"
    guard span.months == 0, !span.isBusiness, operand.type == .date || span.days == 0 || isUTC else {
      return [leaf(value)]
    }
    let days = Int128(span.days)
    let moved = operand.type == .date ? days : days * Int128(Grid.day) + Int128(span.microseconds)
    return alternatives(operand).flatMap { alternative in
      within(alternative.guarded, sum(alternative.term, plus: moved) ?? leaf(value).term, operand.type)
    }
  }

  /// A value with its sign turned.
  mutating func negate(_ operand: TypedExpression, _ value: TypedExpression) -> [Alternative] {
    guard value.type != .number else { return [leaf(value)] }
    return alternatives(operand).flatMap { alternative -> [Alternative] in
      let term: Term =
        switch alternative.term {
        case .constant(let number): constant(-Int128(number))
        case .variable(let id, let plus): .mirrored(id, from: -plus)
        case .mirrored(let id, let from): .variable(id, plus: -from)
        case .missing: .missing
        default: leaf(value).term
        }
      return within(alternative.guarded, term, value.type)
    }
  }

  /// The results for all pairs of alternatives of two operands.
  private mutating func pairs(
    _ first: TypedExpression, _ second: TypedExpression, _ value: TypedExpression,
    _ compute: (inout Space, Term, Term) -> Term?
  ) -> [Alternative] {
    let (left, right) = (alternatives(first), alternatives(second))
    guard left.count * right.count <= Self.alternativeLimit else { return [leaf(value)] }
    var result: [Alternative] = []
    for a in left {
      for b in right {
        let both = pool.all([a.guarded, b.guarded])
        guard both != .never else { continue }
        if a.term == .missing || b.term == .missing {
          result.append(Alternative(guarded: both, term: .missing))
        } else {
          result += within(both, compute(&self, a.term, b.term) ?? leaf(value).term, value.type)
        }
      }
    }
    return result
  }

  private func sum(_ a: Term, _ b: Term) -> Term? {
    switch (a, b) {
    case (_, .constant(let b)): sum(a, plus: Int128(b))
    case (.constant(let a), _): sum(b, plus: Int128(a))
    default: nil
    }
  }

  private func sum(_ term: Term, plus more: Int128) -> Term? {
    switch term {
    case .constant(let value): constant(Int128(value) + more)
    case .variable(let id, let plus): .variable(id, plus: plus + more)
    case .mirrored(let id, let from): .mirrored(id, from: from + more)
    case .difference(let x, let y, let plus, unit: 1): .difference(x, y, plus: plus + more, unit: 1)
    case .missing: .missing
    default: nil
    }
  }

  /// The constant, or missing where it does not fit.
  private func constant(_ value: Int128) -> Term { Int64(exactly: value).map { .constant($0) } ?? .missing }

  /// A result where it fits its type; missing where it does not.
  private mutating func within(_ guarded: Node, _ term: Term, _ type: FunnelType) -> [Alternative] {
    let range = type == .date ? Grid.days : Int64.min ... .max
    let fits: Truth
    switch term {
    case .variable, .mirrored, .difference: fits = belongs(term, to: ValueSet([range]), isBounded: true)
    case .constant(let value) where !range.contains(value): return [Alternative(guarded: guarded, term: .missing)]
    default: return [Alternative(guarded: guarded, term: term)]
    }
    if fits.isFalse == .never { return [Alternative(guarded: guarded, term: term)] }
    return [
      Alternative(guarded: pool.all([guarded, pool.negated(fits.isFalse)]), term: term),
      Alternative(guarded: pool.all([guarded, fits.isFalse]), term: .missing),
    ]
  }
}
