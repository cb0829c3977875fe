import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Reminders that come when it is too late.
enum ReminderAfterDue: FunnelRule {
  static let page = RulePage(
    .reminderAfterDue,
    finds: "a reminder whose first time comes when the activity is overdue already",
    why:
      "A reminder is to help somebody to be in time. The first one comes after \"every D\", so D must be shorter than \"due\".",
    avoid: """
      start -> ask
      stage ask {
        activity form by lead { due 2 days  remind every 3 days at most 2 times }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead { due 7 days  remind every 3 days at most 2 times }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.activities.compactMap { activity in
      guard let due = activity.due, let reminder = activity.reminder,
        reminder.every.isLonger(than: due.value) || reminder.every == due.value
      else { return nil }
      let name = context.funnel.activityNames[activity.name].name
      return Diagnostic(
        .reminderAfterDue, "the first reminder of \"\(name)\" comes when it is overdue", at: reminder.span,
        label: "too late to help", secondary: [Label(due.span, "due before")],
        help: "remind more often, or make it due later")
    }
  }
}
