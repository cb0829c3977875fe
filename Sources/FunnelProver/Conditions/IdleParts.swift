import FunnelSemantics

extension Prover {
  /// The parts of a condition that stands by itself without which it would be known to be true of the same leads.
  public func idleParts(of condition: TypedExpression) -> [IdlePart] {
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
