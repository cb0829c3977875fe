import FunnelIR
import FunnelSemantics

/// The words of conditions, and their parts as conditions of their own: what `funnelc why` shows.
///
/// They come last, behind all that runs, and where they would make the program much longer they are left out.
extension ProgramLowering {
  /// How many branches a decision may have for the parts of its conditions to be told.
  private static let mostBranches = 200
  /// How many parts of one condition are told.
  private static let mostParts = 24

  /// Lowers the words of the conditions of intake and decisions.
  mutating func lowerConditionTexts() {
    let sizes = self.sizes
    let words = ExpressionText(funnel)
    var teller = ConditionTeller(
      words: words, codeLimit: min(routines.code.instructions.count * 2 + 10_000, CodeBuilder.maximumInstructions / 2))
    let required = funnel.intake.required.count
    for (decline, step) in zip(funnel.intake.declines, program.intake.steps.dropFirst(required)) {
      tell(step.condition, decline.condition, hasParts: true, &teller)
    }
    for (hold, step) in zip(funnel.intake.holds, program.intake.holds) {
      tell(step.condition, hold.condition, hasParts: true, &teller)
    }
    for (decision, row) in zip(funnel.decisions, program.decisions) {
      for (branch, index) in zip(decision.branches, row.branches.indices) {
        guard let condition = branch.condition, let whole = program.branches[index].condition else { continue }
        tell(whole, condition, hasParts: decision.branches.count <= Self.mostBranches, &teller)
      }
    }
    guard !teller.texts.isEmpty else { return }
    program.conditionTexts = teller.texts
    program.sizesWithoutTexts = sizes
  }

  /// How long the tables are by now.
  private var sizes: TableSizes {
    TableSizes(
      strings: routines.constants.strings.count, constants: routines.constants.constants.bytes.count,
      words: routines.constants.words.count, ids: routines.constants.ids.count, spans: routines.constants.spans.count,
      automata: routines.constants.automata.count, code: routines.code.instructions.count,
      conditions: program.conditions.count, reads: program.reads.count)
  }

  private mutating func tell(
    _ whole: Int, _ condition: TypedExpression, hasParts: Bool, _ teller: inout ConditionTeller
  ) {
    teller.texts.append(
      ConditionText(whole: whole, depth: 0, text: string(teller.words.text(of: condition)), part: whole))
    guard hasParts else { return }
    var told = 0
    let parts = condition.parts
    for part in parts {
      // What is the whole condition itself has been said.
      if parts.count > 1 { tell(part, of: whole, depth: 1, &told, &teller) }
      for inner in formulaParts(of: part) { tell(inner, of: whole, depth: 2, &told, &teller) }
    }
  }

  private mutating func tell(
    _ part: TypedExpression, of whole: Int, depth: Int, _ told: inout Int, _ teller: inout ConditionTeller
  ) {
    guard told < Self.mostParts else { return }
    let text = teller.words.text(of: part)
    if teller.known[text] == nil {
      guard routines.code.instructions.count < teller.codeLimit else { return }
      teller.known[text] = condition(part, in: .journey)
    }
    guard let number = teller.known[text] else { return }
    told += 1
    teller.texts.append(ConditionText(whole: whole, depth: depth, text: string(text), part: number))
  }

  /// The parts of a formula that is a condition by one rule and reads no other formula.
  private func formulaParts(of part: TypedExpression) -> [TypedExpression] {
    guard case .letValue(let id) = part.withoutNot.kind, funnel.lets[id].cases.count == 1,
      let only = funnel.lets[id].cases.first, only.condition == nil, !only.value.readsFormulas
    else { return [] }
    return only.value.parts
  }
}

/// What was told so far.
private struct ConditionTeller {
  let words: ExpressionText
  /// From how many instructions on no more parts are lowered.
  let codeLimit: Int
  var texts: [ConditionText] = []
  /// The conditions that parts became, by their words.
  var known: [String: Int] = [:]
}

extension TypedExpression {
  /// The conditions that `and`, `or` and `not` bring together, in text order; itself where it is none of these.
  fileprivate var parts: [TypedExpression] {
    switch kind {
    case .all(let operands), .any(let operands): operands.flatMap(\.parts)
    case .not(let operand):
      switch operand.kind {
      case .all, .any, .not: operand.parts
      default: [self]
      }
    default: [self]
    }
  }

  fileprivate var withoutNot: TypedExpression { if case .not(let operand) = kind { operand.withoutNot } else { self } }

  /// Whether a formula is read anywhere in it.
  fileprivate var readsFormulas: Bool {
    if case .letValue = kind { return true }
    return operands.contains(where: \.readsFormulas)
  }
}
