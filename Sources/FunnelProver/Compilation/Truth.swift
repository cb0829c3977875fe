/// A condition as two formulas: where it is known to be true, and where it is known to be false. Where neither holds, it is
/// unknown; both never hold at once.
struct Truth: Hashable, Sendable {
  /// Where the condition is known to be true.
  let isTrue: Node
  /// Where it is known to be false.
  let isFalse: Node

  /// Always true.
  static let yes = Truth(isTrue: .always, isFalse: .never)
  /// Always false.
  static let no = Truth(isTrue: .never, isFalse: .always)
  /// Always unknown.
  static let unknown = Truth(isTrue: .never, isFalse: .never)

  /// The truth of the opposite.
  var negated: Truth { Truth(isTrue: isFalse, isFalse: isTrue) }
}
