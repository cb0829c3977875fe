import FunnelSemantics

/// Conditions as formulas.
extension Space {
  /// Where a condition is known to be true, and where it is known to be false.
  mutating func truth(_ condition: TypedExpression) -> Truth {
    guard depth < Self.depthLimit else { return truth(of: opaque(condition)) }
    depth += 1
    defer { depth -= 1 }
    switch condition.kind {
    case .literal(.boolean(let value)): return value ? .yes : .no
    case .not(let operand): return truth(operand).negated
    case .all(let operands): return conjunction(operands.map { truth($0) })
    case .any(let operands): return conjunction(operands.map { truth($0).negated }).negated
    case .compare(let comparison, let left, let right): return compare(comparison, left, right, condition)
    case .isOneOf(let value, let elements): return isOneOf(value, elements, condition)
    case .isInRange(let value, let low, let high):
      let low = low.flatMap { Grid.integer($0) } ?? .min
      let high = high.flatMap { Grid.integer($0) } ?? .max
      return belongs(value, to: ValueSet(from: Int128(low), through: Int128(high)), condition)
    case .isMissing(let value): return isMissing(value)
    case .setContains(let set, let element): return contains(set, element, condition)
    case .textTest(let test, let text, let part): return textTest(test, text, part, condition)
    case .matches(let text, let pattern, _):
      return combine(alternatives(text)) { space, term in space.ask(term, .matches(pattern), condition) }
    case .activityIs(let name, let state):
      let activity = variable(.activity(name))
      let set = ValueSet(Standing.those(in: state))
      return Truth(isTrue: pool.isIn(activity, set), isFalse: pool.isIn(activity, set.complement))
    case .letValue(let id): return formula(id)
    case .coalesce(let first, let second):
      let (first, second) = (truth(first), truth(second))
      let unknown = pool.all([pool.negated(first.isTrue), pool.negated(first.isFalse)])
      return Truth(
        isTrue: pool.any([first.isTrue, pool.all([unknown, second.isTrue])]),
        isFalse: pool.any([first.isFalse, pool.all([unknown, second.isFalse])]))
    default: return combine(alternatives(condition)) { space, term in space.isTrue(term) }
    }
  }

  /// The truth of conditions that must all hold.
  mutating func conjunction(_ parts: [Truth]) -> Truth {
    Truth(isTrue: pool.all(parts.map(\.isTrue)), isFalse: pool.any(parts.map(\.isFalse)))
  }

  /// The truth that each of some alternatives has, where it is the value.
  mutating func combine(_ alternatives: [Alternative], _ truth: (inout Space, Term) -> Truth) -> Truth {
    if alternatives.count == 1, alternatives[0].guarded == .always { return truth(&self, alternatives[0].term) }
    var (isTrue, isFalse): ([Node], [Node]) = ([], [])
    for alternative in alternatives {
      let truth = truth(&self, alternative.term)
      isTrue.append(pool.all([alternative.guarded, truth.isTrue]))
      isFalse.append(pool.all([alternative.guarded, truth.isFalse]))
    }
    return Truth(isTrue: pool.any(isTrue), isFalse: pool.any(isFalse))
  }

  /// The truth of a boolean value.
  mutating func isTrue(_ term: Term) -> Truth { belongs(term, to: ValueSet(1)) }

  /// The truth of a variable that stands for a condition.
  private mutating func truth(of variable: VariableID) -> Truth { isTrue(.variable(variable, plus: 0)) }

  private mutating func formula(_ id: ID<ResolvedLet>) -> Truth {
    if let known = conditions[id] { return known }
    var (isTrue, isFalse): ([Node], [Node]) = ([], [])
    var earlier: [Node] = []
    for item in funnel.lets[id].cases {
      let applies = item.condition.map { truth($0).isTrue } ?? .always
      let value = truth(item.value)
      isTrue.append(pool.all(earlier + [applies, value.isTrue]))
      isFalse.append(pool.all(earlier + [applies, value.isFalse]))
      earlier.append(pool.negated(applies))
    }
    let result = Truth(isTrue: pool.any(isTrue), isFalse: pool.any(isFalse))
    conditions[id] = result
    return result
  }

