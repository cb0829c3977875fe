import FunnelSemantics

/// A value as it can be compared exactly.
enum Term: Hashable, Sendable {
  case missing
  /// A known integer of the grid.
  case constant(Int64)
  /// A variable plus so much; missing where the variable is.
  case variable(VariableID, plus: Int128)
  /// So much less a variable; missing where the variable is.
  case mirrored(VariableID, from: Int128)
  /// The first less the second, both known, plus so much, times a positive unit.
  case difference(VariableID, VariableID, plus: Int128, unit: Int128)
  /// An integer taken as a number: of another grid.
  indirect case number(of: Term)
  case text([UInt8])
  case textVariable(VariableID)
  /// How many scalars a text has.
  case length(VariableID)
  /// A set that is written out.
  case set([LiteralValue])
  /// A set point, by the variable that says whether it is known.
  case setVariable(VariableID, ID<ResolvedPoint>)
  /// How many elements a set point has.
  case count(VariableID, ID<ResolvedPoint>)
}

/// A value that an expression has where a guard holds; the guards of an expression's alternatives cover everything and
/// never hold together.
struct Alternative: Hashable, Sendable {
  /// Where it is this one.
  let guarded: Node
  /// The value.
  let term: Term
}
