import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Activities one after the other that have more time together than their stage.
enum DuesExceedLimit: FunnelRule {
  static let page = RulePage(
    .duesExceedLimit,
    finds: "activities that come one after the other and have more time together than their stage",
    why: """
      Everybody can be in time and the lead is lost all the same, because the stage's limit is over before the last one \
      is due.
      """,
    avoid: """
      start -> sign
      stage sign {
        activity draft by manager { due 5 days }
        activity signature by lead { after draft  due 5 days }
        limit 7 days -> lost "not signed"
        then -> converted
      }
      """,
    prefer: """
      start -> sign
      stage sign {
        activity draft by manager { due 5 days }
        activity signature by lead { after draft  due 5 days }
        limit 14 days -> lost "not signed"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    return funnel.stages.compactMap { stage in
      guard let limit = stage.limit, let most = limit.duration.greatest else { return nil }
      var total: [ID<ResolvedActivity>: Double] = [:]
      for id in ActivityOrder(stage.activities, funnel).order {
        let activity = funnel.activities[id]
        let before = activity.after.compactMap { total[$0] }.max() ?? 0
        total[id] = before + (activity.due?.value.least ?? 0)
      }
      let late = stage.activities.first { id in
        let activity = funnel.activities[id]
        guard let due = activity.due, !activity.after.isEmpty, !due.value.isLonger(than: limit.duration) else {
          return false
        }
        return (total[id] ?? 0) > most
      }
      guard let late, let due = funnel.activities[late].due else { return nil }
      let earlier = funnel.activities[late].after.compactMap { funnel.activities[$0].due?.span }
      return Diagnostic(
        .duesExceedLimit, "the activities of \"\(stage.name)\" have more time than the stage itself", at: limit.span,
        label: "over before the last one is due",
        secondary: earlier.map { Label($0, "first this") } + [Label(due.span, "then this")],
        help: "make the limit longer, or the activities due earlier")
    }
  }
}
