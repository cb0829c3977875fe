import FunnelIR
import FunnelSemantics

/// Values in registers.
extension RoutineLowering {
  /// A register that holds a value; the formula's own where it stands in one.
  mutating func register(of value: TypedExpression) -> UInt16 {
    if case .letValue(let id) = value.kind, let register = kept[.letValue(id)] { return register }
    let register = code.temporary()
    compute(value, into: register)
    return register
  }

  /// Computes a value into a register that nothing reads meanwhile.
  mutating func compute(_ value: TypedExpression, into result: UInt16) {
    let mark = code.mark
    defer { code.reset(to: mark) }
    switch value.kind {
    case .literal(let literal): code.emit(.constant, into: result, 0, constants.bits(literal))
    case .point(let id): code.emit(.point, into: result, 0, UInt64(id.index))
    case .letValue(let id):
      if let register = kept[.letValue(id)] {
        code.emit(.copy, into: result, register)
      } else {
        compute(funnel.lets[id], into: result)
      }
    case .score(let id):
      guard let low = kept[.score(id)] else { return }
      code.emit(.settled, into: result, low, UInt64(low + 1))
    case .lastLabel(let id): code.emit(.label, into: result, 0, UInt64(id.index))
    case .source: code.emit(.source, into: result)
    case .stage: code.emit(.stage, into: result)
    case .owner: code.emit(.owner, into: result)
    case .entered: code.emit(scope == .stage ? .entered : .started, into: result)
    case .lastEvent: code.emit(.lastEvent, into: result)
    case .now: code.emit(.now, into: result)
    case .today: code.emit(.today, into: result)
    case .coalesce(let first, let second):
      let end = code.label()
      compute(first, into: result)
      code.jump(to: end, when: true, of: Instruction(.isKnown, a: result))
      compute(second, into: result)
      code.place(end)
    case .arithmetic(let operation, let first, let second):
      compute(operation, register(of: first), register(of: second), into: result)
    case .negate(let operand):
      code.emit(operand.type == .number ? .negateNumber : .negateInteger, into: result, register(of: operand))
    case .shift(let operand, let span):
      let moved = CalendarSpan(span)
      let operation: Operation = operand.type == .date ? .addToDate : .addToDatetime
      code.emit(operation, into: result, register(of: operand), UInt64(constants.span(moved)))
    case .toNumber(let operand): code.emit(.numberFromInteger, into: result, register(of: operand))
    case .toDate(let operand): code.emit(.dateOf, into: result, register(of: operand))
    case .call(let function, let arguments): call(function, arguments, into: result)
    case .makeSet(let elements): makeSet(elements, into: result)
    case .all(let operands): combine(operands, decidedBy: false, into: result)
    case .any(let operands): combine(operands, decidedBy: true, into: result)
    case .not(let operand):
      settle(.not(Instruction(.equalConstant, a: register(of: operand), immediate: 1)), into: result)
    case .isOneOf(let operand, let elements) where !elements.allSatisfy(\.isLiteral):
      settle(anyOf: probes(of: operand, among: elements), into: result)
    case .compare, .isOneOf, .isInRange, .isMissing, .setContains, .textTest, .matches, .activityIs:
      settle(probe(of: value), into: result)
    }
  }

  /// Computes whether one of several comparisons holds.
  private mutating func settle(anyOf probes: [Probe], into result: UInt16) {
    let isTrue = code.label()
    let isUnknown = code.label()
    let end = code.label()
    for probe in probes { branch(probe, .isTrue, when: true, to: isTrue) }
    for probe in probes { branch(probe, .isFalse, when: false, to: isUnknown) }
    code.emit(.constant, into: result, 0, 0)
    code.jump(to: end)
    code.place(isTrue)
    code.emit(.constant, into: result, 0, 1)
    code.jump(to: end)
    code.place(isUnknown)
    code.emit(.missing, into: result)
    code.place(end)
  }

