import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Branches with a condition that is always true.
enum AlwaysTrue: FunnelRule {
  static let page = RulePage(
    .alwaysTrue,
    finds: "a branch whose condition every lead fulfils",
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
