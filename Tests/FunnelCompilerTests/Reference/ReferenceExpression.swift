import FunnelSemantics

/// Evaluates expressions by walking their tree, at one moment of one journey.
struct ReferenceExpression {
  let funnel: ResolvedFunnel
  let calendar: ReferenceCalendar
  let journey: ReferenceJourney
  let now: Int64
  /// When what the clause belongs to was entered: the stage or the journey.
  let entered: Int64

  // MARK: Conditions

  func truth(_ expression: TypedExpression?) -> Truth {
    guard let expression else { return .yes }
    switch expression.kind {
    case .not(let part): return truth(part).negated
    case .all(let parts): return .all(parts.map(truth))
    case .any(let parts): return .any(parts.map(truth))
    case .compare(let comparison, let left, let right): return compare(comparison, left, right)
    case .isOneOf(let value, let elements): return isOneOf(value, elements)
    case .isInRange(let value, let low, let high):
      return .all([
        low.map { .truth(range(value), .greaterOrEqual, ReferenceRange(ReferenceValue($0))) } ?? .yes,
        high.map { .truth(range(value), .lessOrEqual, ReferenceRange(ReferenceValue($0))) } ?? .yes,
      ])
    case .isMissing(let part):
      return Truth(part.type == .boolean ? truth(part) == .unknown : value(part) == nil)
    case .setContains(let set, let element):
      guard case .set(let members)? = value(set), let element = value(element) else { return .unknown }
      return Truth(members.contains(element))
    case .textTest(let test, let text, let part):
      guard case .text(let text)? = value(text), case .text(let part)? = value(part) else { return .unknown }
      return Truth(holds(test, text, part))
    case .matches(let text, let pattern, _):
      guard case .text(let text)? = value(text) else { return .unknown }
      return Truth(ReferencePattern(pattern).isFound(in: text))
    case .activityIs(let name, let state): return Truth(journey.latest[name]?.isIn(state) ?? false)
    case .letValue(let id): return chosenCase(id).map(truth) ?? .unknown
    case .coalesce(let first, let second):
      let known = truth(first)
      return known == .unknown ? truth(second) : known
    default:
      guard case .boolean(let known)? = value(expression) else { return .unknown }
      return Truth(known)
    }
  }

  private func compare(_ comparison: TypedExpression.Comparison, _ left: TypedExpression, _ right: TypedExpression)
    -> Truth
  {
    if left.type == .boolean {
      let (left, right) = (truth(left), truth(right))
      return left == .unknown || right == .unknown ? .unknown : Truth(left == right)
    }
    return .truth(range(left), comparison, range(right))
  }

  private func isOneOf(_ value: TypedExpression, _ elements: [TypedExpression]) -> Truth {
    if let range = range(value), !range.isSingle, case .integer(let low) = range.low,
      case .integer(let high) = range.high
    {
      // a score that is not yet certain: every value it can take must be an element, or none
      let known = elements.compactMap { self.value($0) }
      let inside = known.filter { !$0.isLess(than: range.low) && !range.high.isLess(than: $0) }
      if Int64(Set(inside).count) == high - low + 1 { return .yes }
      return inside.isEmpty && known.count == elements.count ? .no : .unknown
    }
    return .any(elements.map { compare(.equal, value, $0) })
  }

  private func holds(_ test: TypedExpression.TextTest, _ text: [UInt8], _ part: [UInt8]) -> Bool {
    switch test {
    case .startsWith: text.starts(with: part)
    case .endsWith: text.reversed().starts(with: part.reversed())
    case .contains: part.isEmpty || text.indices.contains { text[$0...].starts(with: part) }
    }
  }

  /// What a value can still turn out to be: a score has two bounds, all else is one value or missing.
  private func range(_ expression: TypedExpression) -> ReferenceRange? {
    switch expression.kind {
    case .score(let id):
      let bounds = bounds(of: funnel.scores[id])
      return ReferenceRange(low: .integer(bounds.low), high: .integer(bounds.high))
    case .toNumber(let part):
      guard let range = range(part), case .integer(let low) = range.low, case .integer(let high) = range.high else {
        return nil
      }
      return ReferenceRange(low: .number(Double(low)), high: .number(Double(high)))
    default: return value(expression).map { ReferenceRange($0) }
    }
  }

