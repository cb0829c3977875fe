import FunnelDiagnostics
import FunnelSemantics

/// Stages that are gone.
enum StageRemoved: VersionRule {
  static let page = RulePage(
    .stageRemoved,
    finds: "a stage of the earlier version that the later one does not have",
    why: """
      Journeys that are in the stage go on under the version they began with, and can't be moved to the later one. If the stage only \
      has another name now, say so with \"renamed from\": then they can.
      """,
    before: """
      start -> talk
      stage talk { activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
    avoid: """
      start -> meeting
      stage meeting { activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
    prefer: """
      start -> meeting
      stage meeting { renamed from talk  activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    zip(versions.old.stages, versions.counterparts.stages).compactMap { stage, place in
      guard place == nil else { return nil }
      let finding = Diagnostic(
        .stageRemoved, "the stage \"\(stage.name)\" is gone", at: versions.new.span,
        label: "no stage here has that name, or had it", secondary: [Label(stage.span, "it was here")],
        help: "if it has another name now, write \"renamed from \(stage.name)\" in it")
      return VersionChange(finding, touches: .stage(stage.name))
    }
  }
}
