import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Decisions with no branch for some lead of which something is missing.
enum GapOnMissing: FunnelRule {
  static let page = RulePage(
    .gapOnMissing,
    finds: "a decision that a lead falls through only where something is not known of it",
    why: """
      A comparison with something that is missing is neither true nor false, so no branch takes such a lead. Say where it goes: \
      with \"is missing\", with \"??\", or with \"otherwise\".
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted as large
        when people < 100 -> converted as small
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted as large
        when people < 100 -> converted as small
        when people is missing -> lost "size not known"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.decisions.compactMap { decision, analysis in
      guard case .onMissing(let witness)? = analysis.gap else { return nil }
      return Diagnostic(
        .gapOnMissing, "a lead falls through the decision \"\(decision.name)\" where something is missing",
        at: decision.span, label: "no branch takes it", notes: context.notes(for: witness),
        help: "add a branch with \"is missing\", or \"otherwise -> NAME\" at the end")
    }
  }
}
