import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Stages of which every activity is spared every lead.
enum SkippedStage: FunnelRule {
  static let page = RulePage(
    .skippedStage,
    finds: "a stage in which no activity ever takes place, because each has a condition that is never true there",
    why: """
      The conditions of a stage's activities are asked as it is entered. Where none of them can be true then, the stage is done at \
      once for every lead: its conditions contradict themselves, or what the ways here let through.
      """,
    avoid: """
      start -> ask
      data { people: integer in 0.. }
      stage ask {
        activity form by lead { when people < 10 and people > 100 }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      data { people: integer in 0.. }
      stage ask {
        activity form by lead { when people < 10 or people > 100 }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  /// The stages of which no activity takes place, with their activities' conditions.
  static func skipped(in context: FunnelContext) -> [(stage: ResolvedStage, conditions: [TypedExpression])] {
    context.funnel.stages.enumerated().compactMap { index, stage in
      let conditions = stage.activities.compactMap { context.funnel.activities[$0].condition }
      // A stage that no lead comes to is told of as such.
      guard !conditions.isEmpty, conditions.count == stage.activities.count,
        context.liveFlow.reached.contains(.stage(ID(index))),
        conditions.allSatisfy({ context.prover.isImpossible(that: [$0], at: .opening(ID(index))) })
      else { return nil }
      return (stage, conditions)
    }
  }

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    skipped(in: context).map { stage, conditions in
      let isAnyTime = conditions.allSatisfy { context.prover.isImpossible(that: [$0]) }
      return Diagnostic(
        .skippedStage, "no activity of the stage \"\(stage.name)\" ever takes place", at: stage.span,
        label: "done as soon as it is entered",
        secondary: conditions.prefix(4).map { Label($0.span, "never true\(isAnyTime ? "" : " on any way here")") },
        help: "change the conditions, or leave the stage out")
    }
  }
}
