import FunnelSemantics

/// Whether some lead does something.
public enum Possibility: Sendable {
  /// This one does.
  case some(Witness)
  /// None does.
  case none
  /// It could not be told.
  case undecided

  /// Whether it is certain that no lead does.
  public var isImpossible: Bool { if case .none = self { true } else { false } }
}

extension Prover {
  /// Whether a lead can ever be there; nobody moves journeys by hand.
  public func isReached(_ moment: Moment) -> Bool { !paths.ways(at: moment).isEmpty }

  /// Whether all of some claims can hold together of a lead at a moment, after all that happened on the way there; of any lead
  /// whatever where no moment is said, or no lead comes to it.
  public func possibility(of claims: [Fact], at moment: Moment? = nil) -> Possibility {
    let (space, nodes) = Space.after(funnel) { space in
      let claimed = claims.map { space.node($0) }
      return claimed + [space.entry(at: moment, paths, about: claims)]
    }
    return Questions(space, Solver(limit: limit)).possibility(of: nodes)
  }

  /// Whether some lead fulfils all of some conditions, while none of some others is known to be true of it.
  public func possibility(
    that fulfilled: [TypedExpression], without failing: [TypedExpression] = [], at moment: Moment? = nil
  ) -> Possibility {
    possibility(of: fulfilled.map { .isTrue($0) } + failing.map { .isNotTrue($0) }, at: moment)
  }
}

extension Space {
  /// The formula of what is certain at a moment, where it has to do with some claims.
  mutating func entry(at moment: Moment?, _ paths: PathFacts, about claims: [Fact]) -> Node {
    guard let moment else { return .always }
    let reads = claims.map { paths.steps.reads[$0] }.reduce(into: Reads([], in: funnel)) { $0.formUnion($1) }
    return paths.isTold(of: reads) ? entry(paths.ways(at: moment), about: reads, paths.steps.reads) : .always
  }
}

extension Questions {
  /// Whether some lead fulfils all of some formulas.
  consuming func possibility(of nodes: [Node]) -> Possibility {
    switch solve(nodes) {
    case .model(let model): .some(witness(model, of: nodes))
    case .none: .none
    case .undecided: .undecided
    }
  }
}
