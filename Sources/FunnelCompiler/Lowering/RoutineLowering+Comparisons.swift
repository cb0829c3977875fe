import FunnelIR
import FunnelSemantics

/// Comparisons as tests on registers.
extension RoutineLowering {
  /// What a comparison compares: a value, or the bounds between which a score lies.
  struct Bounds {
    let low: UInt16
    let high: UInt16

    /// Whether both bounds are one register.
    var isExact: Bool { low == high }
  }

  /// Computes a condition's operands and says what to test then; the registers stay until the builder is reset.
  mutating func probe(of condition: TypedExpression) -> Probe {
    switch condition.kind {
    case .compare(let comparison, let first, let second):
      return compare(comparison, first, second)
    case .isOneOf(let value, let elements) where elements.allSatisfy(\.isLiteral):
      return isOneOf(value, bounds(of: value), elements.compactMap(\.literal))
    case .isInRange(let value, let low, let high):
      return isInRange(bounds(of: value), isNumber: value.type == .number, low, high)
    case .isMissing(let value):
      let test = Instruction(.isKnown, a: register(of: value))
      return Probe(truth: .all([test.negated]), falsity: .all([test]))
    case .setContains(let set, let element):
      let operands = (register(of: set), register(of: element))
      return .test(Instruction(element.type.isText ? .hasText : .hasWord, a: operands.0, immediate: UInt64(operands.1)))
    case .textTest(let test, let text, let part):
      let operation: Operation =
        switch test {
        case .contains: .containsText
        case .startsWith: .startsWith
        case .endsWith: .endsWith
        }
      let operands = (register(of: text), register(of: part))
      return .test(Instruction(operation, a: operands.0, immediate: UInt64(operands.1)))
    case .matches(let text, let pattern, let span):
      let operand = register(of: text)
      do {
        let automaton = try constants.automaton(pattern)
        return .test(Instruction(.matches, a: operand, immediate: UInt64(automaton)))
      } catch {
        // Asked once for each question.
        if refused.last?.span != span { refused.append((span, error)) }
        return .boolean(operand)
      }
    case .activityIs(let name, let state):
      let asked = Instruction.activity(key: UInt32(truncatingIfNeeded: name.index), states: state.mask)
      return .test(Instruction(.activityIs, immediate: asked))
    default:
      return .boolean(register(of: condition))
    }
  }

  /// The tests of `value in { elements }` where some elements must be computed: one of them must hold.
  mutating func probes(of value: TypedExpression, among elements: [TypedExpression]) -> [Probe] {
    let operand = bounds(of: value)
    let literals = elements.compactMap(\.literal)
    let known = literals.isEmpty ? [] : [isOneOf(value, operand, literals)]
    return known + elements.filter { !$0.isLiteral }.map { equal(operand, bounds(of: $0), value.type) }
  }

  /// The registers between which a value lies; one where it is no score.
  private mutating func bounds(of value: TypedExpression) -> Bounds {
    guard let low = score(in: value) else {
      let register = register(of: value)
      return Bounds(low: register, high: register)
    }
    guard value.type == .number else { return Bounds(low: low, high: low + 1) }
    let numbers = (code.temporary(), code.temporary())
    code.emit(.numberFromInteger, into: numbers.0, low)
    code.emit(.numberFromInteger, into: numbers.1, low + 1)
    return Bounds(low: numbers.0, high: numbers.1)
  }

  /// The first of the two registers that hold the bounds of a score, where the value is one, perhaps as a number.
  private func score(in value: TypedExpression) -> UInt16? {
    switch value.kind {
    case .score(let id): kept[.score(id)]
    case .toNumber(let inner): score(in: inner)
    default: nil
    }
  }

  private mutating func compare(
    _ comparison: TypedExpression.Comparison, _ first: TypedExpression, _ second: TypedExpression
  ) -> Probe {
    if let constant = second.literal { return compare(comparison, bounds(of: first), constant, first.type) }
    if let constant = first.literal { return compare(comparison.mirrored, bounds(of: second), constant, second.type) }
    let operands = (bounds(of: first), bounds(of: second))
    let isNumber = first.type == .number
    switch comparison {
    case .equal: return equal(operands.0, operands.1, first.type)
    case .less: return less(operands.0, operands.1, orEqual: false, isNumber)
    case .lessOrEqual: return less(operands.0, operands.1, orEqual: true, isNumber)
    case .greater: return less(operands.1, operands.0, orEqual: false, isNumber)
    case .greaterOrEqual: return less(operands.1, operands.0, orEqual: true, isNumber)
    }
  }

  /// For scores: known where all numbers between the bounds agree.
  private func less(_ first: Bounds, _ second: Bounds, orEqual: Bool, _ isNumber: Bool) -> Probe {
    let strict: Operation = isNumber ? .lessNumber : .less
    let loose: Operation = isNumber ? .lessOrEqualNumber : .lessOrEqual
    let operation = orEqual ? loose : strict
    return Probe(
      truth: .all([Instruction(operation, a: first.high, immediate: UInt64(second.low))]),
      falsity: .all([Instruction(operation, a: first.low, immediate: UInt64(second.high)).negated]))
  }

