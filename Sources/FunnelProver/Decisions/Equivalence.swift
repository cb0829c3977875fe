import FunnelSemantics

/// Whether two things are the same for every lead.
public enum Difference: Sendable {
  /// They are the same.
  case none
  /// A lead for which they differ.
  case some(Witness)
  /// It could not be told.
  case undecided
}

extension Prover {
  /// A lead for which two conditions of the funnel are not known to be the same.
  public func difference(between first: TypedExpression, _ second: TypedExpression) -> Difference {
    Self.difference(between: first, second, in: ground, limit: limit)
  }

  static func difference(
    between first: TypedExpression, _ second: TypedExpression, in ground: Ground, limit: Int,
    engine: Solver.Choice = .fitting
  ) -> Difference {
    let (space, truths) = Space.after(ground) { space in (space.truth(first), space.truth(second)) }
    var questions = Questions(space, Solver(limit: limit, engine))
    let (a, b) = truths
    let ways = [
      (a.isTrue, b.isTrue), (b.isTrue, a.isTrue), (a.isFalse, b.isFalse), (b.isFalse, a.isFalse),
    ]
    var isDecided = true
    for (holds, fails) in ways {
      let nodes = [holds, questions.space.pool.negated(fails)]
      switch questions.solve(nodes) {
      case .model(let model): return .some(questions.witness(model, of: nodes))
      case .undecided: isDecided = false
      case .none: continue
      }
    }
    return isDecided ? .none : .undecided
  }
}
