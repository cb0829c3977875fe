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
