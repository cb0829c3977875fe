import FunnelDiagnostics
import FunnelSemantics

/// Branches with a condition that stood before.
enum DuplicateBranch: FunnelRule {
  static let page = RulePage(
    .duplicateBranch,
    finds: "a branch with the same condition as an earlier one",
    why: """
      The first branch whose condition holds is taken, so the second one never is. Mostly it was copied and one value \
      was to be changed.
      """,
    avoid: """
      data { plan: choice { basic, pro } }
      start -> by_plan
      decision by_plan {
        when plan == basic -> converted as small
        when plan == basic -> converted as large
        otherwise          -> lost "no plan"
      }
      """,
    prefer: """
      data { plan: choice { basic, pro } }
      start -> by_plan
      decision by_plan {
        when plan == basic -> converted as small
        when plan == pro   -> converted as large
        otherwise          -> lost "no plan"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.decisions.flatMap { decision in
      guard mayRepeat(decision) else { return [] as [Diagnostic] }
      var first: [ExpressionMeaning: ResolvedDecision.Branch] = [:]
      return decision.branches.compactMap { branch -> Diagnostic? in
        guard let condition = branch.condition.map({ ExpressionMeaning($0) }) else { return nil }
        guard let earlier = first[condition] else {
          first[condition] = branch
          return nil
        }
        let isSame = earlier.target.place == branch.target.place && earlier.label == branch.label
        return Diagnostic(
          .duplicateBranch, "this branch of \"\(decision.name)\" asks the same as an earlier one", at: branch.span,
          label: isSame ? "the same again" : "never taken",
          secondary: [Label(earlier.span, "takes every lead for which it holds")],
          help: isSame ? "leave it out" : "leave it out, or change the value that it asks for",
          fixes: isSame ? context.removal(of: branch) : [])
      }
    }
  }

  /// Whether two branches may ask the same; most decisions are cleared by a look at their points and constants.
  private static func mayRepeat(_ decision: ResolvedDecision) -> Bool {
    let prints = decision.branches.compactMap { $0.condition?.fingerprint }
    guard prints.count <= 8 else { return Set(prints).count < prints.count }
    return prints.indices.contains { index in prints[..<index].contains(prints[index]) }
  }
}
