import FunnelDiagnostics
import FunnelIR
import FunnelSemantics

/// Lowers expressions to register code: conditions to jumps, values to registers.
///
/// A condition is asked whether it is known to be true or whether it is known to be false; `not` swaps the questions, so
/// no code ever holds a third truth value except where a condition is used as a value.
struct RoutineLowering {
  /// Whose entry `entered` means.
  enum Scope: Hashable {
    case stage, journey
  }

  let funnel: ResolvedFunnel
  let graph: FormulaGraph
  var constants = ConstantTables()
  var code: CodeBuilder
  /// Patterns for which no automaton could be built.
  var refused: [(span: SourceSpan, reason: InvalidPattern)] = []
  /// Whose entry `entered` means in the routine that is being lowered.
  var scope = Scope.journey
  /// The formulas that stand in registers: a let's value, or a score's bounds in two neighbouring ones.
  var kept: [Formula: UInt16] = [:]

  init(_ funnel: ResolvedFunnel) {
    self.funnel = funnel
    graph = FormulaGraph(funnel)
    code = CodeBuilder(at: funnel.span)
  }

  /// Where a routine begins, and how many registers it uses.
  struct Routine {
    let entry: Int
    let registers: Int
  }

  /// A routine that holds where a condition is known to be true, or false.
  mutating func routine(asking condition: TypedExpression, _ question: Question, in scope: Scope) -> Routine {
    code.span = condition.span
    return routine([condition], in: scope) { lowering in
      let failure = lowering.code.label()
      lowering.branch(condition, question, when: false, to: failure)
      lowering.code.emit(Instruction(.holds))
      lowering.code.place(failure)
      lowering.code.emit(Instruction(.fails))
    }
  }

  /// A routine that computes a value.
  mutating func routine(computing value: TypedExpression, in scope: Scope) -> Routine {
    code.span = value.span
    return routine([value], in: scope) { lowering in
      let result = lowering.code.temporary()
      lowering.compute(value, into: result)
      lowering.code.emit(.value, into: result)
    }
  }

  /// A routine that computes a let.
  mutating func routine(computing id: ID<ResolvedLet>, in scope: Scope) -> Routine {
    let item = funnel.lets[id]
    code.span = item.span
    return routine(graph.nodes[graph.index(of: .letValue(id))].roots, in: scope) { lowering in
      let result = lowering.code.temporary()
      lowering.compute(item, into: result)
      lowering.code.emit(.value, into: result)
    }
  }

  /// A routine that computes a score: its bounds and the number shown.
  mutating func routine(computing id: ID<ResolvedScore>) -> Routine {
    let score = funnel.scores[id]
    code.span = score.span
    return routine(score.rules.map(\.condition), in: .journey) { lowering in
      let low = lowering.code.temporary()
      let high = lowering.code.temporary()
      let shown = lowering.code.temporary()
      lowering.compute(score, low: low, high: high, shown: shown)
      lowering.code.emit(.interval, into: low, shown, UInt64(high))
    }
  }

  mutating func routine(
    _ roots: [TypedExpression], in scope: Scope, body: (inout RoutineLowering) -> Void
  ) -> Routine {
    // Once there is too much code, there will be no program, so nothing more is worth the time.
    guard code.overflow == nil else { return Routine(entry: 0, registers: 0) }
    self.scope = scope
    let entry = code.beginRoutine()
    keep(FormulaPlan(roots, in: graph))
    body(&self)
    kept = [:]
    return Routine(entry: entry, registers: code.registers)
  }

  /// Computes formulas into registers, and gives registers back as soon as nothing reads them any more.
  private mutating func keep(_ plan: FormulaPlan) {
    var endings: [Int: [UInt16]] = [:]
    for (index, step) in plan.steps.enumerated() {
      let pair = code.keepPair()
      let mark = code.mark
      switch step.formula {
      case .letValue(let id): compute(funnel.lets[id], into: pair)
      case .score(let id): compute(funnel.scores[id], low: pair, high: pair + 1, shown: nil)
      }
      code.reset(to: mark)
      kept[step.formula] = pair
      if let last = step.lastReader { endings[last, default: []].append(pair) }
      for pair in endings[index] ?? [] { code.release(pair: pair) }
    }
  }

  // MARK: Formulas

  /// Computes a let: the value of the first case that holds.
  mutating func compute(_ item: ResolvedLet, into result: UInt16) {
    let end = code.label()
    for choice in item.cases {
      let next = code.label()
      if let condition = choice.condition { branch(condition, .isTrue, when: false, to: next) }
      compute(choice.value, into: result)
      guard choice.condition != nil else { return code.place(end) }
      code.jump(to: end)
      code.place(next)
    }
    code.emit(.missing, into: result)
    code.place(end)
  }

  /// Sums a score: a rule that is neither known to be true nor known to be false moves only one of the bounds.
  mutating func compute(_ score: ResolvedScore, low: UInt16, high: UInt16, shown: UInt16?) {
    let all = [low, high] + (shown.map { [$0] } ?? [])
    for register in all { code.emit(.constant, into: register) }
    for rule in score.rules where rule.points != 0 {
      let mark = code.mark
      let points = UInt64(bitPattern: rule.points)
      let probe = probe(of: rule.condition)
      let unproved = code.label()
      let end = code.label()
      branch(probe, .isTrue, when: false, to: unproved)
      for register in all { code.emit(.addConstant, into: register, register, points) }
      code.jump(to: end)
      code.place(unproved)
      branch(probe, .isFalse, when: true, to: end)
      let bound = rule.points < 0 ? low : high
      code.emit(.addConstant, into: bound, bound, points)
      code.place(end)
      code.reset(to: mark)
    }
    for register in all {
      if let lowest = score.lowest { code.emit(.clampBelow, into: register, register, UInt64(bitPattern: lowest)) }
      if let highest = score.highest { code.emit(.clampAbove, into: register, register, UInt64(bitPattern: highest)) }
    }
  }
}
