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

/// That a variable has a value of a set.
struct Membership: Sendable {
  let node: Node
  let variable: VariableID
  let set: ValueSet
}

/// That two variables are known, and the first less the second is at most so much.
struct Distance: Sendable {
  let node: Node
  let first: VariableID
  let second: VariableID
  let bound: Int128
}
