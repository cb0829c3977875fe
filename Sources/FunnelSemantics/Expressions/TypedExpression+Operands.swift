extension TypedExpression {
  /// The expressions directly inside this one, in text order.
  public var operands: [TypedExpression] {
    switch kind {
    case .literal, .point, .letValue, .score, .lastLabel, .source, .stage, .owner, .entered, .lastEvent, .now, .today,
      .activityIs:
      []
    case .not(let a), .isInRange(let a, _, _), .isMissing(let a), .matches(let a, _, _), .negate(let a),
      .shift(let a, _), .toNumber(let a), .toDate(let a):
      [a]
    case .compare(_, let a, let b), .setContains(let a, let b), .textTest(_, let a, let b), .coalesce(let a, let b),
      .arithmetic(_, let a, let b):
      [a, b]
    case .all(let list), .any(let list), .call(_, let list), .makeSet(let list): list
    case .isOneOf(let a, let list): [a] + list
    }
  }
}
