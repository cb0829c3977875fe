import FunnelIR

/// Makes a program's code straight: registers become what they stand for, so that each test asks a data point itself.
///
/// The code of a condition jumps further on only, so it is followed from its entry with what is known of each register on the
/// way; where two ways meet with the same knowledge, they share the nodes behind. What has no straight form becomes a node that
/// leaves the lead to the general interpreter.
struct StraightCompiler {
  /// What a register stands for.
  private enum Value: Hashable {
    case slot(Int)
    case constant(UInt64)
    case missing
  }

  private struct Place: Hashable {
    let position: Int
    let registers: [Value?]
  }

  /// The most nodes that a program may have, and of one condition the instructions, and the places with what is known there;
  /// what is larger is left to the interpreter.
  private static let limit = 100_000
  private static let routineLimit = 300
  private static let placeLimit = 2_000

  private let program: Program
  private(set) var code = StraightCode()
  /// The first slot of the decisions' labels.
  private let labels: Int
  /// The first number of each decision's turns.
  private let turns: [Int]
  private var decisions: [Int: Int32] = [:]
  private var stages: [Int: Int32] = [:]
  private var domains: [Int: Int] = [:]
  private var spans: [UInt64: Int] = [:]
  private var groups: [UInt64: Int] = [:]
  private var known: [Place: Int32] = [:]
  private var waiting: [Target] = []
  private var hasRoom = true

  /// Compiles a program; nil where its journeys don't come to rest by what a registration brings alone.
  init?(_ program: Program, turns: [Int]) {
    self.program = program
    self.turns = turns
    labels = program.points.count
    guard program.timers.isEmpty, program.watches.isEmpty, program.answers.isEmpty, program.actions.isEmpty,
      program.enrichments.isEmpty, program.observed.isEmpty
    else { return nil }
    for point in program.points {
      code.firstWords.append(point.fallback ?? 0)
      code.firstKnown.append(point.fallback == nil ? 0 : 1)
    }
    code.firstWords += Array(repeating: 0, count: program.decisions.count)
    code.firstKnown += Array(repeating: 0, count: program.decisions.count)
    var next = place(program.start)
    for hold in program.intake.holds.reversed() { next = condition(hold.condition, yes: 0, no: next) }
    for (index, step) in program.intake.steps.enumerated().reversed() {
      let declined = add(.init(operation: .end, immediate: UInt64(program.stages.count + program.ends.count + index)))
      next = condition(step.condition, yes: declined, no: next)
    }
    code.entry = next
    while let target = waiting.popLast() { compile(target) }
    placeBits()
    code = StraightThreads.threaded(code)
    let turnCount = (turns.last ?? 0) + (program.decisions.last.map { program.choices[$0.labels].members.count } ?? 0)
    guard hasRoom, code.firstWords.count <= Int(UInt16.max), turnCount <= Int(UInt16.max),
      program.activities.count <= Int(UInt16.max)
    else { return nil }
  }

  private mutating func add(_ node: StraightCode.Node) -> Int32 {
    guard code.nodes.count < StraightCompiler.limit else {
      hasRoom = false
      return 0
    }
    code.nodes.append(node)
    return Int32(code.nodes.count - 1)
  }

  // MARK: Places

  /// The node of a place, whose own nodes are made later.
  private mutating func place(_ target: Target) -> Int32 {
    switch target.kind {
    case .end: return add(.init(operation: .end, immediate: UInt64(program.stages.count + target.index)))
    case .decision:
      if let known = decisions[target.index] { return known }
      // Stands for the decision until its branches are there.
      let node = add(.init(operation: .leave))
      decisions[target.index] = node
      waiting.append(target)
      return node
    case .stage:
      if let known = stages[target.index] { return known }
      let node = add(.init(operation: .leave))
      stages[target.index] = node
      waiting.append(target)
      return node
    }
  }

  private mutating func compile(_ target: Target) {
    if target.kind == .decision, let node = decisions[target.index] {
      redirect(node, to: decide(target.index))
    } else if let node = stages[target.index] {
      redirect(node, to: enter(target.index))
    }
  }

  /// Makes a node that stood for a place that place's first node.
  private mutating func redirect(_ node: Int32, to first: Int32) { code.nodes[Int(node)] = code.nodes[Int(first)] }

  private mutating func decide(_ index: Int) -> Int32 {
    let decision = program.decisions[index]
    guard !decision.isSplit else { return 0 }
    // Where no branch is known to be true the journey is blocked.
    var next: Int32 = 0
    for branch in program.branches[decision.branches.indices].reversed() {
      let turn = add(
        .init(
          operation: .turn, slot: UInt16(truncatingIfNeeded: labels + index), yes: place(branch.target),
          a: Int32(branch.label), immediate: UInt64(turns[index] + branch.label)))
      next = branch.condition.map { condition($0, yes: turn, no: next) } ?? turn
    }
    return next
  }

