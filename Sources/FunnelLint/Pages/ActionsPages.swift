import FunnelDiagnostics

/// The pages of the language's own rules about actions.
enum ActionsPages {
  static let all: [RulePage] = [
    automationLoop,
    invalidWebhook,
  ]

  private static let automationLoop = RulePage(
    .automationLoop,
    finds: "clauses that set each other off without end",
    why:
      "No time passes in between, so nothing else would ever happen to the lead. A \"when\" that ends it, or another point to write to, breaks the circle.",
    avoid:
      #"""
      data { visits: integer default 0 title "Visits" }
      on changed visits { set visits = visits + 1 }
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      data { visits: integer default 0 title "Visits" }
      on completed { set visits = visits + 1 }
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  private static let invalidWebhook = RulePage(
    .invalidWebhook,
    finds: "a webhook to something that is no address",
    why:
      "It has to be a whole address with \"https://\" and a host, because nobody is there to complete it when it is called.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "hooks.example/new" { form: "done" } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "https://hooks.example/new" { form: "done" } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)
}
