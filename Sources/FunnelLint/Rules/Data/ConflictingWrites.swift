import FunnelDiagnostics
import FunnelSemantics

/// Activities of one stage that write one data point, in no order.
enum ConflictingWrites: FunnelRule {
  static let page = RulePage(
    .conflictingWrites,
    finds: "two activities of a stage that collect the same data point side by side",
    why: """
      Both can be open at once, and whoever completes last wins: the answer of the other is lost without a trace. Let \
      one come after the other, or collect into a point of its own.
      """,
    avoid: """
      data { slot: datetime title "Time of the call" }
      start -> ask
      stage ask {
        activity form by lead { collects slot }
        activity call by manager { collects slot }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      data { slot: datetime title "Time of the call" }
      start -> ask
      stage ask {
        activity form by lead { collects slot }
        activity call by manager { collects slot  after form }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    return funnel.stages.flatMap { stage -> [Diagnostic] in
      let collecting = stage.activities.filter { !funnel.activities[$0].collects.isEmpty }
      guard collecting.count > 1 else { return [] }
      let order = ActivityOrder(stage.activities, funnel)
      // Each pair is looked at, so a stage that nobody could overlook is left to "overloaded-stage".
      guard order.isCompared else { return [] }
      var findings: [Diagnostic] = []
      var writers: [ID<ResolvedPoint>: [ID<ResolvedActivity>]] = [:]
      for id in collecting {
        let activity = funnel.activities[id]
        for point in activity.collects {
          let rival = writers[point, default: []].first { other in
            // Where both have a condition, perhaps only one of them takes place.
            (activity.condition == nil || funnel.activities[other].condition == nil)
              && order.areSideBySide(id, other)
          }
          if let rival { findings.append(finding(point, id, rival, funnel)) }
          writers[point, default: []].append(id)
        }
      }
      return findings
    }
  }

  private static func finding(
    _ point: ID<ResolvedPoint>, _ late: ID<ResolvedActivity>, _ early: ID<ResolvedActivity>, _ funnel: ResolvedFunnel
  ) -> Diagnostic {
    let (activity, other) = (funnel.activities[late], funnel.activities[early])
    let name = { (activity: ResolvedActivity) in funnel.activityNames[activity.name].name }
    return Diagnostic(
      .conflictingWrites,
      "\"\(name(other))\" and \"\(name(activity))\" both collect \"\(funnel.points[point].name)\", in no order",
      at: activity.span, label: "writes over the other's answer", secondary: [Label(other.span, "collects it too")],
      notes: ["whoever completes last wins, and nobody is told"],
      help: "add \"after \(name(other))\" to \"\(name(activity))\", or collect into another point")
  }
}
