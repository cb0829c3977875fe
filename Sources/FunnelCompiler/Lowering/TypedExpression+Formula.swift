import FunnelSemantics

extension TypedExpression {
  /// The formula this expression reads, where it is the name of one.
  var formula: Formula? {
    switch kind {
    case .letValue(let id): .letValue(id)
    case .score(let id): .score(id)
    default: nil
    }
  }
}
