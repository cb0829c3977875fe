import FunnelSemantics

/// A plain evaluator of conditions for one lead, written for clarity: the reference that the prover is compared with.
struct PlainTruth {
  /// A value: an integer of any type that has an order or members, or a set of members.
  enum Value: Hashable {
    case integer(Int)
    case number(Double)
    case set(Set<Int>)
  }

  let funnel: ResolvedFunnel
  /// What is known, by the point's index.
  let lead: [Value?]

  /// What a condition is known to be; nil for unknown.
  func truth(_ condition: TypedExpression) -> Bool? {
    switch condition.kind {
    case .literal(.boolean(let value)): return value
    case .not(let operand): return truth(operand).map { !$0 }
    case .all(let operands):
      let truths = operands.map { truth($0) }
      if truths.contains(false) { return false }
      return truths.contains(nil) ? nil : true
    case .any(let operands):
      let truths = operands.map { truth($0) }
      if truths.contains(true) { return true }
      return truths.contains(nil) ? nil : false
    case .compare(let comparison, let left, let right):
      guard let a = interval(left), let b = interval(right) else { return nil }
      let answers = Set(a.flatMap { x in b.map { compare(comparison, x, $0) } })
      return answers.count == 1 ? answers.first : nil
    case .isOneOf(let value, let elements):
      guard let a = interval(value) else { return nil }
      let known = elements.compactMap { self.value($0) }
      let answers = Set(a.map { known.contains($0) })
      guard answers.count == 1, let answer = answers.first else { return nil }
      return answer ? true : known.count < elements.count ? nil : false
    case .isInRange(let value, let low, let high):
      guard let a = interval(value) else { return nil }
      let answers = Set(
        a.map { x in
          low.map { compare(.greaterOrEqual, x, constant($0)) } ?? true
            && high.map { compare(.lessOrEqual, x, constant($0)) } ?? true
        })
      return answers.count == 1 ? answers.first : nil
    case .isMissing(let operand): return self.value(operand) == nil
    case .setContains(let set, let element):
      guard case .set(let members)? = value(set), case .integer(let member)? = value(element) else { return nil }
      return members.contains(member)
    case .coalesce(let first, let second): return truth(first) ?? truth(second)
    default:
      guard case .integer(let value)? = value(condition) else { return nil }
      return value == 1
    }
  }

  /// All values between which a score lies; the one value of anything else.
  private func interval(_ expression: TypedExpression) -> [Value]? {
    switch expression.kind {
    case .score(let id):
      let bounds = bounds(id)
      return (bounds.low...bounds.high).map { .integer($0) }
    case .toNumber(let inner) where inner.isScore:
      return interval(inner)?.map { if case .integer(let value) = $0 { .number(Double(value)) } else { $0 } }
    default: return value(expression).map { [$0] }
    }
  }

  private func bounds(_ id: ID<ResolvedScore>) -> (low: Int, high: Int) {
    let score = funnel.scores[id]
    var (low, high) = (0, 0)
    for rule in score.rules {
      let points = Int(rule.points)
      switch truth(rule.condition) {
      case true?: (low, high) = (low + points, high + points)
      case nil: if points < 0 { low += points } else { high += points }
      case false?: continue
      }
    }
    func clamped(_ value: Int) -> Int {
      min(max(value, Int(score.lowest ?? -1_000_000)), Int(score.highest ?? 1_000_000))
    }
    return (clamped(low), clamped(high))
  }

  /// The value of an expression; nil for missing.
  func value(_ expression: TypedExpression) -> Value? {
    switch expression.kind {
    case .literal(let literal): return constant(literal)
    case .point(let id): return lead[id.index] ?? funnel.points[id].defaultValue.flatMap { value($0) }
    case .letValue(let id):
      for item in funnel.lets[id].cases where item.condition.map({ truth($0) == true }) ?? true {
        return value(item.value)
      }
      return nil
    case .score(let id):
      let bounds = bounds(id)
      return bounds.low == bounds.high ? .integer(bounds.low) : nil
    case .coalesce(let first, let second): return value(first) ?? value(second)
    case .toNumber(let operand):
      guard case .integer(let value)? = value(operand) else { return nil }
      return .number(Double(value))
    case .arithmetic(let operation, let first, let second):
      guard case .integer(let a)? = value(first), case .integer(let b)? = value(second) else { return nil }
      switch operation {
      case .addIntegers: return .integer(a + b)
      case .subtractIntegers: return .integer(a - b)
      default: return nil
      }
    case .call(let function, let arguments):
      let values = arguments.map { value($0) }
      guard !values.contains(nil) else { return nil }
      switch function {
      case .count: if case .set(let members)? = values[0] { return .integer(members.count) } else { return nil }
      case .min, .max:
        let numbers = values.compactMap { if case .integer(let value)? = $0 { value } else { nil } }
        return (function == .min ? numbers.min() : numbers.max()).map { .integer($0) }
      default: return nil
      }
    default: return truth(expression).map { .integer($0 ? 1 : 0) }
    }
  }

  private func constant(_ literal: LiteralValue) -> Value {
    switch literal {
    case .boolean(let value): .integer(value ? 1 : 0)
    case .integer(let value), .money(let value), .date(let value), .datetime(let value), .duration(let value):
      .integer(Int(value))
    case .number(let value): .number(value)
    case .member(let index): .integer(index)
    case .text, .code: .integer(-1)
    }
  }

  private func compare(_ comparison: TypedExpression.Comparison, _ a: Value, _ b: Value) -> Bool {
    let (x, y): (Double, Double)
    switch (a, b) {
    case (.integer(let a), .integer(let b)): (x, y) = (Double(a), Double(b))
    case (.number(let a), .number(let b)): (x, y) = (a, b)
    default: return a == b
    }
    switch comparison {
    case .equal: return x == y
    case .less: return x < y
    case .lessOrEqual: return x <= y
    case .greater: return x > y
    case .greaterOrEqual: return x >= y
    }
  }
}

extension TypedExpression {
  fileprivate var isScore: Bool { if case .score = kind { true } else { false } }
}
