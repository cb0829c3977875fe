import FunnelSemantics

/// An operand of `and` or `or` somewhere in a condition, and the condition without it.
struct ConditionPart {
  /// The operand.
  let part: TypedExpression
  /// Whether it is an operand of `and`.
  let isInConjunction: Bool
  /// The whole condition without it.
  let conditionWithout: TypedExpression

  /// How many parts of one condition are looked at.
  private static let limit = 64

  /// The parts of a condition in text order; formulas that it reads are not looked into.
  static func all(of condition: TypedExpression) -> [ConditionPart] {
    var found: [ConditionPart] = []
    visit(condition, 0, &found) { $0 }
    return found
  }

  private static func visit(
    _ condition: TypedExpression, _ depth: Int, _ found: inout [ConditionPart],
    _ whole: (TypedExpression) -> TypedExpression
  ) {
    guard depth < 32 else { return }
    switch condition.kind {
    case .not(let operand):
      visit(operand, depth + 1, &found) { whole(TypedExpression(.not($0), .boolean, condition.span)) }
    case .all(let operands): visit(operands, condition, true, depth, &found, whole)
    case .any(let operands): visit(operands, condition, false, depth, &found, whole)
    default: return
    }
  }

  private static func visit(
    _ operands: [TypedExpression], _ condition: TypedExpression, _ isConjunction: Bool, _ depth: Int,
    _ found: inout [ConditionPart], _ whole: (TypedExpression) -> TypedExpression
  ) {
    func junction(_ operands: [TypedExpression]) -> TypedExpression {
      guard operands.count > 1 else { return operands[0] }
      return TypedExpression(isConjunction ? .all(operands) : .any(operands), .boolean, condition.span)
    }
    for (index, operand) in operands.enumerated() {
      guard found.count < limit else { return }
      var others = operands
      others.remove(at: index)
      found.append(
        ConditionPart(part: operand, isInConjunction: isConjunction, conditionWithout: whole(junction(others))))
      visit(operand, depth + 1, &found) { changed in
        var operands = operands
        operands[index] = changed
        return whole(junction(operands))
      }
    }
  }
}
