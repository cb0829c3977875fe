import FunnelIR
import FunnelSemantics

/// Conditions as jumps.
extension RoutineLowering {
  /// Jumps where the answer to the question is the given one; goes on behind where it is not.
  mutating func branch(
    _ condition: TypedExpression, _ question: Question, when answer: Bool, to label: CodeBuilder.Label
  ) {
    let mark = code.mark
    defer { code.reset(to: mark) }
    switch condition.kind {
    case .not(let operand):
      branch(operand, question.opposite, when: answer, to: label)
    case .all(let operands):
      combine(operands, allMust: question == .isTrue, when: answer, to: label) {
        $0.branch($1, question, when: $2, to: $3)
      }
    case .any(let operands):
      combine(operands, allMust: question == .isFalse, when: answer, to: label) {
        $0.branch($1, question, when: $2, to: $3)
      }
    case .literal(.boolean(let value)):
      if (value == (question == .isTrue)) == answer { code.jump(to: label) }
    case .isOneOf(let value, let elements) where !elements.allSatisfy(\.isLiteral):
      let probes = probes(of: value, among: elements)
      combine(probes, allMust: question == .isFalse, when: answer, to: label) {
        $0.branch($1, question, when: $2, to: $3)
      }
    case .letValue(let id) where kept[.letValue(id)] == nil:
      branch(funnel.lets[id], question, when: answer, to: label)
    case .coalesce(let first, let second):
      branch(first, else: second, question, when: answer, to: label)
    default:
      branch(probe(of: condition), question, when: answer, to: label)
    }
  }

  /// Jumps by tests on registers.
  mutating func branch(_ probe: Probe, _ question: Question, when answer: Bool, to label: CodeBuilder.Label) {
    switch probe.tests(question) {
    case .all(let tests):
      combine(tests, allMust: true, when: answer, to: label) { $0.code.jump(to: $3, when: $2, of: $1) }
    case .any(let tests):
      combine(tests, allMust: false, when: answer, to: label) { $0.code.jump(to: $3, when: $2, of: $1) }
    }
  }

  /// Jumps by several parts, of which all must hold or one must, and looks at no more of them than it takes.
  private mutating func combine<Part>(
    _ parts: [Part], allMust: Bool, when answer: Bool, to label: CodeBuilder.Label,
    by jump: (inout RoutineLowering, Part, Bool, CodeBuilder.Label) -> Void
  ) {
    guard let last = parts.last else {
      if allMust == answer { code.jump(to: label) }
      return
    }
    if allMust != answer {
      for part in parts { jump(&self, part, answer, label) }
    } else {
      let behind = code.label()
      for part in parts.dropLast() { jump(&self, part, !answer, behind) }
      jump(&self, last, answer, label)
      code.place(behind)
    }
  }

  /// Jumps by a let that is read here only: its first case that holds is asked, and without one it is unknown.
  private mutating func branch(
    _ item: ResolvedLet, _ question: Question, when answer: Bool, to label: CodeBuilder.Label
  ) {
    let end = code.label()
    for choice in item.cases {
      let next = code.label()
      if let condition = choice.condition { branch(condition, .isTrue, when: false, to: next) }
      branch(choice.value, question, when: answer, to: label)
      guard choice.condition != nil else { return code.place(end) }
      code.jump(to: end)
      code.place(next)
    }
    if !answer { code.jump(to: label) }
    code.place(end)
  }

  /// Jumps by `first ?? second`.
  private mutating func branch(
    _ first: TypedExpression, else second: TypedExpression, _ question: Question, when answer: Bool,
    to label: CodeBuilder.Label
  ) {
    let value = register(of: first)
    let unknown = code.label()
    let end = code.label()
    code.jump(to: unknown, when: false, of: Instruction(.isKnown, a: value))
    branch(.boolean(value), question, when: answer, to: label)
    code.jump(to: end)
    code.place(unknown)
    branch(second, question, when: answer, to: label)
    code.place(end)
  }

  /// Computes a condition as a value: true, false, or missing where it is unknown.
  mutating func settle(_ probe: Probe, into result: UInt16) {
    let end = code.label()
    code.emit(.constant, into: result, 0, 1)
    branch(probe, .isTrue, when: true, to: end)
    code.emit(.constant, into: result, 0, 0)
    branch(probe, .isFalse, when: true, to: end)
    code.emit(.missing, into: result)
    code.place(end)
  }

  /// Computes `and` or `or` as a value, each operand once: one that decides ends it, an unknown one leaves it open.
  mutating func combine(_ operands: [TypedExpression], decidedBy decisive: Bool, into result: UInt16) {
    let decided = code.label()
    let end = code.label()
    code.emit(.constant, into: result, 0, decisive ? 0 : 1)
    for operand in operands {
      let mark = code.mark
      let next = code.label()
      let probe = probe(of: operand)
      branch(probe, decisive ? .isTrue : .isFalse, when: true, to: decided)
      branch(probe, decisive ? .isFalse : .isTrue, when: true, to: next)
      code.emit(.missing, into: result)
      code.place(next)
      code.reset(to: mark)
    }
    code.jump(to: end)
    code.place(decided)
    code.emit(.constant, into: result, 0, decisive ? 1 : 0)
    code.place(end)
  }
}

extension Probe {
  /// Asks a boolean in a register.
  static func boolean(_ register: UInt16) -> Probe { .test(Instruction(.equalConstant, a: register, immediate: 1)) }
}

extension TypedExpression {
  /// Whether it is a constant.
  var isLiteral: Bool { literal != nil }
}
