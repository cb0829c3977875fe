import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Branches behind others that take all their leads.
enum ShadowedBranch: FunnelRule {
  static let page = RulePage(
    .shadowedBranch,
    finds: "a branch that no lead can take, because earlier branches take them all",
    why: """
      The first branch that is true decides, so a branch behind others that cover it is never taken. The finding names a smallest \
      set of branches that do: move the branch before them, or leave it out.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted as large
        when people < 100 -> converted as small
        when people >= 0 -> converted as any
        otherwise -> lost "size not known"
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
        guard let condition = branch.condition, case .shadowed(let shadow) = known.fate else { return nil }
        // The same words twice are told of as a duplicate.
        let isCopy = shadow.contains { earlier in
          decision.branches[earlier].condition.map { context.text(at: $0.span) } == context.text(at: condition.span)
        }
        guard !isCopy else { return nil }
        return Diagnostic(
          .shadowedBranch, "no lead can take this branch of the decision \"\(decision.name)\"", at: branch.span,
          label: "never taken",
          secondary: shadow.map {
            Label(
              decision.branches[$0].span,
              shadow.count == 1 ? "this one takes all its leads" : "this one takes some of its leads")
          },
          notes: shadow.count > 1
            ? ["the \(shadow.count) branches shown take all its leads together, and not without one of them"] : [],
          help: "move it before these, or leave it out")
      }
    }
  }
}
