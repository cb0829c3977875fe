import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Branches that contradict what is certain on entry.
enum PathContradiction: FunnelRule {
  static let page = RulePage(
    .pathContradiction,
    finds: "a branch or condition that some lead would fulfil, but none that comes there",
    why: """
      What intake, decisions and stages find on every way here rules the branch out. So either the branch is not needed, or a lead that it was \
      written for is sent elsewhere before.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> offer
        otherwise -> lost "too small"
      }
      decision offer {
        when people < 50 -> lost "too small"
        otherwise -> converted
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> offer
        otherwise -> lost "too small"
      }
      decision offer {
        when people < 500 -> converted as medium
        otherwise -> converted as large
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    inDecisions(context) + elsewhere(context)
  }

  private static func elsewhere(_ context: FunnelContext) -> [Diagnostic] {
    // A stage of which no activity takes place is told of as such.
    let told = SkippedStage.skipped(in: context).flatMap(\.conditions).map(\.span)
    return context.otherConditions.filter { $0.answer == .excluded && !told.contains($0.condition.span) }.map { other in
      Diagnostic(
        .pathContradiction, "this condition of \(other.clause) is never true when it is asked",
        at: other.condition.span, label: "ruled out on every way here",
        notes: ["what intake, decisions and stages find on the way lets no such lead come here"],
        help: "leave it out, or let such leads come here")
    }
  }

  private static func inDecisions(_ context: FunnelContext) -> [Diagnostic] {
    context.decisions.flatMap { decision, analysis in
      zip(decision.branches, analysis.branches).compactMap { branch, known -> Diagnostic? in
        guard case .excludedOnEntry = known.fate else { return nil }
        return Diagnostic(
          .pathContradiction, "no lead that comes to the decision \"\(decision.name)\" takes this branch",
          at: branch.span, label: "ruled out on every way here",
          notes: ["what intake, decisions and stages find on the way lets no such lead come here"],
          help: "leave the branch out, or let such leads come here")
      }
    }
  }
}
