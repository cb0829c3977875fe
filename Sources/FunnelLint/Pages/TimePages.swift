import FunnelDiagnostics

/// The pages of the language's own rules about time.
enum TimePages {
  static let all: [RulePage] = [
    zeroDuration,
    businessTimeWithoutHours,
    unwatchableTime,
  ]

  private static let zeroDuration = RulePage(
    .zeroDuration,
    finds: "a time that is over as it begins",
    why: "Nothing could happen within it. Write how long it really is, or leave the clause out.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead { due 0 days }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead { due 1 day }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let businessTimeWithoutHours = RulePage(
    .businessTimeWithoutHours,
    finds: "working time in a funnel that does not say when people work",
    why:
      "\"business days\" and \"business hours\" count the time in which people work. \"working hours mon..fri 09:00..17:30\" says when that is.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead { due 2 business days }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      working hours mon..fri 09:00..17:30
      start -> ask
      stage ask {
        activity form by lead { due 2 business days }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let unwatchableTime = RulePage(
    .unwatchableTime,
    finds: "a watched condition of which nobody can tell when time changes it",
    why:
      "What is watched wakes up by itself, so its time must be known beforehand: \"now\" or \"today\" alone on one side, and on the other side no time that moves.",
    avoid:
      #"""
      exit when now - last_event >= 3 days -> lost "silent"
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      exit when now >= last_event + 3 days -> lost "silent"
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)
}