  private mutating func compute(
    _ operation: ArithmeticOperation, _ first: UInt16, _ second: UInt16, into result: UInt16
  ) {
    switch operation {
    case .addIntegers, .addMoney, .addDurations, .addElapsed:
      code.emit(.addInteger, into: result, first, UInt64(second))
    case .subtractIntegers, .subtractMoney, .subtractDurations, .subtractElapsed, .subtractDatetimes:
      code.emit(.subtractInteger, into: result, first, UInt64(second))
    case .multiplyIntegers, .multiplyMoneyByInteger, .multiplyDurationByInteger:
      code.emit(.multiplyInteger, into: result, first, UInt64(second))
    case .addNumbers: code.emit(.addNumber, into: result, first, UInt64(second))
    case .subtractNumbers: code.emit(.subtractNumber, into: result, first, UInt64(second))
    case .multiplyNumbers: code.emit(.multiplyNumber, into: result, first, UInt64(second))
    case .divideNumbers: code.emit(.divideNumber, into: result, first, UInt64(second))
    case .multiplyMoneyByNumber, .multiplyDurationByNumber:
      code.emit(.multiplyByNumber, into: result, first, UInt64(second))
    case .divideMoneyByNumber, .divideDurationByNumber:
      code.emit(.divideByNumber, into: result, first, UInt64(second))
    case .divideMoneyByInteger, .divideDurationByInteger:
      code.emit(.divideInteger, into: result, first, UInt64(second))
    case .divideMoney, .divideDurations:
      code.emit(.divideNumber, into: result, number(from: first), UInt64(number(from: second)))
    case .subtractDates:
      let day = code.temporary()
      code.emit(.constant, into: day, 0, 86_400_000_000)
      code.emit(.subtractInteger, into: result, first, UInt64(second))
      code.emit(.multiplyInteger, into: result, result, UInt64(day))
    }
  }

  private mutating func number(from integer: UInt16) -> UInt16 {
    let number = code.temporary()
    code.emit(.numberFromInteger, into: number, integer)
    return number
  }

  private mutating func call(_ function: BuiltinFunction, _ arguments: [TypedExpression], into result: UInt16) {
    guard let first = arguments.first else { return code.emit(.missing, into: result) }
    let isNumber = first.type == .number
    switch function {
    case .domain: code.emit(.domainOf, into: result, register(of: first))
    case .length: code.emit(.lengthOf, into: result, register(of: first))
    case .lower: code.emit(.lowered, into: result, register(of: first))
    case .upper: code.emit(.uppered, into: result, register(of: first))
    case .trim: code.emit(.trimmed, into: result, register(of: first))
    case .count: code.emit(.countOf, into: result, register(of: first))
    case .year: code.emit(.yearOf, into: result, register(of: first))
    case .month: code.emit(.monthOf, into: result, register(of: first))
    case .weekday: code.emit(.weekdayOf, into: result, register(of: first))
    case .hour: code.emit(.hourOf, into: result, register(of: first))
    case .abs: code.emit(isNumber ? .absoluteNumber : .absoluteInteger, into: result, register(of: first))
    case .age:
      let birth = register(of: first)
      let today = code.temporary()
      code.emit(.today, into: today)
      code.emit(.wholeYears, into: result, birth, UInt64(today))
    case .round:
      code.emit(isNumber ? .roundNumber : .roundMoney, into: result, register(of: first))
    case .min: fold(isNumber ? .leastNumber : .leastInteger, first, arguments.dropFirst(), into: result)
    case .max: fold(isNumber ? .greatestNumber : .greatestInteger, first, arguments.dropFirst(), into: result)
    case .daysBetween:
      guard arguments.count == 2 else { return code.emit(.missing, into: result) }
      let start = register(of: first)
      code.emit(.subtractInteger, into: result, register(of: arguments[1]), UInt64(start))
    }
  }

  private mutating func fold(
    _ operation: Operation, _ first: TypedExpression, _ others: ArraySlice<TypedExpression>, into result: UInt16
  ) {
    compute(first, into: result)
    for other in others {
      let mark = code.mark
      code.emit(operation, into: result, result, UInt64(register(of: other)))
      code.reset(to: mark)
    }
  }

  private mutating func makeSet(_ elements: [TypedExpression], into result: UInt16) {
    let literals = elements.compactMap(\.literal)
    guard literals.count < elements.count else {
      return code.emit(.constant, into: result, 0, constants.bits(ofSet: literals))
    }
    // Neighbouring registers are taken first, so that what computing an element needs comes behind them.
    let registers = elements.map { _ in code.temporary() }
    for (element, register) in zip(elements, registers) { compute(element, into: register) }
    let isText = elements.first?.type.isText ?? true
    code.emit(isText ? .makeTextSet : .makeWordSet, into: result, registers.first ?? 0, UInt64(elements.count))
  }
}

extension FunnelIR.CalendarSpan {
  /// The same span in the program's form.
  init(_ span: FunnelSemantics.CalendarSpan) {
    self.init(
      months: span.months, days: span.days, businessDays: span.businessDays, businessTime: span.businessTime,
      microseconds: span.microseconds)
  }
}