  private mutating func enter(_ index: Int) -> Int32 {
    let stage = program.stages[index]
    guard stage.visits == nil, stage.activities.count <= StraightMemory.parts else { return 0 }
    // Where all is settled with the stage's conditions alone, it ends at once.
    let isSettled =
      stage.next == nil || stage.activities.indices.contains { isRequired(program.activities[$0], of: stage) }
    let waits = stage.activities.indices.contains { !program.activities[$0].after.indices.isEmpty }
    var next = add(
      .init(operation: isSettled && !waits ? .end : .rest, a: Int32(index), immediate: UInt64(index)))
    for activity in stage.activities.indices.reversed() {
      let part = add(.init(operation: .part, yes: next, immediate: UInt64(activity)))
      next = program.activities[activity].condition.map { condition($0, yes: part, no: next) } ?? part
    }
    return stage.requirement.map { condition($0, yes: next, no: 0) } ?? next
  }

  /// Whether an activity keeps the journey in its stage in any case.
  private func isRequired(_ activity: Activity, of stage: Stage) -> Bool {
    if let needed = stage.needed { return needed > 0 }
    return activity.condition == nil && !activity.isOptional
  }

  // MARK: Conditions

  /// The first node of a condition.
  private mutating func condition(_ index: Int, yes: Int32, no: Int32) -> Int32 {
    known.removeAll(keepingCapacity: true)
    let condition = program.conditions[index]
    return follow(
      condition.truth, Array(repeating: nil, count: condition.registers), yes: yes, no: no, from: condition.truth)
  }

  private mutating func follow(
    _ position: Int, _ registers: [Value?], yes: Int32, no: Int32, from entry: Int
  ) -> Int32 {
    let place = Place(position: position, registers: registers)
    if let node = known[place] { return node }
    let hasRoom = position - entry < StraightCompiler.routineLimit && known.count < StraightCompiler.placeLimit
    let node = hasRoom ? step(place, yes: yes, no: no, from: entry) : 0
    known[place] = node
    return node
  }

  private mutating func step(_ place: Place, yes: Int32, no: Int32, from entry: Int) -> Int32 {
    let step = program.code[place.position]
    let a = Int(step.a)
    func going(_ value: Value?) -> [Value?] {
      var registers = place.registers
      registers[a] = value
      return registers
    }
    switch step.operation {
    case .holds: return yes
    case .fails: return no
    case .jump: return follow(Int(step.b), place.registers, yes: yes, no: no, from: entry)
    case .constant, .missing, .copy, .point, .label:
      guard let value = value(step, place.registers) else { return 0 }
      return follow(place.position + 1, going(value), yes: yes, no: no, from: entry)
    case .domainOf:
      guard case .slot(let source)? = place.registers[Int(step.b)] else { return 0 }
      let slot = domain(of: source)
      let next = follow(place.position + 1, going(.slot(slot)), yes: yes, no: no, from: entry)
      return add(
        .init(
          operation: .domain, slot: UInt16(truncatingIfNeeded: slot), yes: next, a: Int32(source),
          immediate: hasAt(source) ? 1 : 0))
    default:
      guard step.operation.isTest, let value = place.registers[a] else { return 0 }
      return test(step, value, place, yes: yes, no: no, from: entry)
    }
  }

  private func value(_ step: Instruction, _ registers: [Value?]) -> Value? {
    switch step.operation {
    case .constant: .constant(step.immediate)
    case .missing: .missing
    case .copy: registers[Int(step.b)]
    case .point: .slot(Int(step.immediate))
    case .label: .slot(labels + Int(step.immediate))
    default: nil
    }
  }

  private mutating func domain(of source: Int) -> Int {
    if let slot = domains[source] { return slot }
    domains[source] = code.firstWords.count
    code.firstWords.append(0)
    code.firstKnown.append(StraightMemory.unasked)
    return code.firstWords.count - 1
  }

  /// Whether a slot holds what the reader has found to be an address.
  private func hasAt(_ slot: Int) -> Bool {
    slot < program.points.count && program.points[slot].type == ValueType(.email)
      && program.points[slot].fallback == nil
  }

