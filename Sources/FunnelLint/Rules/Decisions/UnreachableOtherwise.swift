import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// An otherwise behind branches that leave nothing.
enum UnreachableOtherwise: FunnelRule {
  static let page = RulePage(
    .unreachableOtherwise,
    finds: "an \"otherwise\" that no lead comes to",
    why: """
      The branches before it take every lead, also those of which something is missing. It does no harm, but it hides that the decision \
      is complete: without it, a branch that is lost later would be found.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted as large
        when people < 100 -> converted as small
        when people is missing -> lost "size not known"
        otherwise -> lost "no"
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted as large
        when people < 100 -> converted as small
        otherwise -> lost "size not known"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.decisions.flatMap { decision, analysis in
      zip(decision.branches, analysis.branches).compactMap { branch, known -> Diagnostic? in
        // Where one branch takes all, it is that branch that is told of.
        guard branch.condition == nil, case .shadowed = known.fate, !analysis.branches.contains(where: \.isAlwaysTrue)
        else { return nil }
        return Diagnostic(
          .unreachableOtherwise, "no lead comes to this branch of the decision \"\(decision.name)\"", at: branch.span,
          label: "the branches before it take every lead", help: "leave it out", fixes: context.removal(of: branch))
      }
    }
  }
}
