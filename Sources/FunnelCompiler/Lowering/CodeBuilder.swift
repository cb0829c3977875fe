import FunnelDiagnostics
import FunnelIR

/// Register code as it is written: instructions, places to jump to, and registers.
///
/// Temporary registers are a stack on top of the kept ones. Beyond a limit nothing more is written and the place is noted.
struct CodeBuilder {
  /// A place further on that is not known yet.
  struct Label {
    fileprivate let number: Int
  }

  /// How many instructions a program may have: 16 MB of code.
  static let maximumInstructions = 1 << 20
  /// How many registers one routine may use.
  static let maximumRegisters = 1 << 14

  /// What has been written.
  private(set) var instructions: [Instruction] = []
  /// The first text for which there was no room.
  private(set) var overflow: SourceSpan?
  /// The most registers that were in use since `beginRoutine`.
  private(set) var registers = 0
  /// The text that is being lowered.
  var span: SourceSpan

  /// The last jump to each label, which holds the number of the one before it until the label's place is known.
  private var lastJumps: [UInt32] = []
  /// Stands where there is no jump before.
  private static let noJump: UInt32 = .max
  private var nextTemporary = 0
  private var nextKept = 0
  private var freePairs: [UInt16] = []

  init(at span: SourceSpan) { self.span = span }

  /// Begins a routine, with no register in use, and gives its first place.
  mutating func beginRoutine() -> Int {
    nextTemporary = 0
    nextKept = 0
    freePairs = []
    registers = 0
    lastJumps.removeAll(keepingCapacity: true)
    return instructions.count
  }

  // MARK: Instructions

  /// Writes an instruction.
  mutating func emit(_ instruction: Instruction) {
    guard instructions.count < Self.maximumInstructions else { return noteOverflow() }
    instructions.append(instruction)
  }

  /// Writes an instruction that computes into a register.
  mutating func emit(_ operation: Operation, into a: UInt16, _ b: UInt16 = 0, _ immediate: UInt64 = 0) {
    emit(Instruction(operation, a: a, b: UInt32(b), immediate: immediate))
  }

  /// A new place further on.
  mutating func label() -> Label {
    lastJumps.append(Self.noJump)
    return Label(number: lastJumps.count - 1)
  }

  /// Writes a jump to a place further on.
  mutating func jump(to label: Label) {
    emit(Instruction(.jump), to: label)
  }

  /// Writes a test that jumps where its outcome is the given one.
  mutating func jump(to label: Label, when outcome: Bool, of test: Instruction) {
    var test = test
    if outcome { test.test.insert(.jumpsWhenTrue) }
    emit(test, to: label)
  }

  private mutating func emit(_ jump: Instruction, to label: Label) {
    guard instructions.count < Self.maximumInstructions else { return noteOverflow() }
    var jump = jump
    jump.b = lastJumps[label.number]
    lastJumps[label.number] = UInt32(truncatingIfNeeded: instructions.count)
    instructions.append(jump)
  }

  /// Says that a place is here.
  mutating func place(_ label: Label) {
    let here = UInt32(truncatingIfNeeded: instructions.count)
    var jump = lastJumps[label.number]
    while jump != Self.noJump {
      let before = instructions[Int(jump)].b
      instructions[Int(jump)].b = here
      jump = before
    }
    lastJumps[label.number] = Self.noJump
  }

  // MARK: Registers

  /// Runs a piece of work and frees the temporary registers that it took.
  mutating func reset(to mark: Int) { nextTemporary = mark }

  /// The number of temporary registers in use, to go back to.
  var mark: Int { nextTemporary }

  /// A register that is free until the builder is reset to an earlier mark; the next one follows it.
  mutating func temporary() -> UInt16 {
    defer { nextTemporary += 1 }
    return use(nextTemporary)
  }

  /// Two neighbouring registers that stay until they are released; only asked for while no temporary is in use.
  mutating func keepPair() -> UInt16 {
    if let pair = freePairs.popLast() { return pair }
    let first = use(nextKept)
    _ = use(nextKept + 1)
    nextKept += 2
    nextTemporary = nextKept
    return first
  }

  /// Gives two registers back.
  mutating func release(pair: UInt16) { freePairs.append(pair) }

  private mutating func use(_ number: Int) -> UInt16 {
    guard number < Self.maximumRegisters else {
      noteOverflow()
      return 0
    }
    registers = max(registers, number + 1)
    return UInt16(truncatingIfNeeded: number)
  }

  private mutating func noteOverflow() { overflow = overflow ?? span }
}
