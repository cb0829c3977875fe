extension TypedExpression {
  /// The expressions directly inside this one, in text order.
  public var operands: [TypedExpression] {
    var operands: [TypedExpression] = []
    visitOperands { operands.append($0) }
    return operands
  }

  /// Hands over the expressions directly inside this one, in text order, without a list of them.
  public func visitOperands(_ body: (TypedExpression) -> Void) {
    switch kind {
    case .literal, .point, .letValue, .score, .lastLabel, .source, .stage, .owner, .entered, .lastEvent, .now, .today,
      .activityIs:
      break
    case .not(let a), .isInRange(let a, _, _), .isMissing(let a), .matches(let a, _, _), .negate(let a),
      .shift(let a, _), .toNumber(let a), .toDate(let a):
      body(a)
    case .compare(_, let a, let b), .setContains(let a, let b), .textTest(_, let a, let b), .coalesce(let a, let b),
      .arithmetic(_, let a, let b):
      body(a)
      body(b)
    case .all(let list), .any(let list), .call(_, let list), .makeSet(let list):
      for element in list { body(element) }
    case .isOneOf(let a, let list):
      body(a)
      for element in list { body(element) }
    }
  }
}
