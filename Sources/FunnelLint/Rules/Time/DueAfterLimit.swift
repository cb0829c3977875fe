import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Activities that can't become overdue in time.
enum DueAfterLimit: FunnelRule {
  static let page = RulePage(
    .dueAfterLimit,
    finds: "an activity that would be due only after its stage was left",
    why: """
      The stage's limit ends the activity before it is due, so it never counts as overdue, and whatever answers that \
      never happens.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead { due 10 days }
        limit 1 week -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead { due 5 days }
        limit 1 week -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.activities.compactMap { activity in
      guard let due = activity.due, let limit = context.funnel.stages[activity.stage].limit,
        due.value.isLonger(than: limit.duration)
      else { return nil }
      let name = context.funnel.activityNames[activity.name].name
      return Diagnostic(
        .dueAfterLimit, "\"\(name)\" is due after its stage is left", at: due.span, label: "never comes",
        secondary: [Label(limit.span, "the stage is left before")], help: "make it due earlier, or the limit longer")
    }
  }
}