  private func equal(_ first: Bounds, _ second: Bounds, _ type: FunnelType) -> Probe {
    guard !first.isExact || !second.isExact else {
      let operation: Operation =
        switch type {
        case .set: .equalSets
        case _ where type.isText: .equalText
        default: .equal
        }
      return .test(Instruction(operation, a: first.low, immediate: UInt64(second.low)))
    }
    let operation: Operation = type == .number ? .lessOrEqualNumber : .lessOrEqual
    // Equal whatever the score turns out to be: neither can be above the other. Unequal: one surely is.
    return .all([
      Instruction(operation, a: first.high, immediate: UInt64(second.low)),
      Instruction(operation, a: second.high, immediate: UInt64(first.low)),
    ]).withFalsity([
      Instruction(operation, a: first.low, immediate: UInt64(second.high)).negated,
      Instruction(operation, a: second.low, immediate: UInt64(first.high)).negated,
    ])
  }

  private mutating func compare(
    _ comparison: TypedExpression.Comparison, _ value: Bounds, _ constant: LiteralValue, _ type: FunnelType
  ) -> Probe {
    let bits = constants.bits(constant)
    let strict: Operation = type == .number ? .lessNumberConstant : .lessConstant
    let loose: Operation = type == .number ? .lessOrEqualNumberConstant : .lessOrEqualConstant
    func test(_ operation: Operation, _ register: UInt16) -> Instruction {
      Instruction(operation, a: register, immediate: bits)
    }
    switch comparison {
    case .less:
      return Probe(truth: .all([test(strict, value.high)]), falsity: .all([test(strict, value.low).negated]))
    case .lessOrEqual:
      return Probe(truth: .all([test(loose, value.high)]), falsity: .all([test(loose, value.low).negated]))
    case .greater:
      return Probe(truth: .all([test(loose, value.low).negated]), falsity: .all([test(loose, value.high)]))
    case .greaterOrEqual:
      return Probe(truth: .all([test(strict, value.low).negated]), falsity: .all([test(strict, value.high)]))
    case .equal where value.isExact:
      return .test(test(type.isText ? .equalTextConstant : .equalConstant, value.low))
    case .equal:
      return .all([test(strict, value.low).negated, test(loose, value.high)])
        .withFalsity([test(strict, value.high), test(loose, value.low).negated])
    }
  }

  private mutating func isInRange(_ value: Bounds, isNumber: Bool, _ low: LiteralValue?, _ high: LiteralValue?) -> Probe
  {
    let below: Operation = isNumber ? .lessNumberConstant : .lessConstant
    let within: Operation = isNumber ? .lessOrEqualNumberConstant : .lessOrEqualConstant
    var truth: [Instruction] = []
    var falsity: [Instruction] = []
    if let low {
      let bits = constants.bits(low)
      truth.append(Instruction(below, a: value.low, immediate: bits).negated)
      falsity.append(Instruction(below, a: value.high, immediate: bits))
    }
    if let high {
      let bits = constants.bits(high)
      truth.append(Instruction(within, a: value.high, immediate: bits))
      falsity.append(Instruction(within, a: value.low, immediate: bits).negated)
    }
    if truth.isEmpty { truth.append(Instruction(.isKnown, a: value.low)) }
    return Probe(truth: .all(truth), falsity: .any(falsity))
  }

  private mutating func isOneOf(_ value: TypedExpression, _ bounds: Bounds, _ elements: [LiteralValue]) -> Probe {
    if value.type.isText {
      let texts = elements.compactMap { element -> [UInt8]? in if case .text(let text) = element { text } else { nil } }
      let sorted = Set(texts).sorted { $0.lexicographicallyPrecedes($1) }
      let run = constants.run(sorted.map { Int64(bitPattern: constants.bytes($0).bits) })
      return .test(Instruction(.inTexts, a: bounds.low, immediate: run))
    }
    let words = Set(elements.map { Int64(bitPattern: constants.bits($0)) }).sorted()
    if let low = score(in: value) {
      // A score is a whole number, so only the whole ones among the constants count.
      let isNumber = value.type == .number
      let whole = isNumber ? words.compactMap { Int64(exactly: Double(bitPattern: UInt64(bitPattern: $0))) } : words
      let run = constants.run(whole.sorted())
      return Probe(
        truth: .all([Instruction(.intervalInside, a: low, immediate: run)]),
        falsity: .all([Instruction(.intervalOutside, a: low, immediate: run)]))
    }
    let members = elements.compactMap { element -> UInt64? in
      if case .member(let index) = element, index < 64 { 1 << UInt64(index) } else { nil }
    }
    if members.count == elements.count, !members.isEmpty {
      return .test(Instruction(.inBits, a: bounds.low, immediate: members.reduce(0, |)))
    }
    return .test(Instruction(.inWords, a: bounds.low, immediate: constants.run(words)))
  }
}

extension Probe {
  /// The same truth, with tests of which one is enough to know that it is false.
  fileprivate func withFalsity(_ tests: [Instruction]) -> Probe { Probe(truth: truth, falsity: .any(tests)) }
}

extension TypedExpression.Comparison {
  /// The comparison that says the same with its sides swapped.
  var mirrored: TypedExpression.Comparison {
    switch self {
    case .equal: .equal
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

extension TypedExpression.ActivityState {
  /// The states that the interpreter is asked for.
  var mask: UInt8 {
    switch self {
    case .open: FunnelIR.ActivityState.open.mask | FunnelIR.ActivityState.inProgress.mask
    case .inProgress: FunnelIR.ActivityState.inProgress.mask
    case .completed: FunnelIR.ActivityState.completed.mask
    case .failed: FunnelIR.ActivityState.failed.mask
    case .overdue: FunnelIR.ActivityState.overdueMask
    case .skipped: FunnelIR.ActivityState.skipped.mask
    case .blocked: FunnelIR.ActivityState.blocked.mask
    case .cancelled: FunnelIR.ActivityState.cancelled.mask
    }
  }
}
