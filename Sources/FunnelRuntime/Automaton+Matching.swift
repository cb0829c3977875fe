import FunnelIR

extension Automaton {
  /// Whether the pattern stands in the text.
  ///
  /// Stops at the first byte behind which the answer can't change.
  /// - Precondition: the automaton is well formed, as the verifier has checked.
  /// - Complexity: O(bytes), whatever the pattern.
  @inline(__always)
  func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    classes.withUnsafeBufferPointer { classes in
      transitions.withUnsafeBufferPointer { transitions in
        var state = Int(start)
        for byte in text {
          if state <= 1 { break }
          state = Int(transitions[state &* classCount &+ Int(classes[Int(byte)])])
        }
        return accepting[state]
      }
    }
  }
}
