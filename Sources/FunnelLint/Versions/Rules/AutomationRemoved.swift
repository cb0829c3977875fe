import FunnelDiagnostics
import FunnelSemantics

/// Automations that are gone.
enum AutomationRemoved: VersionRule {
  static let page = RulePage(
    .automationRemoved,
    finds: "something that the earlier version did by itself, and the later one does not",
    why: """
      Nobody notices what does not happen any more: a message that is not sent, a task that nobody gets. An automation with other words \
      counts as another one.
      """,
    before: """
      role sales: manager
      start -> talk
      stage talk {
        activity call by lead
        on enter { notify sales "New lead" }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    avoid: """
      role sales: manager
      start -> talk
      stage talk { activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
    prefer: """
      role sales: manager
      start -> meeting
      stage meeting {
        renamed from talk
        activity call by lead
        on enter { notify sales "New lead" }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    let (old, new) = (versions.old, versions.new)
    var changes = gone(actions(old.handlers, old.watches), actions(new.handlers, new.watches), "the funnel", new.span)
      .map { VersionChange($0, touches: .all) }
    for (stage, later) in versions.stages {
      func all(_ stage: ResolvedStage, _ funnel: ResolvedFunnel) -> [ResolvedAction] {
        actions(stage.handlers, stage.watches) + stage.activities.flatMap { funnel.activities[$0].actions ?? [] }
      }
      changes += gone(all(stage, old), all(later, new), "the stage \"\(later.name)\"", later.span)
        .map { VersionChange($0, touches: .stage(stage.name)) }
    }
    return changes
  }

  private static func gone(_ old: [ResolvedAction], _ new: [ResolvedAction], _ place: String, _ span: SourceSpan)
    -> [Diagnostic]
  {
    var left = new.map(\.identity)
    return old.compactMap { action in
      if case .go = action.kind { return nil }
      if let index = left.firstIndex(of: action.identity) {
        left.remove(at: index)
        return nil
      }
      return Diagnostic(
        .automationRemoved, "an automation of \(place) is gone or changed", at: span,
        label: "nothing here does the same", secondary: [Label(action.span, "this was done")],
        help: "write it again if it is still wanted")
    }
  }

  private static func actions(_ handlers: [ResolvedHandler], _ watches: [ResolvedWatch]) -> [ResolvedAction] {
    handlers.flatMap(\.actions) + watches.flatMap(\.actions)
  }
}
