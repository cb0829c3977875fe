import FunnelSemantics

/// One thing that is certain of a lead at some moment, or is asked of it.
public enum Fact: Hashable, Sendable {
  /// The point is known.
  case isKnown(ID<ResolvedPoint>)
  /// The point is missing.
  case isMissing(ID<ResolvedPoint>)
  /// The condition is known to be true.
  case isTrue(TypedExpression)
  /// The condition is not known to be true: it is false, or unknown.
  case isNotTrue(TypedExpression)
  /// One of these branches is the first of the decision whose condition is known to be true.
  case takes(ID<ResolvedDecision>, [Int])
}

extension Fact {
  /// What follows of single points, so that a part of it may still be certain when the rest is not.
  func parts(in funnel: ResolvedFunnel) -> [Fact] {
    var found: [Fact] = []
    var rest: [(fact: Fact, depth: Int)] = [(self, 0)]
    while let (fact, depth) = rest.popLast() {
      let inner = depth < 32 ? fact.split(in: funnel) : nil
      if let inner { rest += inner.reversed().map { ($0, depth + 1) } } else { found.append(fact) }
    }
    return found
  }

  /// The facts of which it consists; nil where it is one.
  private func split(in funnel: ResolvedFunnel) -> [Fact]? {
    switch self {
    case .isKnown, .isMissing: return nil
    case .takes(let id, let branches):
      guard branches.count == 1, let branch = branches.first else { return nil }
      let conditions = funnel.decisions[id].branches.map(\.condition)
      return conditions[..<branch].compactMap { $0.map { .isNotTrue($0) } }
        + [conditions[branch]].compactMap {
          $0.map { .isTrue($0) }
        }
    case .isTrue(let condition):
      switch condition.kind {
      case .all(let operands): return operands.map { .isTrue($0) }
      case .not(let operand):
        switch operand.kind {
        case .not(let inner): return [.isTrue(inner)]
        case .any(let operands):
          return operands.map { .isTrue(TypedExpression(.not($0), .boolean, $0.span)) }
        case .isMissing(let value):
          guard case .point(let id) = value.kind, funnel.points[id].defaultValue == nil else { return nil }
          return [.isKnown(id)]
        default: return nil
        }
      case .isMissing(let value):
        guard case .point(let id) = value.kind, funnel.points[id].defaultValue == nil else { return nil }
        return [.isMissing(id)]
      case .letValue(let id):
        let cases = funnel.lets[id].cases
        return cases.count == 1 && cases[0].condition == nil ? [.isTrue(cases[0].value)] : nil
      default: return nil
      }
    case .isNotTrue(let condition):
      guard case .any(let operands) = condition.kind else { return nil }
      return operands.map { .isNotTrue($0) }
    }
  }

  /// The points that must be known where it holds; not all, but these for certain.
  func knownPoints(in funnel: ResolvedFunnel) -> Set<ID<ResolvedPoint>> {
    switch self {
    case .isKnown(let id): return [id]
    case .isTrue(let condition): return condition.knownPoints(in: funnel, depth: 0)
    case .isMissing, .isNotTrue, .takes: return []
    }
  }
}

extension TypedExpression {
  /// The points that must be known where it is known to be true, or where its value is known; not all, but these for
  /// certain.
  fileprivate func knownPoints(in funnel: ResolvedFunnel, depth: Int) -> Set<ID<ResolvedPoint>> {
    guard depth < 64 else { return [] }
    func of(_ operand: TypedExpression) -> Set<ID<ResolvedPoint>> { operand.knownPoints(in: funnel, depth: depth + 1) }
    switch kind {
    case .point(let id): return funnel.points[id].defaultValue == nil ? [id] : []
    case .not(let operand):
      switch operand.kind {
      case .all, .any, .not, .letValue, .coalesce: return []
      case .isMissing(let value): return of(value)
      default: return of(operand)
      }
    case .all(let operands): return operands.reduce([]) { $0.union(of($1)) }
    case .any(let operands):
      guard let first = operands.first else { return [] }
      return operands.dropFirst().reduce(of(first)) { $0.intersection(of($1)) }
    case .isMissing, .coalesce, .makeSet, .call, .letValue, .score: return []
    case .isOneOf(let value, _): return of(value)
    default: return operands.reduce([]) { $0.union(of($1)) }
    }
  }
}
