import FunnelDiagnostics
import FunnelSemantics

/// Another start.
enum StartChanged: VersionRule {
  static let page = RulePage(
    .startChanged,
    finds: "a funnel that begins elsewhere than in its earlier version",
    why: """
      Every new lead comes to another place first. Where the place only has another name now, \"renamed from\" says so; whether anybody \
      ends up elsewhere in the end is told by \"routing-changed\".
      """,
    before: """
      start -> talk
      stage talk { activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
    avoid: """
      start -> sort
      data { size: integer }
      decision sort { when size > 0 or not (size > 0) or size is missing -> talk }
      stage talk { activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """,
    prefer: """
      start -> meeting
      stage meeting { renamed from talk  activity call by lead  limit 9 days -> lost "silent"  then -> converted }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    let routes = VersionRoutes(versions)
    guard !routes.isSame(versions.old.start.place, versions.new.start.place) else { return [] }
    let finding = Diagnostic(
      .startChanged, "the funnel begins at another place", at: versions.new.start.span,
      label: "new leads come here first", secondary: [Label(versions.old.start.span, "they came here")],
      help: "where the place only has another name, write \"renamed from NAME\" in it")
    return [VersionChange(finding, touches: .held)]
  }
}
