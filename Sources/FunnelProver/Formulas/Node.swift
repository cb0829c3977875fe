/// A formula with two values: that a variable is in a set, that two differ by at most so much, and combinations by `and` and
/// `or`. There is no `not`: a negation is pushed down to the literals, which are closed under it.
struct Node: Hashable, Sendable {
  /// The place in the pool.
  let index: Int

  /// The formula that never holds.
  static let never = Node(index: 0)
  /// The formula that always holds.
  static let always = Node(index: 1)
}

/// What a node says.
enum Form: Hashable, Sendable {
  /// A variable has a value of the set.
  case isIn(VariableID, ValueSet)
  /// Both variables are known, and the first less the second is at most so much.
  case difference(VariableID, VariableID, atMost: Int128)
  /// All of these hold.
  case all([Node])
  /// One of these holds.
  case any([Node])
}
