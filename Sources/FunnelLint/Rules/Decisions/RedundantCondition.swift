import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Parts of conditions that change nothing.
enum RedundantCondition: FunnelRule {
  static let page = RulePage(
    .redundantCondition,
    finds: "a part of a condition that never matters",
    why: """
      Without the part the same leads take the branch. It says nothing, and whoever reads it looks for what it means; often it is \
      what was left over, or another bound was meant.
      """,
    avoid: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 and people >= 50 -> converted
        otherwise -> lost "no"
      }
      """,
    prefer: """
      start -> size
      data { people: integer in 0.. }
      decision size {
        when people >= 100 -> converted
        otherwise -> lost "no"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    // A part that compares with what can't be is told of as such.
    let outside = Set(context.outsideConstants.map(\.comparison.span))
    return inDecisions(context, outside) + elsewhere(context, outside)
  }

  private static func elsewhere(_ context: FunnelContext, _ outside: Set<SourceSpan>) -> [Diagnostic] {
    context.otherConditions.filter { $0.answer == .varies }.compactMap { other in
      let idle = context.prover.idleParts(of: other.condition).first { !outside.contains($0.part.span) }
      return idle.map { finding($0, of: other.clause, "the answer is the same without it") }
    }
  }

  private static func finding(_ idle: IdlePart, of what: String, _ label: String, _ fixes: [Fix] = []) -> Diagnostic {
    Diagnostic(
      .redundantCondition, "this part of a condition of \(what) never matters", at: idle.part.span, label: label,
      help: "leave it out, with the \"\(idle.isInConjunction ? "and" : "or")\" beside it", fixes: fixes)
  }

  private static func inDecisions(_ context: FunnelContext, _ outside: Set<SourceSpan>) -> [Diagnostic] {
    context.decisions.flatMap { decision, analysis in
      analysis.branches.flatMap { branch -> [Diagnostic] in
        // Two parts that say the same are both idle, but only one of them can go.
        branch.idle.filter { !outside.contains($0.part.span) }.prefix(1).map { idle in
          finding(
            idle, of: "the decision \"\(decision.name)\"", "the same leads take the branch without it",
            context.removal(ofPart: idle.part.span))
        }
      }
    }
  }
}
