import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Values between two branches that neither takes.
enum BoundaryHoles: FunnelRule {
  static let page = RulePage(
    .boundaryHole,
    finds: "a single value that two branches leave between them, as 70 between \"< 70\" and \"> 70\"",
    why: """
      Such a lead goes on to \"otherwise\" together with those of which something is missing. Mostly one of the two comparisons was \
      meant to include the value. Where it really is a case of its own, say so in a branch: \"when points == 70\".
      """,
    avoid: """
      start -> passed
      data { points: integer in 0..100 }
      decision passed {
        when points < 70 -> lost "failed"
        when points > 70 -> converted
        otherwise -> lost "no points"
      }
      """,
    prefer: """
      start -> passed
      data { points: integer in 0..100 }
      decision passed {
        when points < 70 -> lost "failed"
        when points >= 70 -> converted
        otherwise -> lost "no points"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.decisions.indices.flatMap { index -> [Diagnostic] in
      let decision = context.funnel.decisions[index]
      // Without a branch for all others, the value is a gap, and shown as one.
      guard decision.branches.contains(where: { $0.condition == nil }) else { return [] }
      return context.prover.boundaryHoles(of: ID(index)).map { hole in
        Diagnostic(
          .boundaryHole, "the decision \"\(decision.name)\" leaves out a value between two of its branches",
          at: hole.above.comparison.span, label: "begins just above it",
          secondary: [Label(hole.below.comparison.span, "ends just below it")], notes: context.notes(for: hole.witness),
          help: "include the value in one of the two comparisons, or give it a branch of its own")
      }
    }
  }
}
