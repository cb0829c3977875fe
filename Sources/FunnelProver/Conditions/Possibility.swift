import FunnelSemantics
import FunnelSyntax

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

/// When a condition that stands by itself is asked.
public enum ConditionPlace: Hashable, Sendable {
  /// In intake, behind what is required and behind so many reasons to decline.
  case intake(declinesBefore: Int)
  /// As a journey comes to a stage.
  case entering(ID<ResolvedStage>)
  /// At any time while a journey goes on.
  case anyTime
}

extension Prover {
  /// Whether some lead fulfils all of some conditions, while none of some others is known to be true of it.
  public func possibility(
    that fulfilled: [TypedExpression], without failing: [TypedExpression] = [], at place: ConditionPlace = .anyTime
  ) -> Possibility {
    let (space, nodes) = Space.after(funnel) { space in
      let fulfilled = fulfilled.map { space.truth($0).isTrue }
      let failing = failing.map { condition in
        let holds = space.truth(condition).isTrue
        return space.pool.negated(holds)
      }
      return fulfilled + failing + [space.entry([facts(at: place)])]
    }
    return Questions(space, Solver(limit: limit)).possibility(of: nodes)
  }

  /// What is certain at a place.
  func facts(at place: ConditionPlace) -> [EntryFacts.Fact] {
    switch place {
    case .anyTime, .entering: []
    case .intake(let declines):
      funnel.intake.required.map { .isKnown($0.value) }
        + funnel.intake.declines.prefix(declines).map { .isNotTrue($0.condition) }
    }
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
