import FunnelSemantics

/// What conditions would be without single parts of them.
extension Space {
  /// A part of a condition, and the condition without it.
  struct Lessened {
    let part: IdlePart
    let truth: Truth
  }

  /// How many parts of one condition are looked at, and how deep they lie.
  private static let (partLimit, partDepth) = (64, 32)

  /// The truth of a condition, and what it is without each operand of `and` and `or` in it, in text order; formulas that it reads
  /// are not looked into.
  ///
  /// Each operand is looked at once, however many parts there are.
  mutating func truthWithoutParts(_ condition: TypedExpression) -> (whole: Truth, parts: [Lessened]) {
    var room = Self.partLimit
    return lessened(condition, 0, &room)
  }

  private mutating func lessened(
    _ condition: TypedExpression, _ level: Int, _ room: inout Int
  ) -> (whole: Truth, parts: [Lessened]) {
    guard level < Self.partDepth else { return (truth(condition), []) }
    switch condition.kind {
    case .not(let operand):
      let (whole, parts) = lessened(operand, level + 1, &room)
      return (whole.negated, parts.map { Lessened(part: $0.part, truth: $0.truth.negated) })
    case .all(let operands): return junction(operands, isAll: true, level, &room)
    case .any(let operands): return junction(operands, isAll: false, level, &room)
    default: return (truth(condition), [])
    }
  }

  private mutating func junction(
    _ operands: [TypedExpression], isAll: Bool, _ level: Int, _ room: inout Int
  ) -> (whole: Truth, parts: [Lessened]) {
    var truths: [Truth] = []
    var inner: [[Lessened]?] = []
    for operand in operands {
      guard room > 0 else {
        truths.append(truth(operand))
        inner.append(nil)
        continue
      }
      room -= 1
      let (whole, parts) = lessened(operand, level + 1, &room)
      truths.append(whole)
      inner.append(parts)
    }
    var found: [Lessened] = []
    for (index, parts) in inner.enumerated() {
      guard let parts else { break }
      var others = truths
      others.remove(at: index)
      let part = IdlePart(part: operands[index], isInConjunction: isAll)
      found.append(Lessened(part: part, truth: junction(others, isAll)))
      for lessened in parts {
        var changed = truths
        changed[index] = lessened.truth
        found.append(Lessened(part: lessened.part, truth: junction(changed, isAll)))
      }
    }
    return (junction(truths, isAll), found)
  }

  private mutating func junction(_ truths: [Truth], _ isAll: Bool) -> Truth {
    guard truths.count != 1 else { return truths[0] }
    return isAll ? conjunction(truths) : conjunction(truths.map(\.negated)).negated
  }
}
