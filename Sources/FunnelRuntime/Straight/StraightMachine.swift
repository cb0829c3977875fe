import CScan
import FunnelIR

/// Takes a lead through straight code.
///
/// - Invariant: the nodes name only nodes and slots that there are, as the compiler makes them.
struct StraightMachine: ~Copyable {
  /// Where a lead has come to.
  struct Outcome: BitwiseCopyable {
    /// The number of the place; -1 where the general interpreter is to find it.
    var place: Int32
    var turns: Int32 = 0
    var parts: Int32 = 0
    /// How many of the parts are open, as opposed to waiting for others.
    var open: Int32 = 0
    /// How many bytes of texts were made.
    var made = 0

    static let left = Outcome(place: -1)
  }

  private let program: Held<Program>
  private let memory: StraightMemory
  private let nodes: UnsafeMutablePointer<StraightCode.Node>
  private let entry: Int
  private let bits: UnsafeMutablePointer<UInt64>
  private let groups: UnsafeMutablePointer<WordTable.Group>
  private let entries: UnsafeMutablePointer<WordTable.Entry>
  private let bytes: UnsafeMutablePointer<UInt8>
  private let spanTable: UnsafeMutablePointer<StraightCode.Span>
  private let constants: UnsafeMutablePointer<UInt8>

  init(_ code: StraightCode, _ program: Program, _ memory: StraightMemory) {
    self.program = Held(program)
    self.memory = memory
    nodes = .filled(code.nodes, StraightCode.Node(operation: .leave))
    entry = Int(code.entry)
    bits = .filled(code.bits, 0)
    groups = .filled(code.groups, WordTable.Group())
    entries = .filled(code.words.entries, WordTable.Entry())
    bytes = .filled(code.words.bytes, 0)
    spanTable = .filled(code.spans, StraightCode.Span(lowest: 0, count: 0, place: 0))
    constants = .filled(program.constants.bytes + [UInt8](repeating: 0, count: 32), 0)
  }

  deinit {
    nodes.deallocate()
    bits.deallocate()
    groups.deallocate()
    entries.deallocate()
    bytes.deallocate()
    spanTable.deallocate()
    constants.deallocate()
  }

  /// Takes the lead that memory holds to where it comes to rest.
  /// - Parameters:
  ///   - line: its line, in which its texts stand.
  ///   - made: how many bytes of texts were made of what stands there.
  func run(_ line: UnsafePointer<UInt8>, made: Int) -> Outcome {
    let words = memory.words
    let known = memory.known
    let trail = memory.trail
    var outcome = Outcome(place: 0, made: made)
    var node = nodes + entry
    while true {
      let slot = Int(node.pointee.slot)
      let holds: Bool
      switch node.pointee.operation {
      case .leave: return .left
      case .end:
        outcome.place = Int32(truncatingIfNeeded: node.pointee.immediate)
        outcome.open = outcome.parts
        return outcome
      case .rest:
        outcome.place = Int32(truncatingIfNeeded: node.pointee.immediate)
        return rest(Int(node.pointee.a), outcome)
      case .turn:
        guard outcome.turns < Int32(StraightMemory.turns) else { return .left }
        trail[Int(outcome.turns)] = UInt16(truncatingIfNeeded: node.pointee.immediate)
        outcome.turns &+= 1
        words[slot] = UInt64(truncatingIfNeeded: node.pointee.a)
        known[slot] = 1
        node = nodes + Int(node.pointee.yes)
        continue
      case .part:
        trail[Int(outcome.turns &+ outcome.parts)] = UInt16(truncatingIfNeeded: node.pointee.immediate)
        outcome.parts &+= 1
        node = nodes + Int(node.pointee.yes)
        continue
      case .domain:
        if known[slot] == StraightMemory.unasked,
          !findDomain(Int(node.pointee.a), hasAt: node.pointee.immediate != 0, slot, line, &outcome.made)
        {
          return .left
        }
        node = nodes + Int(node.pointee.yes)
        continue
      case .isKnown:
        node = next(known[slot] != node.pointee.isNegated, node)
        continue
      case .equal: holds = words[slot] == node.pointee.immediate
      case .less: holds = Int64(bitPattern: words[slot]) < Int64(bitPattern: node.pointee.immediate)
      case .lessOrEqual: holds = Int64(bitPattern: words[slot]) <= Int64(bitPattern: node.pointee.immediate)
      case .lessNumber: holds = Double(bitPattern: words[slot]) < Double(bitPattern: node.pointee.immediate)
      case .lessOrEqualNumber: holds = Double(bitPattern: words[slot]) <= Double(bitPattern: node.pointee.immediate)
      case .inBits: holds = words[slot] < 64 && node.pointee.immediate &>> words[slot] & 1 == 1
      case .hasBit: holds = words[slot] & node.pointee.immediate != 0
      case .inSpan: holds = isIn(span: Int(node.pointee.immediate), Int64(bitPattern: words[slot]))
      case .inTexts: holds = known[slot] != 0 && isIn(group: Int(node.pointee.immediate), words[slot], line)
      }
      node = next(known[slot] & ((holds ? 1 : 0) ^ node.pointee.isNegated) != 0, node)
    }
  }

