extension Operation {
  /// What the fields of an instruction mean for one operation; what the verifier checks, and the listing prints by it.
  public struct Shape: Sendable, Hashable {
    /// What field `a` is.
    public enum First: Sendable, Hashable { case unused, read, written }
    /// What field `b` is.
    public enum Second: Sendable, Hashable { case unused, register, target }
    /// What the immediate is.
    public enum Third: Sendable, Hashable {
      case unused, register, count, bits, number, text, point, decision, span, automaton, words, texts, activity
    }

    /// What field `a` is.
    public let a: First
    /// What field `b` is.
    public let b: Second
    /// What the immediate is.
    public let immediate: Third
  }

  /// The operation's shape.
  public var shape: Shape {
    switch self {
    case .holds, .fails: Shape(a: .unused, b: .unused, immediate: .unused)
    case .value: Shape(a: .read, b: .unused, immediate: .unused)
    case .interval: Shape(a: .read, b: .register, immediate: .register)
    case .jump: Shape(a: .unused, b: .target, immediate: .unused)
    case .constant: Shape(a: .written, b: .unused, immediate: .bits)
    case .point: Shape(a: .written, b: .unused, immediate: .point)
    case .label: Shape(a: .written, b: .unused, immediate: .decision)
    case .missing, .source, .stage, .owner, .entered, .started, .lastEvent, .now, .today:
      Shape(a: .written, b: .unused, immediate: .unused)
    case .copy, .negateInteger, .absoluteInteger, .negateNumber, .absoluteNumber, .roundNumber, .numberFromInteger,
      .roundMoney, .dateOf, .yearOf, .monthOf, .weekdayOf, .hourOf, .domainOf, .lowered,
      .uppered, .trimmed, .lengthOf, .countOf:
      Shape(a: .written, b: .register, immediate: .unused)
    case .addConstant, .clampBelow, .clampAbove: Shape(a: .written, b: .register, immediate: .bits)
    case .addToDate, .addToDatetime: Shape(a: .written, b: .register, immediate: .span)
    case .settled, .addInteger, .subtractInteger, .multiplyInteger, .leastInteger, .greatestInteger,
      .addNumber, .subtractNumber, .multiplyNumber, .divideNumber, .leastNumber, .greatestNumber, .divideInteger,
      .multiplyByNumber, .divideByNumber, .wholeYears:
      Shape(a: .written, b: .register, immediate: .register)
    case .makeWordSet, .makeTextSet: Shape(a: .written, b: .register, immediate: .count)
    case .equalConstant, .lessConstant, .lessOrEqualConstant, .inBits:
      Shape(a: .read, b: .target, immediate: .bits)
    case .lessNumberConstant, .lessOrEqualNumberConstant: Shape(a: .read, b: .target, immediate: .number)
    case .equalTextConstant: Shape(a: .read, b: .target, immediate: .text)
    case .equal, .less, .lessOrEqual, .lessNumber, .lessOrEqualNumber, .equalText, .hasWord, .hasText, .equalSets,
      .startsWith, .endsWith, .containsText:
      Shape(a: .read, b: .target, immediate: .register)
    case .isKnown: Shape(a: .read, b: .target, immediate: .unused)
    case .inWords, .intervalInside, .intervalOutside: Shape(a: .read, b: .target, immediate: .words)
    case .inTexts: Shape(a: .read, b: .target, immediate: .texts)
    case .matches: Shape(a: .read, b: .target, immediate: .automaton)
    case .activityIs: Shape(a: .unused, b: .target, immediate: .activity)
    }
  }

  /// Whether the operation is a test, and so heeds `Instruction.test`.
  public var isTest: Bool { shape.b == .target && self != .jump }

  /// Whether the routine ends here.
  public var isEnd: Bool {
    switch self {
    case .holds, .fails, .value, .interval: true
    default: false
    }
  }
}
