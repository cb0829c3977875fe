import FunnelDiagnostics

/// The pages of the language's own rules about activities.
enum ActivitiesPages {
  static let all: [RulePage] = [
    unassigned,
    circularAfter,
  ]

  private static let unassigned = RulePage(
    .unassigned,
    finds: "an activity that nobody does",
    why: "Say who does it with \"by\": the lead, a role, the lead's owner, or a system.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let circularAfter = RulePage(
    .circularAfter,
    finds: "activities that wait for each other",
    why: "None of them would ever open. Leave \"after\" out in one of them.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead { after call }
        activity call by manager { after form }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        activity call by manager { after form }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)
}
