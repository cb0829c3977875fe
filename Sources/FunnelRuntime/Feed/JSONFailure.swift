/// Where and why a text is not JSON, or more than the limits allow.
struct JSONFailure: Error {
  /// What was found.
  enum Problem {
    case valueExpected, keyExpected, colonExpected, commaExpected, trailingComma
    case cutOff, textBehind, unclosedString, controlCharacter
    case invalidEscape, invalidUnicodeEscape, leadingZero, digitExpected
    case notUTF8, tooDeep
  }

  let problem: Problem
  /// The position of the first byte that does not belong.
  let offset: Int

  init(_ problem: Problem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  var reason: RejectReason {
    switch problem {
    case .notUTF8: .invalidUTF8
    case .tooDeep: .nestedTooDeep
    default: .invalidJSON
    }
  }

  /// The phrase for people; positions count from 1.
  func message(nesting: Int) -> String { "\(phrase(nesting)) (byte \(offset + 1))" }

  private func phrase(_ nesting: Int) -> String {
    switch problem {
    case .valueExpected: "this is not JSON: a value is expected here"
    case .keyExpected: "this is not JSON: a key in double quotes is expected here"
    case .colonExpected: "this is not JSON: a colon is expected after the key"
    case .commaExpected: "this is not JSON: a comma or a closing bracket is expected here"
    case .trailingComma: "this is not JSON: nothing follows the comma before the closing bracket"
    case .cutOff: "this is not JSON: it ends in the middle of a value"
    case .textBehind: "this is not JSON: something follows the end of the value"
    case .unclosedString: "this is not JSON: a string has no closing quote"
    case .controlCharacter: "this is not JSON: a control character in a string must be written as an escape"
    case .invalidEscape: "this is not JSON: no escape begins like this"
    case .invalidUnicodeEscape: "this is not JSON: four hexadecimal digits must follow \\u"
    case .leadingZero: "this is not JSON: a number does not begin with a zero and another digit"
    case .digitExpected: "this is not JSON: a digit is expected here"
    case .notUTF8: "this is not text in UTF-8: these bytes stand for no character"
    case .tooDeep: "more than \(nesting) objects and arrays stand in one another"
    }
  }
}
