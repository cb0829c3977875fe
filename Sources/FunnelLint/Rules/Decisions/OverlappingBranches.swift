import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Branches of unique decisions that are not apart.
enum OverlappingBranches: FunnelRule {
  static let page = RulePage(
    .overlappingBranches,
    finds: "two branches of a \"unique\" decision that one lead fits both",
    why: """
      \"unique\" promises that the order of the branches does not matter. Where one lead fits two of them it does, so the promise \
      is broken: tell the two apart, or write \"first\" and mean the order.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size unique {
        when people >= 100 -> converted as large
        when people <= 100 -> converted as small
        when people is missing -> lost "size not known"
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size unique {
        when people >= 100 -> converted as large
        when people < 100 -> converted as small
        when people is missing -> lost "size not known"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.decisions.flatMap { decision, analysis in
      analysis.overlaps.map { overlap in
        var finding = Diagnostic(
          .overlappingBranches,
          "one lead \(overlap.witness.isCertain ? "fits" : "may fit") two branches of the unique decision \"\(decision.name)\"",
          at: decision.branches[overlap.second].span, label: "fits this one",
          secondary: [Label(decision.branches[overlap.first].span, "and this one")],
          notes: context.notes(for: overlap.witness, at: decision, expecting: overlap.first),
          help: "change one of the conditions, or leave \"unique\" out if the first that fits is meant")
        if !overlap.witness.isCertain { finding.severity = .warning }
        return finding
      }
    }
  }
}
