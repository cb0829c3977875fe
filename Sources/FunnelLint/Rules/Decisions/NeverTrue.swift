import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Branches with a condition that is never true.
enum NeverTrue: FunnelRule {
  static let page = RulePage(
    .neverTrue,
    finds: "a condition that no lead can ever fulfil",
    why: """
      A condition that contradicts itself, or asks for a value that its data point can't have, is never true; the branch is dead, \
      or what else depends on it. Often \"and\" stands where \"or\" is meant.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people < 10 and people > 100 -> converted
        otherwise -> lost "no"
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people < 10 or people > 100 -> converted
        otherwise -> lost "no"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    inDecisions(context) + elsewhere(context)
  }

  private static func elsewhere(_ context: FunnelContext) -> [Diagnostic] {
    // A stage of which no activity takes place is told of as such.
    let told = SkippedStage.skipped(in: context).flatMap(\.conditions).map(\.span)
    return context.otherConditions.filter { $0.answer == .never && !told.contains($0.condition.span) }.map { other in
      Diagnostic(
        .neverTrue, "this condition of \(other.clause) is never true", at: other.condition.span,
        label: "no lead fulfils it", help: "change the condition, or leave out what depends on it")
    }
  }

  private static func inDecisions(_ context: FunnelContext) -> [Diagnostic] {
    context.decisions.flatMap { decision, analysis in
      zip(decision.branches, analysis.branches).compactMap { branch, known -> Diagnostic? in
        guard case .neverTrue = known.fate else { return nil }
        return Diagnostic(
          .neverTrue, "this condition of the decision \"\(decision.name)\" is never true",
          at: branch.condition?.span ?? branch.span, label: "no lead fulfils it",
          help: "change the condition, or leave the branch out")
      }
    }
  }
}
