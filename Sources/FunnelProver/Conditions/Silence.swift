import FunnelSemantics

/// How a condition answers "no" to a lead of which something is missing.
public enum Silence: Sendable {
  /// It would say "yes" if a comparison with something missing were simply false: a negation of what is not known.
  case mistakable
  /// It is neither true nor false.
  case any
}

extension Prover {
  /// Whether a condition is neither true nor false for some lead of which a data point is missing.
  public func silence(_ silence: Silence, of condition: TypedExpression, at moment: Moment? = nil) -> Possibility {
    // Only a negation makes people read a "no" as a "yes".
    if silence == .mistakable, !condition.mayNegate { return .none }
    return possibility(at: moment, about: [.isTrue(condition)]) { space in
      let truth = space.truth(condition)
      var nodes = [space.pool.negated(truth.isTrue), space.pool.negated(truth.isFalse)]
      if silence == .mistakable { nodes.append(space.plainTruth(condition)) }
      // What the journey itself says is known by the time it is asked; it is the lead that must lack something.
      var missing: [Node] = []
      for (id, variable) in space.pool.variables.enumerated() {
        switch variable.subject {
        case .point: missing.append(space.pool.isIn(id, .missing))
        case .label, .stage, .owner, .entered: nodes.append(space.pool.isKnown(id))
        default: continue
        }
      }
      return nodes + [space.pool.any(missing)]
    }
  }
}

extension Space {
  /// Where a condition would be true if every comparison with something missing were false, and its negation true: as it
  /// is read by people who do not think of missing values.
  fileprivate mutating func plainTruth(_ condition: TypedExpression) -> Node {
    guard depth < Self.depthLimit else { return truth(condition).isTrue }
    depth += 1
    defer { depth -= 1 }
    switch condition.kind {
    case .not(let operand):
      let node = plainTruth(operand)
      return pool.negated(node)
    case .all(let operands):
      let parts = operands.map { plainTruth($0) }
      return pool.all(parts)
    case .any(let operands):
      let parts = operands.map { plainTruth($0) }
      return pool.any(parts)
    case .letValue(let id):
      let cases = funnel.lets[id].cases
      guard cases.count == 1, cases[0].condition == nil else { return truth(condition).isTrue }
      return plainTruth(cases[0].value)
    default: return truth(condition).isTrue
    }
  }
}

extension TypedExpression {
  /// Whether a negation stands in it, or a formula in which one may.
  fileprivate var mayNegate: Bool {
    var isFound = false
    visitParts { part in
      switch part.kind {
      case .not, .letValue: isFound = true
      default: break
      }
    }
    return isFound
  }
}
