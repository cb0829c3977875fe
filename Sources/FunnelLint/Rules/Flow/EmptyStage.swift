import FunnelDiagnostics
import FunnelSemantics

/// Stages in which nothing happens.
enum EmptyStage: FunnelRule {
  static let page = RulePage(
    .emptyStage,
    finds: "a stage in which nothing is done and nothing is waited for",
    why: """
      A stage without activities, waits and actions is done as soon as it is entered: no lead is ever seen in it. Mostly \
      its activities were forgotten, or moved elsewhere.
      """,
    avoid: """
      start -> welcome
      stage welcome { then -> converted }
      """,
    prefer: """
      start -> welcome
      stage welcome {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.stages.compactMap { stage in
      guard stage.activities.isEmpty, stage.conditions.isEmpty, stage.requirements.isEmpty,
        !stage.handlers.contains(where: { $0.event == .enter || $0.event == .exit }), let next = stage.next
      else {
        return nil
      }
      return Diagnostic(
        .emptyStage, "nothing is done in the stage \"\(stage.name)\"", at: stage.span,
        label: "left as soon as it is entered", secondary: [Label(next.span, "every lead goes here at once")],
        help: "add an activity or a \"wait\", or lead the arrows to the next place instead")
    }
  }
}
