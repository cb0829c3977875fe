import FunnelIR

/// Runs register code on the state of one journey.
///
/// Registers and scratch memory are kept from run to run, so that nothing is allocated in the steady state; no result depends
/// on what ran before.
struct Machine: ~Copyable {
  let program: LoadedProgram
  /// What registers hold, and which of them are known.
  let words: UnsafeMutablePointer<UInt64>
  let known: UnsafeMutablePointer<Bool>
  /// Texts and sets made by the running routine.
  var scratch: Scratch
  /// The bytes of the journey at hand; only within a run.
  var heap = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Whether an overflow or a division by zero gave missing since this was last cleared.
  var hasOverflowed = false

  init(_ program: LoadedProgram) {
    self.program = program
    words = .allocate(capacity: program.registers + 1)
    words.initialize(repeating: 0, count: program.registers + 1)
    known = .allocate(capacity: program.registers + 1)
    known.initialize(repeating: false, count: program.registers + 1)
    scratch = Scratch()
  }

  deinit {
    words.deallocate()
    known.deallocate()
  }

  /// Whether a condition is known to be true.
  mutating func isTrue(_ condition: Int, _ journey: borrowing Journey, now: Int64) -> Bool {
    withUnsafePointer(to: journey) { isTrue(condition, $0, now: now) }
  }

  /// Whether a condition is known to be true; the journey stays where it is.
  mutating func isTrue(_ condition: Int, _ journey: UnsafePointer<some JourneyState>, now: Int64) -> Bool {
    let entry = program.conditions[condition].truth
    let registers = program.conditions[condition].registers
    return run(entry, registers: registers, journey, now: now).operation == .holds
  }

  /// Whether a condition is known to be false.
  mutating func isFalse(_ condition: Int, _ journey: borrowing Journey, now: Int64) -> Bool {
    let condition = program.conditions[condition]
    return run(condition.falsity, registers: condition.registers, journey, now: now).operation == .holds
  }

  /// Runs a routine and gives the instruction at which it ended, whose registers hold the result until the next run.
  mutating func run(_ entry: Int, registers: Int, _ journey: borrowing Journey, now: Int64) -> Instruction {
    withUnsafePointer(to: journey) { run(entry, registers: registers, $0, now: now) }
  }

  /// Runs a routine on a journey that stays where it is: it is large, and a routine reads little of it.
  mutating func run(
    _ entry: Int, registers: Int, _ journey: UnsafePointer<some JourneyState>, now: Int64
  ) -> Instruction {
    (known as UnsafeMutablePointer<Bool>).update(repeating: false, count: registers)
    scratch.removeAll()
    return journey.pointee.withTexts { bytes in
      heap = bytes
      defer { heap = UnsafeRawBufferPointer(start: nil, count: 0) }
      return execute(from: entry, journey, now: now)
    }
  }

  /// The bytes that a reference means; none where it points outside its arena.
  func bytes(_ bits: UInt64) -> UnsafeRawBufferPointer {
    let reference = TextReference(bits: bits)
    let arena: UnsafeRawBufferPointer =
      switch reference.arena {
      case .constants: UnsafeRawBufferPointer(program.constants.rows)
      case .journey: heap
      case .scratch: scratch.bytes
      case .event: UnsafeRawBufferPointer(start: nil, count: 0)
      }
    let end = reference.offset + reference.length
    return end <= arena.count
      ? UnsafeRawBufferPointer(rebasing: arena[reference.offset..<end]) : .init(start: nil, count: 0)
  }
}

/// Memory for what a routine makes, all forgotten when the next one starts.
struct Scratch: ~Copyable {
  /// The most that one routine may make; what does not fit is missing.
  static let limit = 1 << 28

  private var memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init() { memory = .allocate(byteCount: 256, alignment: 8) }

  deinit { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  mutating func removeAll() { count = 0 }

  /// Takes so many bytes; nil where there would be too many.
  /// - Postcondition: earlier pointers into `bytes` are void.
  mutating func take(_ length: Int) -> (place: UnsafeMutableRawBufferPointer, reference: TextReference)? {
    guard length <= Scratch.limit - count else { return nil }
    if length > memory.count - count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(memory.count * 2, count + length), alignment: 8)
      larger.copyMemory(from: bytes)
      memory.deallocate()
      memory = larger
    }
    let start = count
    count += length
    let reference = TextReference(
      .scratch, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: length))
    return (UnsafeMutableRawBufferPointer(rebasing: memory[start..<count]), reference)
  }

  /// Gives back the last bytes taken.
  mutating func giveBack(_ length: Int) { count -= length }
}
