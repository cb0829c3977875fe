import FunnelDiagnostics
import FunnelSemantics

/// Activities that are gone from their stage.
enum ActivityRemoved: VersionRule {
  static let page = RulePage(
    .activityRemoved,
    finds: "an activity of the earlier version that its stage does not have any more",
    why: """
      Whoever is at it would work in vain, and events that tell of it would be refused under the later version. If it only has another \
      name now, say so with \"renamed from\".
      """,
    before: """
      start -> talk
      stage talk { activity call by lead  activity form by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
    avoid: """
      start -> talk
      stage talk { activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
    prefer: """
      start -> talk
      stage talk {
        activity call by lead
        activity sheet by lead { renamed from form }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    versions.stages.flatMap { stage, later in
      versions.activities(stage, later).compactMap { activity, place in
        guard place == nil else { return nil }
        let name = versions.name(activity)
        let finding = Diagnostic(
          .activityRemoved, "the activity \"\(name)\" is gone from the stage \"\(later.name)\"", at: later.span,
          label: "no activity of this stage has that name, or had it", secondary: [Label(activity.span, "it was here")],
          help: "if it has another name now, write \"renamed from \(name)\" in it")
        return VersionChange(finding, touches: .activity(name, stage: stage.name))
      }
    }
  }
}
