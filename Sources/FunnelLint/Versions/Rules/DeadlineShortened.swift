import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Less time than before.
enum DeadlineShortened: VersionRule {
  static let page = RulePage(
    .deadlineShortened,
    finds: "a limit or a due time that is shorter in the later version, or that the earlier one did not have",
    why: """
      Leads and colleagues were told another time. Journeys under way keep the instants that were set for them; whoever begins now has \
      less time.
      """,
    before: """
      start -> talk
      stage talk { activity call by lead { due 3 days }  limit 9 days -> lost "silent"  then -> converted }
      """,
    avoid: """
      start -> talk
      stage talk { activity call by lead { due 1 days }  limit 9 days -> lost "silent"  then -> converted }
      """,
    prefer: """
      start -> talk
      stage talk { activity call by lead { due 4 days }  limit 9 days -> lost "silent"  then -> converted }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    versions.stages.flatMap { stage, later -> [VersionChange] in
      var changes: [VersionChange] = []
      if let limit = later.limit, isShorter(limit.duration, than: stage.limit?.duration) {
        let finding = Diagnostic(
          .deadlineShortened, "the stage \"\(later.name)\" ends earlier than before", at: limit.span,
          label: stage.limit == nil ? "it had no limit" : "the limit was longer",
          secondary: stage.limit.map { [Label($0.span, "it was this one")] } ?? [],
          help: "keep the longer limit, or tell whoever counts on it")
        changes.append(VersionChange(finding, touches: .stage(stage.name)))
      }
      for (activity, place) in versions.activities(stage, later) {
        guard let place, let due = place.due, isShorter(due.value, than: activity.due?.value) else { continue }
        let name = versions.name(activity)
        let finding = Diagnostic(
          .deadlineShortened, "the activity \"\(name)\" of the stage \"\(later.name)\" is due earlier than before",
          at: due.span, label: activity.due == nil ? "it had no due time" : "there was more time",
          secondary: activity.due.map { [Label($0.span, "so much")] } ?? [],
          help: "keep the longer time, or tell whoever counts on it")
        changes.append(VersionChange(finding, touches: .activity(name, stage: stage.name)))
      }
      return changes
    }
  }

  private static func isShorter(_ new: CalendarSpan, than old: CalendarSpan?) -> Bool {
    guard let old else { return true }
    return old.isLonger(than: new)
  }
}
