import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Decisions behind which every lead goes the same way.
enum ConstantDecision: FunnelRule {
  static let page = RulePage(
    .constantDecision,
    finds: "a decision behind which every lead goes the same way",
    why: """
      All branches that a lead can take lead to one place, under one label, so nothing is decided. Mostly a target was to be \
      changed after a branch was copied; else an arrow straight to the place says the same.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted
        otherwise -> converted
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted as large
        otherwise -> converted as small
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.decisions.compactMap { decision, analysis in
      switch analysis.gap {
      case nil, DecisionAnalysis.Gap.none?: break
      default: return nil
      }
      let taken = zip(decision.branches, analysis.branches).filter { $0.1.canBeTaken }.map(\.0)
      // Where only one branch is left, it is the others of which something is told.
      guard taken.count > 1, let first = taken.first,
        taken.allSatisfy({ $0.target.place == first.target.place && $0.label == first.label })
      else { return nil }
      return Diagnostic(
        .constantDecision, "every lead goes the same way behind the decision \"\(decision.name)\"", at: decision.span,
        label: "decides nothing", secondary: taken.prefix(4).map { Label($0.target.span, "the same place") },
        help: "lead the arrows straight there, or change a target; a label tells branches apart: \"-> NAME as LABEL\"")
    }
  }
}

extension BranchAnalysis {
  /// Whether some lead may take it.
  var canBeTaken: Bool {
    switch fate {
    case .taken, .undecided: true
    case .neverTrue, .shadowed, .excludedOnEntry: false
    }
  }
}