  /// The node that comes next behind a test.
  @inline(__always)
  private func next(
    _ isTrue: Bool, _ node: UnsafeMutablePointer<StraightCode.Node>
  ) -> UnsafeMutablePointer<StraightCode.Node> {
    // A branch, and no choice between two values: so the processor goes on by what it expects, and need not wait.
    if cscan_branch(isTrue ? 1 : 0) != 0 { return nodes + Int(node.pointee.yes) }
    return nodes + Int(node.pointee.no)
  }

  @inline(__always)
  private func isIn(span number: Int, _ value: Int64) -> Bool {
    let span = spanTable[number]
    let place = UInt64(bitPattern: value &- span.lowest)
    guard place < UInt64(truncatingIfNeeded: span.count) else { return false }
    return bits[span.place &+ Int(truncatingIfNeeded: place >> 6)] &>> (place & 63) & 1 == 1
  }

  /// The bytes of a text: on the line, among the program's constants, or made by code.
  @inline(__always)
  private func text(_ word: UInt64, _ line: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, Int) {
    let offset = Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
    let length = Int(truncatingIfNeeded: word >> 32 & 0x3FFF_FFFF)
    switch word >> 62 {
    case 0: return (UnsafePointer(constants) + offset, length)
    case 3: return (UnsafePointer(memory.scratch) + offset, length)
    default: return (line + offset, length)
    }
  }

  @inline(__always)
  private func isIn(group: Int, _ word: UInt64, _ line: UnsafePointer<UInt8>) -> Bool {
    let (start, length) = text(word, line)
    return WordTable.find(start, length, in: groups[group], entries, bytes) >= 0
  }

  /// Works out what follows the last `@` of an address, in ASCII lower case; false where it is too long to do it here.
  private func findDomain(
    _ source: Int, hasAt: Bool, _ slot: Int, _ line: UnsafePointer<UInt8>, _ made: inout Int
  ) -> Bool {
    guard memory.known[source] != 0 else {
      memory.known[slot] = 0
      return true
    }
    let word = memory.words[source]
    let (start, length) = text(word, line)
    let at = hasAt ? Int(memory.ats[source]) : cscan_last(start, length, UInt8(ascii: "@"))
    let rest = length - at - 1
    guard at >= 0, rest > 0 else {
      memory.known[slot] = 0
      return true
    }
    memory.known[slot] = 1
    let domain = start + (at + 1)
    if cscan_has_capitals(domain, rest) != 0 {
      guard let room = memory.room(rest, behind: made) else { return false }
      for place in 0..<rest { room[place] = ASCII.lower(domain[place]) }
      memory.words[slot] = StraightMemory.reference(made: made, rest)
      made += rest
      return true
    }
    memory.words[slot] = word &+ UInt64(truncatingIfNeeded: at + 1) &- UInt64(truncatingIfNeeded: at + 1) << 32
    return true
  }

  /// Ends in a stage where activities wait, or all may be done already.
  private func rest(_ index: Int, _ outcome: Outcome) -> Outcome {
    let program = program.value
    let stage = program.stages[index]
    var outcome = outcome
    let parts = UnsafeBufferPointer(start: memory.trail + Int(outcome.turns), count: Int(outcome.parts))
    let isPart = { (activity: Int) in parts.contains { Int($0) == activity } }
    let isDone =
      stage.needed.map { $0 <= 0 } ?? parts.allSatisfy { program.activities[Int($0)].isOptional }
    if stage.next != nil, isDone { return .left }
    outcome.open = Int32(
      parts.count { part in
        !program.activities[Int(part)].after.indices.contains { isPart(program.ids[$0]) }
      })
    return outcome
  }
}
