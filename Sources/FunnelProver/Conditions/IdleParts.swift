import FunnelSemantics

extension Prover {
  /// The parts of a condition that stands by itself without which it would be known to be true of the same leads.
  public func idleParts(of condition: TypedExpression) -> [IdlePart] {
    ConditionPart.all(of: condition).filter { place in
      possibility(that: [place.conditionWithout], without: [condition]).isImpossible
        && possibility(that: [condition], without: [place.conditionWithout]).isImpossible
    }
    .map { IdlePart(part: $0.part, isInConjunction: $0.isInConjunction) }
  }
}
