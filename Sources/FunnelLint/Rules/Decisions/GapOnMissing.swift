import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Decisions with no branch for some lead of which something is missing.
enum GapOnMissing: FunnelRule {
  static let page = RulePage(
    .gapOnMissing,
    finds: "a decision that a lead falls through, or a condition that says \"no\", only where something is not known",
    why: """
      A comparison with something that is missing is neither true nor false, so no branch takes such a lead. Say where it goes: \
      with \"is missing\", with \"??\", or with \"otherwise\".
      """,
    """
    For the same reason \"decline\" lets such a lead in, and a negation is no \"yes\": a lead of which nobody knows the country is \
    not known to be from elsewhere, so \"exit when country != DE\" keeps it. Other conditions that count as \"no\" then are \
    shown by \"missing-means-no\".
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
    fallingThrough(context) + answeringNo(context)
  }

  private static func fallingThrough(_ context: FunnelContext) -> [Diagnostic] {
    context.decisions.compactMap { decision, analysis in
      guard case .onMissing(let witness)? = analysis.gap else { return nil }
      let falls = witness.isCertain ? "falls" : "may fall"
      return Diagnostic(
        .gapOnMissing, "a lead \(falls) through the decision \"\(decision.name)\" where something is missing",
        at: decision.span, label: "no branch takes it", notes: context.notes(for: witness, at: decision, expecting: 0),
        help: "add a branch with \"is missing\", or \"otherwise -> NAME\" at the end")
    }
  }

  private static func answeringNo(_ context: FunnelContext) -> [Diagnostic] {
    context.loneConditions.compactMap { lone in
      let silence = lone.letsIn ? Silence.any : .mistakable
      guard case .some(let witness) = context.prover.silence(silence, of: lone.condition, at: lone.place) else {
        return nil
      }
      return Diagnostic(
        .gapOnMissing, "\(lone.clause) silently says \"no\" where something is missing", at: lone.condition.span,
        label: "not known, so the lead \(lone.otherwise)", notes: context.notes(for: witness),
        help: "say what a missing value counts as: with \"?? VALUE\", or with \"is missing\"")
    }
  }
}
