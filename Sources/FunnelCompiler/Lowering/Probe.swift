import FunnelIR

/// A comparison whose operands stand in registers: what to test to know that it is true, and that it is false.
struct Probe {
  /// Tests that must all hold, or of which one must.
  enum Tests {
    case all([Instruction])
    case any([Instruction])
  }

  /// Holds where the comparison is known to be true.
  let truth: Tests
  /// Holds where the comparison is known to be false.
  let falsity: Tests

  /// The tests of one question.
  func tests(_ question: Question) -> Tests { question == .isTrue ? truth : falsity }

  /// One test, false where its operands are known and it does not hold.
  static func test(_ test: Instruction) -> Probe { Probe(truth: .all([test]), falsity: .all([test.negated])) }

  /// The opposite of one test.
  static func not(_ test: Instruction) -> Probe { .test(test.negated) }

  /// Tests that must all hold; one that is known not to hold makes it false.
  static func all(_ tests: [Instruction]) -> Probe {
    Probe(truth: .all(tests), falsity: .any(tests.map(\.negated)))
  }
}

/// What a condition is asked: every condition is only ever asked whether it is known to be one or the other.
enum Question {
  case isTrue, isFalse

  /// What to ask the operand of a `not`.
  var opposite: Question { self == .isTrue ? .isFalse : .isTrue }
}

extension Instruction {
  /// The test that holds where this one's operands are known and it does not.
  var negated: Instruction {
    var copy = self
    copy.test.formSymmetricDifference(.negated)
    return copy
  }
}
