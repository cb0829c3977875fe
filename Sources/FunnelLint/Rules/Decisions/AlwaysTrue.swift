import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Branches with a condition that is always true.
enum AlwaysTrue: FunnelRule {
  static let page = RulePage(
    .alwaysTrue,
    finds: "a condition that every lead fulfils",
    why: """
      Such a condition decides nothing: every lead that comes so far takes the branch, and nothing behind it is reached. Say \
      \"otherwise\" if that is meant.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted as large
        when people is missing or people >= 0 -> converted as any
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people is missing or people >= 1 -> converted
        otherwise -> lost "nobody"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    inDecisions(context) + elsewhere(context)
  }

  private static func elsewhere(_ context: FunnelContext) -> [Diagnostic] {
    context.otherConditions.filter { $0.answer == .always }.map { other in
      Diagnostic(
        .alwaysTrue, "this condition of \(other.clause) is always true", at: other.condition.span,
        label: "every lead fulfils it", help: "leave it out, change it, or write \"true\" if that is meant")
    }
  }

  private static func inDecisions(_ context: FunnelContext) -> [Diagnostic] {
    context.decisions.flatMap { decision, analysis in
      zip(decision.branches, analysis.branches).compactMap { branch, known -> Diagnostic? in
        guard let condition = branch.condition, known.isAlwaysTrue else { return nil }
        return Diagnostic(
          .alwaysTrue, "this condition of the decision \"\(decision.name)\" is always true", at: condition.span,
          label: "every lead fulfils it", help: "write \"otherwise\", or change the condition")
      }
    }
  }
}
