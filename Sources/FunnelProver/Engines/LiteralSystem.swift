/// What a search made hold of literals, and what follows from it for the others.
protocol LiteralSystem: Sendable {
  /// A state to come back to.
  associatedtype Mark: Equatable, Sendable

  /// Makes a system of a pool's literals in which nothing is asked for yet.
  init(_ pool: FormulaPool)

  /// The state at hand.
  var mark: Mark { get }

  /// Goes back to a state.
  mutating func undo(to mark: Mark)

  /// Makes a literal hold; false where it can't.
  mutating func require(_ literal: Node) -> Bool

  /// Makes a literal not hold; false where it must. What has to hold instead, beyond the literal, is its `opposite`.
  mutating func exclude(_ literal: Node) -> Bool

  /// The formula that holds where a literal does not; nil where excluding it says everything.
  func opposite(of literal: Node) -> Node?

  /// Whether a literal holds, or can't; nil where both may be.
  func possible(_ literal: Node) -> Bool?

  /// Follows what all literals together ask for.
  mutating func tighten(_ budget: inout Budget) -> Tightening

  /// Values that meet everything that was asked for; nil where there are none, or the steps ran out.
  mutating func model(_ budget: inout Budget) -> Model?
}

/// What came of following all that is asked for.
enum Tightening: Sendable {
  case impossible, same, narrower
}