  /// The least and the greatest a score can be, and the number shown: what is known to be true.
  func bounds(of score: ResolvedScore) -> (low: Int64, high: Int64, shown: Int64) {
    var (low, high, shown): (Int64, Int64, Int64) = (0, 0, 0)
    for rule in score.rules {
      switch truth(rule.condition) {
      case .yes:
        low += rule.points
        high += rule.points
        shown += rule.points
      case .unknown:
        low += min(rule.points, 0)
        high += max(rule.points, 0)
      case .no: break
      }
    }
    func clamped(_ sum: Int64) -> Int64 { min(max(sum, score.lowest ?? .min), score.highest ?? .max) }
    return (clamped(low), clamped(high), clamped(shown))
  }

  /// The value of the first case of a formula that is known to apply.
  private func chosenCase(_ id: ID<ResolvedLet>) -> TypedExpression? {
    funnel.lets[id].cases.first { truth($0.condition) == .yes }?.value
  }

  func value(ofLet id: ID<ResolvedLet>) -> ReferenceValue? { chosenCase(id).flatMap(value) }

  // MARK: Values

  func value(_ expression: TypedExpression) -> ReferenceValue? {
    switch expression.kind {
    case .literal(let literal): return ReferenceValue(literal)
    case .point(let id): return journey.data[id.index] ?? funnel.points[id].defaultValue.flatMap(value)
    case .letValue(let id): return chosenCase(id).flatMap(value)
    case .score(let id):
      let bounds = bounds(of: funnel.scores[id])
      return bounds.low == bounds.high ? .integer(bounds.low) : nil
    case .lastLabel(let id): return journey.labels[id.index].map(ReferenceValue.member)
    case .source: return journey.source.map(ReferenceValue.member)
    case .stage: return journey.visit.map { .member($0.stage.index) }
    case .owner: return journey.owner.map(ReferenceValue.text)
    case .entered: return .datetime(entered)
    case .lastEvent: return journey.lastEvent.map(ReferenceValue.datetime)
    case .now: return .datetime(now)
    case .today: return .date(calendar.date(now))
    case .coalesce(let first, let second): return value(first) ?? value(second)
    case .arithmetic(let operation, let left, let right):
      guard let left = value(left), let right = value(right) else { return nil }
      return ReferenceArithmetic.result(operation, left, right)
    case .negate(let part): return value(part).flatMap(ReferenceArithmetic.negated)
    case .shift(let part, let span):
      switch value(part) {
      case .date(let days)?:
        return ReferenceCalendar.shifted(days, by: span)
          .flatMap { calendar.moved(day: $0, byWorkingDays: span.businessDays) }.map(ReferenceValue.date)
      case .datetime(let instant)?: return calendar.shifted(instant, by: span).map(ReferenceValue.datetime)
      default: return nil
      }
    case .toNumber(let part):
      guard case .integer(let integer)? = value(part) else { return nil }
      return .number(Double(integer))
    case .toDate(let part):
      guard case .datetime(let instant)? = value(part) else { return nil }
      return .date(calendar.date(instant))
    case .call(let function, let arguments):
      let values = arguments.compactMap(value)
      return values.count == arguments.count ? call(function, values) : nil
    case .makeSet(let elements):
      var members: [ReferenceValue] = []
      for element in elements.compactMap(value) where !members.contains(element) { members.append(element) }
      return .set(members)
    case .not, .all, .any, .compare, .isOneOf, .isInRange, .isMissing, .setContains, .textTest, .matches, .activityIs:
      switch truth(expression) {
      case .yes: return .boolean(true)
      case .no: return .boolean(false)
      case .unknown: return nil
      }
    }
  }
}
