/// A large value held by reference, so that whoever holds it stays small.
final class Held<Value: ~Copyable> {
  /// Used by its run alone, so nobody has to watch who else does.
  @exclusivity(unchecked) var value: Value

  init(_ value: consuming Value) { self.value = value }
}
