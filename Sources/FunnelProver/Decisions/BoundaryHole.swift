import FunnelSemantics

/// A single value between two branches, one of which ends just below it while the other begins just above it.
public struct BoundaryHole: Sendable {
  /// The comparison that ends below the value, and the number of its branch.
  public let below: (comparison: TypedExpression, branch: Int)
  /// The comparison that begins above it, and the number of its branch.
  public let above: (comparison: TypedExpression, branch: Int)
  /// What is compared.
  public let value: TypedExpression
  /// A lead that both branches miss by just that value, and no other branch with a condition takes.
  public let witness: Witness
}

extension Prover {
  /// The values that branches of a decision miss by one step, in order of the branches.
  public func boundaryHoles(of id: ID<ResolvedDecision>) -> [BoundaryHole] {
    let decision = funnel.decisions[id]
    guard !decision.isSplit else { return [] }
    let bounds = decision.branches.enumerated().flatMap { number, branch in
      branch.condition.map { Bound.all(of: $0, branch: number) } ?? []
    }
    var starts: [Int64: [Bound]] = [:]
    for bound in bounds { if let start = bound.start { starts[start, default: []].append(bound) } }
    let pairs = bounds.flatMap { low -> [(low: Bound, high: Bound)] in
      guard let end = low.end, end < .max - 1 else { return [] }
      return starts[end + 2, default: []].filter { high in
        low.branch != high.branch && low.value.hasSameMeaning(as: high.value)
      }
      .map { (low, $0) }
    }
    return pairs.compactMap { hole(between: $0, and: $1, decision) }
  }

  private func hole(between low: Bound, and high: Bound, _ decision: ResolvedDecision) -> BoundaryHole? {
    guard let end = low.end, let literal = Grid.literal(end + 1, low.value.type) else { return nil }
    let constant = TypedExpression(.literal(literal), low.value.type, low.comparison.span)
    let meets = TypedExpression(.compare(.equal, low.value, constant), .boolean, low.comparison.span)
    let found = possibility(
      that: [meets, low.conditionWithoutBound, high.conditionWithoutBound],
      without: decision.branches.compactMap(\.condition))
    guard case .some(let witness) = found else { return nil }
    return BoundaryHole(
      below: (low.comparison, low.branch), above: (high.comparison, high.branch), value: low.value, witness: witness)
  }
}

/// A comparison with a constant somewhere in a condition, outside of negations.
private struct Bound {
  let comparison: TypedExpression
  let value: TypedExpression
  let branch: Int
  /// The greatest value that it lets pass, and the least, on the grid.
  let end: Int64?
  let start: Int64?
  /// The whole condition, as if the comparison held.
  let conditionWithoutBound: TypedExpression

  private static let limit = 64

  static func all(of condition: TypedExpression, branch: Int) -> [Bound] {
    var found: [Bound] = []
    visit(condition, 0, branch, &found) { $0 }
    return found
  }

  private static func visit(
    _ condition: TypedExpression, _ depth: Int, _ branch: Int, _ found: inout [Bound],
    _ whole: (TypedExpression) -> TypedExpression
  ) {
    guard depth < 32, found.count < limit else { return }
    switch condition.kind {
    case .all(let operands), .any(let operands):
      let isAll = if case .all = condition.kind { true } else { false }
      for (index, operand) in operands.enumerated() {
        visit(operand, depth + 1, branch, &found) { changed in
          var operands = operands
          operands[index] = changed
          return whole(TypedExpression(isAll ? .all(operands) : .any(operands), .boolean, condition.span))
        }
      }
    case .compare(let comparison, let left, let right):
      if let constant = right.literal.flatMap({ Grid.integer($0) }) {
        add(condition, left, ValueSet(comparison, constant), branch, &found, whole)
      } else if let constant = left.literal.flatMap({ Grid.integer($0) }) {
        add(condition, right, ValueSet(comparison.mirrored, constant), branch, &found, whole)
      }
    case .isInRange(let value, let low, let high):
      let low = low.flatMap { Grid.integer($0) }.map { Int128($0) } ?? Int128(Int64.min)
      let high = high.flatMap { Grid.integer($0) }.map { Int128($0) } ?? Int128(Int64.max)
      add(condition, value, ValueSet(from: low, through: high), branch, &found, whole)
    default: return
    }
  }

  private static func add(
    _ comparison: TypedExpression, _ value: TypedExpression, _ set: ValueSet, _ branch: Int, _ found: inout [Bound],
    _ whole: (TypedExpression) -> TypedExpression
  ) {
    guard value.type.isOrdered, let range = set.ranges.first else { return }
    let yes = TypedExpression(.literal(.boolean(true)), .boolean, comparison.span)
    found.append(
      Bound(
        comparison: comparison, value: value, branch: branch,
        end: range.upperBound == .max ? nil : range.upperBound,
        start: range.lowerBound == .min ? nil : range.lowerBound, conditionWithoutBound: whole(yes)))
  }
}
