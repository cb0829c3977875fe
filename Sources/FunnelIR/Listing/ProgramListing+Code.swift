/// Conditions, formulas and the code they run.
extension ProgramListing {
  mutating func writeCode() {
    if section("automata", isEmpty: program.automata.isEmpty) {
      for (index, automaton) in program.automata.enumerated() { row("\(index) of \(automaton.accepting.count) states") }
    }
    if section("conditions", isEmpty: program.conditions.isEmpty) {
      for (index, condition) in program.conditions.enumerated() {
        let reads = program.reads[condition.reads.indices].map { name($0) }
        let wakes = condition.wakes.indices.map { "w\($0)" }
        row(
          "c\(index)\(reads.isEmpty ? "" : " reads \(reads.joined(separator: ", "))")"
            + (wakes.isEmpty ? "" : " wakes at \(wakes.joined(separator: ", "))"))
      }
    }
    guard section("code", isEmpty: program.code.isEmpty) else { return }
    let entries = entries()
    for (index, step) in program.code.enumerated() {
      for entry in entries[index] ?? [] { row("\(entry):") }
      row("\(index)  \(text(step))", depth: 2)
    }
  }

  /// What begins at each place in the code.
  private func entries() -> [Int: [String]] {
    var entries: [Int: [String]] = [:]
    for (index, condition) in program.conditions.enumerated() {
      entries[condition.truth, default: []].append("c\(index) true?")
      entries[condition.falsity, default: []].append("c\(index) false?")
    }
    for formula in program.lets { entries[formula.entry, default: []].append("let \(string(formula.name))") }
    for (index, value) in program.values.enumerated() { entries[value.entry, default: []].append("v\(index)") }
    for score in program.scores { entries[score.entry, default: []].append("score \(string(score.name))") }
    for (index, wake) in program.wakes.enumerated() { entries[wake.entry, default: []].append("w\(index) when?") }
    return entries
  }

  func name(_ read: Read) -> String {
    switch read.kind {
    case .point: string(program.points[read.index].name)
    case .let: string(program.lets[read.index].name)
    case .score: string(program.scores[read.index].name)
    case .label: string(program.decisions[read.index].name)
    case .activity: activityName(read.index)
    case .source, .stage, .owner, .entered, .started, .lastEvent, .now, .today: read.kind.rawValue
    }
  }

  private func text(_ step: Instruction) -> String {
    let shape = step.operation.shape
    var operands: [String] = []
    if shape.a != .unused { operands.append("r\(step.a)") }
    if shape.b == .register { operands.append("r\(step.b)") }
    if let immediate = immediate(step, shape.immediate) { operands.append(immediate) }
    var text = step.operation.rawValue
    if step.operation.isTest, step.test.contains(.negated) { text = "not " + text }
    if !operands.isEmpty { text += " " + operands.joined(separator: ", ") }
    guard shape.b == .target else { return text }
    if step.operation == .jump { return "jump to \(step.b)" }
    return "\(step.test.contains(.jumpsWhenTrue) ? "if" : "unless") \(text) jump to \(step.b)"
  }

  private func immediate(_ step: Instruction, _ kind: Operation.Shape.Third) -> String? {
    let index = Int(truncatingIfNeeded: step.immediate)
    return switch kind {
    case .unused: nil
    case .register: "r\(step.immediate)"
    case .count: "\(step.immediate) registers"
    case .bits: "\(Int64(bitPattern: step.immediate))"
    case .number: "\(Double(bitPattern: step.immediate))"
    case .text: text(step.immediate)
    case .point: string(program.points[index].name)
    case .decision: string(program.decisions[index].name)
    case .span: name(program.spans[index])
    case .automaton: "automaton \(index)"
    case .words: "{ \(program.words[step.low..<(step.low + step.high)].map(String.init).joined(separator: ", ")) }"
    case .texts:
      "{ \(program.words[step.low..<(step.low + step.high)].map { text(UInt64(bitPattern: $0)) }.joined(separator: ", ")) }"
    case .activity: "\(activityName(step.low)) \(states(UInt8(truncatingIfNeeded: step.high)))"
    }
  }

  private func states(_ mask: UInt8) -> String {
    var words = ActivityState.allCases.filter { $0.mask & mask != 0 }.map(\.word)
    if mask & ActivityState.overdueMask != 0 { words.append("overdue") }
    return words.joined(separator: " or ")
  }
}
