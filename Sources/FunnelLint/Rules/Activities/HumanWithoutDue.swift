import FunnelDiagnostics
import FunnelSemantics

/// Activities that somebody may forget for ever.
enum HumanWithoutDue: FunnelRule {
  static let page = RulePage(
    .humanWithoutDue,
    finds: "an activity of a person without \"due\", in a stage without a limit",
    why: """
      The stage waits for it, and nothing ever happens if it is forgotten: it is never overdue, nobody is reminded, and \
      the lead stays. Say how long it may take, or how long the stage may.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead
        on failed -> lost "no form"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead { due 3 days }
        on failed -> lost "no form"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.activities.compactMap { activity in
      let stage = context.funnel.stages[activity.stage]
      guard activity.actor != .automatic, !activity.isOptional, activity.due == nil, activity.reminder == nil,
        stage.limit == nil, stage.next != nil
      else { return nil }
      let name = context.funnel.activityNames[activity.name].name
      return Diagnostic(
        .humanWithoutDue, "nothing happens if \"\(name)\" is forgotten", at: activity.span,
        label: "no \"due\", and its stage has no limit", secondary: [Label(stage.span, "the lead stays here")],
        help: "add \"due 3 days\" to the activity, or \"limit 14 days -> T\" to the stage")
    }
  }
}