  private mutating func test(
    _ step: Instruction, _ value: Value, _ place: Place, yes: Int32, no: Int32, from entry: Int
  ) -> Int32 {
    let jumps = step.test.contains(.jumpsWhenTrue)
    let next = { (outcome: Bool) in outcome == jumps ? Int(step.b) : place.position + 1 }
    switch value {
    case .missing:
      let outcome = step.operation == .isKnown && step.test.contains(.negated)
      return follow(next(outcome), place.registers, yes: yes, no: no, from: entry)
    case .constant:
      guard step.operation == .isKnown else { return 0 }
      return follow(next(!step.test.contains(.negated)), place.registers, yes: yes, no: no, from: entry)
    case .slot(let slot):
      guard var node = node(step, slot, place.registers) else { return 0 }
      node.isNegated = step.test.contains(.negated) ? 1 : 0
      node.slot = UInt16(truncatingIfNeeded: slot)
      node.yes = follow(next(true), place.registers, yes: yes, no: no, from: entry)
      node.no = follow(next(false), place.registers, yes: yes, no: no, from: entry)
      return add(node)
    }
  }

  /// The node of a test of a slot, without its ways on; nil where there is none.
  private mutating func node(_ step: Instruction, _ slot: Int, _ registers: [Value?]) -> StraightCode.Node? {
    let constant = step.immediate
    switch step.operation {
    case .isKnown: return .init(operation: .isKnown)
    case .equalConstant: return .init(operation: .equal, immediate: constant)
    case .lessConstant: return .init(operation: .less, immediate: constant)
    case .lessOrEqualConstant: return .init(operation: .lessOrEqual, immediate: constant)
    case .lessNumberConstant: return .init(operation: .lessNumber, immediate: constant)
    case .lessOrEqualNumberConstant: return .init(operation: .lessOrEqualNumber, immediate: constant)
    case .inBits: return .init(operation: .inBits, immediate: constant)
    case .inWords: return words(step)
    case .inTexts: return .init(operation: .inTexts, immediate: UInt64(group(step)))
    case .equalTextConstant:
      return .init(operation: .inTexts, immediate: UInt64(group([text(step.immediate)])))
    case .hasText:
      guard slot < program.points.count, program.points[slot].type == ValueType(.text, isSet: true),
        program.points[slot].fallback == nil,
        case .constant(let bits)? = registers[Int(truncatingIfNeeded: step.immediate)]
      else { return nil }
      return .init(operation: .hasBit, a: Int32(ask(slot, for: text(bits))))
    default: return nil
    }
  }

  // MARK: Lists

  private mutating func words(_ step: Instruction) -> StraightCode.Node? {
    let list = program.words[step.low..<(step.low + step.high)]
    guard let lowest = list.first, let highest = list.last else { return nil }
    let (width, overflow) = highest.subtractingReportingOverflow(lowest)
    guard !overflow, width < 1 << 16 else { return nil }
    let number = spans[step.immediate, default: code.spans.count]
    if number == code.spans.count {
      spans[step.immediate] = number
      code.spans.append(.init(lowest: lowest, count: Int(width) + 1, place: code.bits.count))
      var bits = [UInt64](repeating: 0, count: Int(width) / 64 + 1)
      for word in list { bits[Int(word - lowest) / 64] |= 1 << UInt64((word - lowest) % 64) }
      code.bits += bits
    }
    return .init(operation: .inSpan, immediate: UInt64(number))
  }

  /// The number of a text among those that a set is asked for.
  private mutating func ask(_ slot: Int, for text: [UInt8]) -> Int {
    if let known = code.asked[slot]?.texts.firstIndex(of: text) { return known }
    code.asked[slot, default: StraightCode.Asked()].texts.append(text)
    return (code.asked[slot]?.texts.count ?? 1) - 1
  }

  /// Gives the bits of what sets are asked for their places.
  private mutating func placeBits() {
    for slot in code.asked.keys.sorted() {
      code.asked[slot]?.slot = code.firstWords.count
      let count = code.asked[slot]?.wordCount ?? 0
      code.firstWords += Array(repeating: 0, count: count)
      code.firstKnown += Array(repeating: 0, count: count)
    }
    for index in code.nodes.indices where code.nodes[index].operation == .hasBit {
      let number = Int(code.nodes[index].a)
      let first = code.asked[Int(code.nodes[index].slot)]?.slot ?? 0
      code.nodes[index].slot = UInt16(truncatingIfNeeded: first + number / 64)
      code.nodes[index].immediate = 1 << UInt64(number % 64)
    }
  }

  private mutating func group(_ step: Instruction) -> Int {
    if let number = groups[step.immediate] { return number }
    let texts = program.words[step.low..<(step.low + step.high)].map { text(UInt64(bitPattern: $0)) }
    groups[step.immediate] = code.groups.count
    return group(texts)
  }

  private mutating func group(_ texts: [[UInt8]]) -> Int {
    code.groups.append(code.words.add(texts.map { ($0, 0) }))
    return code.groups.count - 1
  }

  private func text(_ bits: UInt64) -> [UInt8] {
    let reference = TextReference(bits: bits)
    return Array(program.constants.bytes[reference.offset..<(reference.offset + reference.length)])
  }
}
