import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Comparisons with what a value can never be.
enum OutsideDomain: FunnelRule {
  static let page = RulePage(
    .outsideDomain,
    finds: "a comparison with a constant that what is compared can never be",
    why: """
      A data point with a range, a score with bounds, an e-mail address or the month of a date can't be everything that its type \
      can. A comparison with something beyond that has the same answer for every lead, so the constant or the range is wrong.
      """,
    avoid: """
      start -> interest
      data { percent: integer in 0..100 }
      decision interest {
        when percent > 75 or percent == 750 -> converted
        otherwise -> lost "no"
      }
      """,
    prefer: """
      start -> interest
      data { percent: integer in 0..100 }
      decision interest {
        when percent > 75 or percent == 50 -> converted
        otherwise -> lost "no"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    // A branch that is never or always taken for that is told of as such.
    let told = context.decisions.flatMap { decision, analysis in
      zip(decision.branches, analysis.branches).compactMap { branch, known in
        known.isNeverTrue || known.isAlwaysTrue ? branch.condition?.span : nil
      }
    }
    let elsewhere = context.otherConditions.filter { $0.answer == .never || $0.answer == .always }.map(\.condition.span)
    return context.outsideConstants.filter { !(told + elsewhere).contains($0.comparison.span) }.map { outside in
      let value = "\"\(context.text(at: outside.value.span))\""
      let constant = outside.constant.map { "\"\(context.text(at: $0.span))\"" }
      return Diagnostic(
        .outsideDomain,
        constant.map { "\(value) can never be \($0)" } ?? "this range reaches beyond what \(value) can be",
        at: outside.constant?.span ?? outside.comparison.span, label: "the answer is the same for every lead",
        secondary: declaration(of: outside.value, context).map { [Label($0, "what it can be is said here")] } ?? [],
        help: "compare it with something that it can be, or widen what it can be where it is declared")
    }
  }

  private static func declaration(of value: TypedExpression, _ context: FunnelContext) -> SourceSpan? {
    switch value.kind {
    case .point(let id): context.funnel.points[id].span
    case .score(let id): context.funnel.scores[id].span
    case .letValue(let id): context.funnel.lets[id].span
    case .toNumber(let operand): declaration(of: operand, context)
    default: nil
    }
  }
}

extension BranchAnalysis {
  /// Whether no lead fulfils its condition.
  fileprivate var isNeverTrue: Bool { if case .neverTrue = fate { true } else { false } }
}
