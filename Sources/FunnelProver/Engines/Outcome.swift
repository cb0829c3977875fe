/// What an engine found about a formula.
enum Outcome: Sendable {
  /// Values under which it holds.
  case model(Model)
  /// It never holds.
  case none
  /// The steps ran out.
  case undecided
}

/// A value for each variable of a pool, by the variable's index; nil for missing.
struct Model: Hashable, Sendable {
  var values: [Int64?]

  /// Whether a formula holds under these values.
  func satisfies(_ node: Node, in pool: borrowing FormulaPool) -> Bool {
    switch pool.forms[node.index] {
    case .isIn(let variable, let set): return set.contains(values[variable])
    case .difference(let first, let second, let bound):
      guard let a = values[first], let b = values[second] else { return false }
      return Int128(a) - Int128(b) <= bound
    case .all(let parts):
      for part in parts where !satisfies(part, in: pool) { return false }
      return true
    case .any(let parts):
      for part in parts where satisfies(part, in: pool) { return true }
      return false
    }
  }
}

/// How many steps an engine may still take; a step is a look at a formula.
struct Budget: Sendable {
  /// The steps that are left.
  var steps: Int

  /// Takes a step; false where none is left.
  @inline(__always)
  mutating func take() -> Bool {
    steps &-= 1
    return steps > 0
  }
}
