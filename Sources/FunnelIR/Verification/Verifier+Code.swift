/// Register code: every operand in its table, every jump further on, every routine with an end of its own kind.
extension Verifier {
  /// What can happen from one place in the code on.
  struct Reach {
    /// One more than the highest register used.
    var registers: Int
    /// The ends that may be met.
    var ends: Ends
  }

  /// Kinds of ends.
  struct Ends: OptionSet {
    let rawValue: UInt8
    static let condition = Ends(rawValue: 1)
    static let value = Ends(rawValue: 2)
    static let interval = Ends(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ operation: Operation) {
      switch operation {
      case .holds, .fails: self = .condition
      case .value: self = .value
      case .interval: self = .interval
      default: self = []
      }
    }
  }

  /// Goes through the code once from its end, which suffices because jumps lead further on only.
  mutating func checkCode() throws(RefusedProgram) {
    for automaton in program.automata where !automaton.isWellFormed {
      throw RefusedProgram("an automaton leads out of its own states")
    }
    let count = program.code.count
    reach = Array(repeating: Reach(registers: 0, ends: []), count: count)
    for index in program.code.indices.reversed() {
      let step = program.code[index]
      var here = Reach(registers: try registers(of: step), ends: Ends(step.operation))
      if step.operation.shape.b == .target {
        let target = Int(step.b)
        guard target > index, target < count else { throw RefusedProgram("instruction \(index) jumps to \(target)") }
        here.follow(reach[target])
      }
      if !step.operation.isEnd, step.operation != .jump {
        guard index + 1 < count else { throw RefusedProgram("the code has no end") }
        here.follow(reach[index + 1])
      }
      reach[index] = here
    }
    registers = reach.reduce(0) { max($0, $1.registers) }
  }

  mutating func checkRoutine(_ entry: Int, registers: Int, ends: Ends) throws(RefusedProgram) {
    try check(entry, in: reach.count, "instructions")
    guard registers <= 1 << 16, reach[entry].registers <= registers else {
      throw RefusedProgram("the code at \(entry) uses \(reach[entry].registers) registers, not \(registers)")
    }
    guard reach[entry].ends.isSubset(of: ends) else {
      throw RefusedProgram("the code at \(entry) ends in another way than is asked for")
    }
    self.registers = max(self.registers, registers)
  }

  func checkConstant(_ bits: UInt64) throws(RefusedProgram) {
    let reference = TextReference(bits: bits)
    guard reference.arena == .constants, reference.offset + reference.length <= program.constants.bytes.count else {
      throw RefusedProgram("a constant lies outside the constants")
    }
  }

  /// One more than the highest register that an instruction uses, after all its operands were checked.
  private func registers(of step: Instruction) throws(RefusedProgram) -> Int {
    let shape = step.operation.shape
    var highest = shape.a == .unused ? 0 : Int(step.a) + 1
    if shape.b == .register { highest = max(highest, Int(step.b) + 1) }
    if let immediate = try register(in: step) { highest = max(highest, immediate) }
    guard highest <= 1 << 16 else { throw RefusedProgram("an instruction uses register \(highest - 1)") }
    return highest
  }

  /// Checks the immediate; one more than the highest register that it names, if it names one.
  private func register(in step: Instruction) throws(RefusedProgram) -> Int? {
    let index = Int(truncatingIfNeeded: min(step.immediate, UInt64(UInt32.max)))
    switch step.operation.shape.immediate {
    case .unused, .bits: break
    case .number:
      guard Double(bitPattern: step.immediate).isFinite else { throw RefusedProgram("a constant is not a number") }
    case .register: return index + 1
    case .count: return Int(step.b) + index
    case .text: try checkConstant(step.immediate)
    case .point: try check(index, in: program.points.count, "data points")
    case .decision: try check(index, in: program.decisions.count, "decisions")
    case .span: try check(index, in: program.spans.count, "spans")
    case .automaton: try check(index, in: program.automata.count, "automata")
    case .activity: try check(step.low, in: program.activityKeys.count, "activity names")
    case .words, .texts:
      try check(TableRange(start: step.low, count: step.high), in: program.words.count, "words")
      // The upper end of an interval is the register behind its lower one.
      return step.operation == .inWords || step.operation == .inTexts ? nil : Int(step.a) + 2
    }
    return nil
  }
}

extension Verifier.Reach {
  fileprivate mutating func follow(_ next: Verifier.Reach) {
    registers = max(registers, next.registers)
    ends.formUnion(next.ends)
  }
}
