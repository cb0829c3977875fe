import FunnelSemantics

/// Writes typed expressions so that tests can compare them: `(compare >= (point 0) 5)`.
struct ExpressionText {
  let funnel: ResolvedFunnel

  func callAsFunction(_ expression: TypedExpression) -> String {
    func all(_ expressions: [TypedExpression]) -> String { expressions.map { self($0) }.joined(separator: " ") }
    switch expression.kind {
    case .literal(let value): return literal(value, expression.type)
    case .point(let id): return funnel.points[id].name
    case .letValue(let id): return "let:\(funnel.lets[id].name)"
    case .score(let id): return "score:\(funnel.scores[id].name)"
    case .lastLabel(let id): return "label:\(funnel.decisions[id].name)"
    case .source: return "source"
    case .stage: return "stage"
    case .owner: return "owner"
    case .entered: return "entered"
    case .lastEvent: return "last_event"
    case .now: return "now"
    case .today: return "today"
    case .not(let operand): return "(not \(self(operand)))"
    case .all(let operands): return "(all \(all(operands)))"
    case .any(let operands): return "(any \(all(operands)))"
    case .compare(let sign, let left, let right): return "(\(sign.rawValue) \(self(left)) \(self(right)))"
    case .isOneOf(let value, let elements): return "(one-of \(self(value)) \(all(elements)))"
    case .isInRange(let value, let low, let high):
      let ends = [low, high].map { $0.map { literal($0, expression.type) } ?? "_" }
      return "(in-range \(self(value)) \(ends[0]) \(ends[1]))"
    case .isMissing(let operand): return "(missing \(self(operand)))"
    case .setContains(let set, let element): return "(has \(self(set)) \(self(element)))"
    case .textTest(let test, let left, let right): return "(\(test.rawValue) \(self(left)) \(self(right)))"
    case .matches(let text, let pattern, _):
      return "(matches \(self(text)) \(String(decoding: pattern, as: UTF8.self)))"
    case .activityIs(let id, let state): return "(\(state.rawValue) \(funnel.activityNames[id].name))"
    case .coalesce(let value, let fallback): return "(?? \(self(value)) \(self(fallback)))"
    case .arithmetic(let operation, let left, let right):
      return "(\(operation.rawValue) \(self(left)) \(self(right)))"
    case .negate(let operand): return "(- \(self(operand)))"
    case .shift(let value, let span):
      return "(shift \(self(value)) \(span.months)m \(span.days)d \(span.microseconds)us)"
    case .toNumber(let operand): return "(number \(self(operand)))"
    case .toDate(let operand): return "(date \(self(operand)))"
    case .call(let function, let arguments): return "(\(function.rawValue) \(all(arguments)))"
    case .makeSet(let elements): return "{\(all(elements))}"
    }
  }

  private func literal(_ value: LiteralValue, _ type: FunnelType) -> String {
    switch value {
    case .boolean(let value): return "\(value)"
    case .integer(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .money(let value): return "\(value)/10000"
    case .date(let value): return "day:\(value)"
    case .datetime(let value): return "at:\(value)"
    case .duration(let value): return "\(value)us"
    case .text(let bytes): return "'\(String(decoding: bytes, as: UTF8.self))'"
    case .code(let code): return code.text
    case .member(let index):
      switch type {
      case .choice(let id): return "#\(funnel.choices[id].members[index].name)"
      case .label(let id): return "#\(funnel.decisions[id].labels[index])"
      case .source: return "#\(funnel.sources[index].name)"
      case .stage: return "#\(funnel.stages[index].name)"
      default: return "#\(index)"
      }
    }
  }
}
