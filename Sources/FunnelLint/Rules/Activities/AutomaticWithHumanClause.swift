import FunnelDiagnostics
import FunnelSemantics

/// Clauses about people in activities that nobody does.
enum AutomaticWithHumanClause: FunnelRule {
  static let page = RulePage(
    .automaticWithHumanClause,
    finds: "an automatic activity with a clause that is about a person",
    why: """
      A system can't be reminded, and nobody did it who would have to be somebody else. Either a person does this \
      activity, or the clause does nothing.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity check by automatic { remind every 1 day at most 2 times }
        limit 9 days -> lost "no answer"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity check by automatic { retry 2 times every 1 day }
        limit 9 days -> lost "no answer"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.activities.flatMap { activity -> [Diagnostic] in
      guard activity.actor == .automatic else { return [] }
      let name = context.funnel.activityNames[activity.name].name
      var findings: [Diagnostic] = []
      if let reminder = activity.reminder {
        findings.append(
          Diagnostic(
            .automaticWithHumanClause, "\"\(name)\" is done by a system, which nobody can remind", at: reminder.span,
            label: "reminds nobody", secondary: [Label(activity.span, "done by \"automatic\"")],
            help: "write \"retry N times every D\" to try again, or say who does it with \"by\""))
      }
      if let other = activity.otherThan {
        findings.append(
          Diagnostic(
            .automaticWithHumanClause,
            "\"\(name)\" is done by a system, which is never who did \"\(context.funnel.activityNames[other].name)\"",
            at: activity.span, label: "\"other than\" is about people", help: "leave \"other than\" out, or name a role"
          ))
      }
      return findings
    }
  }
}