  private mutating func isMissing(_ value: TypedExpression) -> Truth {
    let known = isKnown(value)
    return Truth(isTrue: pool.negated(known), isFalse: known)
  }

  /// Where a value is known.
  mutating func isKnown(_ value: TypedExpression) -> Node {
    if value.type == .boolean {
      let truth = truth(value)
      return pool.any([truth.isTrue, truth.isFalse])
    }
    return pool.any(
      alternatives(value).map { alternative in pool.all([alternative.guarded, isKnown(alternative.term)]) })
  }

  /// Where a term is known.
  mutating func isKnown(_ term: Term) -> Node {
    switch term {
    case .missing: .never
    case .constant, .text, .set: .always
    case .variable(let id, _), .mirrored(let id, _), .textVariable(let id), .length(let id), .setVariable(let id, _),
      .count(let id, _):
      pool.isKnown(id)
    case .difference(let first, let second, _, _): pool.all([pool.isKnown(first), pool.isKnown(second)])
    case .number(let inner): isKnown(inner)
    }
  }

  // MARK: Texts and sets

  private mutating func textTest(
    _ test: TypedExpression.TextTest, _ text: TypedExpression, _ part: TypedExpression, _ condition: TypedExpression
  ) -> Truth {
    guard case .text(let constant)? = part.literal else { return free(condition) }
    let question: TextQuestion =
      switch test {
      case .contains: .contains(constant)
      case .startsWith: .startsWith(constant)
      case .endsWith: .endsWith(constant)
      }
    return combine(alternatives(text)) { space, term in space.ask(term, question, condition) }
  }

  /// What a text answers.
  mutating func ask(_ term: Term, _ question: TextQuestion, _ condition: TypedExpression) -> Truth {
    switch term {
    case .textVariable(let id): return ask(id, question, condition)
    case .text(let text):
      guard let automaton = TextPattern.automaton(question) else { return free(condition) }
      return automaton.matches(text) ? .yes : .no
    default: return .unknown
    }
  }

  private mutating func contains(_ set: TypedExpression, _ element: TypedExpression, _ condition: TypedExpression)
    -> Truth
  {
    combine(alternatives(set)) { space, term in
      switch term {
      case .set(let literals):
        let elements = literals.map { TypedExpression(.literal($0), element.type, element.span) }
        return space.isOneOf(element, elements, condition)
      case .setVariable(let known, let point):
        guard let literal = element.literal else { return space.free(condition) }
        let isKnown = space.pool.isKnown(known)
        let holds = space.element(literal, of: point)
        let parts = (space.pool.isIn(holds, ValueSet(1)), space.pool.isIn(holds, ValueSet(0)))
        return Truth(isTrue: space.pool.all([isKnown, parts.0]), isFalse: space.pool.all([isKnown, parts.1]))
      case .missing: return .unknown
      default: return space.free(condition)
      }
    }
  }

  // MARK: What is not looked into

  /// The truth of a comparison that is not looked into: known where all that it compares is.
  mutating func free(_ condition: TypedExpression) -> Truth { truth(of: opaque(condition)) }

  /// The variable for a term that is not looked into: missing where an operand is, and for most terms only there.
  mutating func opaque(_ term: TypedExpression) -> VariableID {
    let subject = Variable.Subject.term(TermName.of(term))
    if let known = existing(subject) { return known }
    let variable = variable(subject, term: term)
    guard depth < Self.depthLimit else { return variable }
    let operands = term.operands.map { isKnown($0) }
    let known = pool.isKnown(variable)
    constraints.append(pool.any([pool.negated(known)] + [pool.all(operands)]))
    if term.isTotal { constraints.append(pool.any([known, pool.negated(pool.all(operands))])) }
    return variable
  }
}

extension TypedExpression {
  /// Whether it is known wherever its operands are.
  fileprivate var isTotal: Bool {
    switch kind {
    case .compare, .textTest, .matches, .isInRange, .toNumber: true
    case .call(let function, _):
      switch function {
      case .length, .lower, .upper, .trim, .count, .min, .max: true
      default: false
      }
    default: false
    }
  }
}
