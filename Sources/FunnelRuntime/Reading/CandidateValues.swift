import FunnelIR

/// The data points that some code looks at, and the constants with which it compares each: where a value comes to mean
/// something else.
struct CandidateValues {
  /// The points, in order of their slots.
  private(set) var slots: [Int] = []
  /// By slot, the bits of constants that are no texts.
  private(set) var words: [Int: Set<UInt64>] = [:]
  /// By slot, constant texts and sets.
  private(set) var texts: [Int: Set<[UInt8]>] = [:]

  private let program: LoadedProgram
  private var seenConditions: Set<Int> = []
  /// What each register can come from, in the routine at hand: points, and constants.
  private var sources: [UInt64: (slots: Set<Int>, words: Set<UInt64>)] = [:]
  private var seen: Set<Int> = []

  init(_ program: LoadedProgram) { self.program = program }

  /// Looks into a condition.
  mutating func add(condition: Int?) {
    guard let condition, seenConditions.insert(condition).inserted else { return }
    let row = program.conditions[condition]
    walk(from: row.truth)
    walk(from: row.falsity)
    slots = Set(slots).union(seen).sorted()
    seen.removeAll()
  }

  /// Goes over all that a routine can reach. A register that is used again keeps what it came from before, so a point may be
  /// given constants of another one: each is tried, and does no harm.
  private mutating func walk(from entry: Int) {
    sources.removeAll(keepingCapacity: true)
    var waiting = [entry]
    var visited: Set<Int> = []
    while let place = waiting.popLast() {
      guard visited.insert(place).inserted else { continue }
      let step = program.code[place]
      look(at: step)
      if step.operation.shape.b == .target { waiting.append(Int(step.b)) }
      if !step.operation.isEnd, step.operation != .jump { waiting.append(place + 1) }
    }
  }

  private mutating func look(at step: Instruction) {
    let shape = step.operation.shape
    let first = UInt64(step.a)
    switch step.operation {
    case .point:
      let slot = Int(truncatingIfNeeded: step.immediate)
      seen.insert(slot)
      sources[first, default: ([], [])].slots.insert(slot)
      return
    case .constant:
      sources[first, default: ([], [])].words.insert(step.immediate)
      return
    default: break
    }
    var operands: [UInt64] = []
    if shape.b == .register { operands.append(UInt64(step.b)) }
    if shape.immediate == .register { operands.append(step.immediate) }
    if shape.a == .read { operands.append(first) }
    let read = operands.compactMap { sources[$0] }
    if shape.a == .written {
      for operand in read {
        sources[first, default: ([], [])].slots.formUnion(operand.slots)
        sources[first, default: ([], [])].words.formUnion(operand.words)
      }
      return
    }
    let constants = read.reduce(into: immediates(of: step)) { $0.formUnion($1.words) }
    for slot in read.reduce(into: Set<Int>(), { $0.formUnion($1.slots) }) { add(constants, to: slot) }
  }

  private func immediates(of step: Instruction) -> Set<UInt64> {
    switch step.operation.shape.immediate {
    case .bits where step.operation == .inBits:
      return Set((0..<64).filter { step.immediate >> UInt64($0) & 1 == 1 }.map { UInt64($0) })
    case .bits, .number, .text: return [step.immediate]
    case .words, .texts:
      return Set((step.low..<(step.low + step.high)).map { UInt64(bitPattern: program.words[$0]) })
    default: return []
    }
  }

  private mutating func add(_ constants: Set<UInt64>, to slot: Int) {
    let type = program.points[slot].type
    let element = ValueType(type.base, detail: type.detail)
    for bits in constants {
      if element.isReference {
        let reference = TextReference(bits: bits)
        guard reference.arena == .constants, reference.offset + reference.length <= program.constants.count else {
          continue
        }
        let pool = UnsafeRawBufferPointer(program.constants.rows)
        texts[slot, default: []].insert(Array(pool[reference.offset..<(reference.offset + reference.length)]))
      } else if element.fits(bits, program.program) {
        words[slot, default: []].insert(bits)
      }
    }
  }
}
