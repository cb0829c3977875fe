import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Decisions with no branch for some lead of which all is known.
enum DecisionGap: FunnelRule {
  static let page = RulePage(
    .decisionGap,
    finds: "a decision that some lead falls through, though everything that is asked for is known",
    why: """
      A lead that no branch takes is blocked at the decision until its data change, and may stay there for good. Add a branch for it, or \
      end the decision with \"otherwise\".
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 or people is missing -> converted as large
        when people < 50 -> converted as small
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 or people is missing -> converted as large
        when people < 100 -> converted as small
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.decisions.indices.compactMap { index in
      let (decision, analysis) = (context.funnel.decisions[index], context.prover.decision(ID(index)))
      guard case .always(let witness)? = analysis.gap else { return nil }
      let holes = context.prover.boundaryHoles(of: ID(index)).prefix(1).flatMap { hole in
        [
          Label(hole.below.comparison.span, "ends just below a value that no branch takes"),
          Label(hole.above.comparison.span, "and this begins just above it"),
        ]
      }
      let can = witness.isCertain ? "can" : "may"
      var finding = Diagnostic(
        .decisionGap, "a lead \(can) fall through the decision \"\(decision.name)\"", at: decision.span,
        label: "no branch takes it", secondary: holes,
        notes: context.notes(for: witness, at: decision, expecting: 0),
        help: "add a branch for such leads, or \"otherwise -> NAME\" at the end")
      if !witness.isCertain { finding.severity = .warning }
      return finding
    }
  }
}
