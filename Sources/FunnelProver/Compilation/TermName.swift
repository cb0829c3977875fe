import FunnelSemantics

/// The form of an expression without its place, so that a term that is not looked into is one wherever it stands.
enum TermName {
  /// The form, as text.
  static func of(_ expression: TypedExpression) -> String {
    let operands = expression.operands.map { of($0) }.joined(separator: ",")
    return "\(head(expression.kind))(\(operands))"
  }

  private static func head(_ kind: TypedExpression.Kind) -> String {
    switch kind {
    case .literal(let value): "\(value)"
    case .point(let id): "point\(id.index)"
    case .letValue(let id): "let\(id.index)"
    case .score(let id): "score\(id.index)"
    case .lastLabel(let id): "label\(id.index)"
    case .source: "source"
    case .stage: "stage"
    case .owner: "owner"
    case .entered: "entered"
    case .lastEvent: "last"
    case .now: "now"
    case .today: "today"
    case .not: "not"
    case .all: "all"
    case .any: "any"
    case .compare(let comparison, _, _): comparison.rawValue
    case .isOneOf: "in"
    case .isInRange(_, let low, let high):
      "range \(low.map { "\($0)" } ?? "")..\(high.map { "\($0)" } ?? "")"
    case .isMissing: "missing"
    case .setContains: "has"
    case .textTest(let test, _, _): test.rawValue
    case .matches(_, let pattern, _): "matches \(pattern)"
    case .activityIs(let id, let state): "activity\(id.index) \(state)"
    case .coalesce: "??"
    case .arithmetic(let operation, _, _): operation.rawValue
    case .negate: "-"
    case .shift(_, let span):
      "shift \(span.months) \(span.days) \(span.businessDays) \(span.businessTime) \(span.microseconds)"
    case .toNumber: "number"
    case .toDate: "date"
    case .call(let function, _): function.rawValue
    case .makeSet: "set"
    }
  }
}
