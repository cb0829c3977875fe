import FunnelDiagnostics
import FunnelSemantics

/// Decisions that decide nothing.
enum SingleBranchDecision: FunnelRule {
  static let page = RulePage(
    .singleBranchDecision,
    finds: "a decision with only one branch",
    why: """
      There is nothing to choose: an arrow straight to the target says the same. With a condition on its only branch, \
      every other lead is blocked there.
      """,
    avoid: """
      start -> which_way
      decision which_way { otherwise -> converted as everybody }
      """,
    prefer: "start -> converted")

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.decisions.compactMap { decision in
      guard decision.branches.count == 1, let branch = decision.branches.first else { return nil }
      return Diagnostic(
        .singleBranchDecision,
        "the \(decision.isSplit ? "split" : "decision") \"\(decision.name)\" has only one branch",
        at: decision.span, label: "nothing to choose", secondary: [Label(branch.target.span, "the only way")],
        help: branch.condition == nil
          ? "lead the arrows straight to its target, or add branches" : "add \"otherwise -> NAME\" for the other leads")
    }
  }
}
