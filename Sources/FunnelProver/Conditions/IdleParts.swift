import FunnelSemantics

extension Prover {
  /// The parts of a condition that stands by itself without which it would be known to be true of the same leads.
  public func idleParts(of condition: TypedExpression) -> [IdlePart] {
    guard condition.hasParts else { return [] }
    let (space, (parts, nodes)) = Space.after(ground) { space in
      let (whole, parts) = space.truthWithoutParts(condition)
      let nodes = parts.map { part in
        (
          more: [part.truth.isTrue, space.pool.negated(whole.isTrue)],
          less: [whole.isTrue, space.pool.negated(part.truth.isTrue)]
        )
      }
      return (parts, nodes)
    }
    guard !parts.isEmpty else { return [] }
    var questions = Questions(space, Solver(limit: limit))
    return zip(parts, nodes).filter { questions.neverHold($1.more) && questions.neverHold($1.less) }.map(\.0.part)
  }
}

extension TypedExpression {
  /// Whether it is a conjunction or an alternative, negated or not.
  fileprivate var hasParts: Bool {
    var condition = self
    while case .not(let operand) = condition.kind { condition = operand }
    switch condition.kind {
    case .all, .any: return true
    default: return false
    }
  }
}
