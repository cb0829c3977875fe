import FunnelDiagnostics

extension TypedExpression {
  /// The same expression with other ids, and with nothing that says where it stands.
  ///
  /// - Parameters:
  ///   - type: what a type becomes.
  ///   - leaf: what an expression without operands becomes, and a literal; nil where it stays.
  func mapped(
    _ type: (FunnelType) -> FunnelType, _ leaf: (TypedExpression) -> TypedExpression.Kind?
  ) -> TypedExpression {
    func map(_ operand: TypedExpression) -> TypedExpression { operand.mapped(type, leaf) }
    let place = SourceSpan(file: span.file, start: 0, end: 0)
    let kind: Kind =
      switch self.kind {
      case .literal, .point, .letValue, .score, .lastLabel, .source, .stage, .owner, .entered, .lastEvent, .now,
        .today, .activityIs:
        leaf(self) ?? self.kind
      case .not(let a): .not(map(a))
      case .all(let list): .all(list.map(map))
      case .any(let list): .any(list.map(map))
      case .compare(let comparison, let a, let b): .compare(comparison, map(a), map(b))
      case .isOneOf(let a, let list): .isOneOf(map(a), list.map(map))
      case .isInRange(let a, let low, let high): .isInRange(map(a), low: low, high: high)
      case .isMissing(let a): .isMissing(map(a))
      case .setContains(let set, let element): .setContains(set: map(set), element: map(element))
      case .textTest(let test, let a, let b): .textTest(test, map(a), map(b))
      case .matches(let a, let pattern, _): .matches(map(a), pattern: pattern, at: place)
      case .coalesce(let a, let b): .coalesce(map(a), map(b))
      case .arithmetic(let operation, let a, let b): .arithmetic(operation, map(a), map(b))
      case .negate(let a): .negate(map(a))
      case .shift(let a, let span): .shift(map(a), by: span)
      case .toNumber(let a): .toNumber(map(a))
      case .toDate(let a): .toDate(map(a))
      case .call(let function, let list): .call(function, list.map(map))
      case .makeSet(let list): .makeSet(list.map(map))
      }
    return TypedExpression(kind, type(self.type), place)
  }
}
