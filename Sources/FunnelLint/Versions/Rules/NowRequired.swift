import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Data points that must be known, and need not have been before.
enum NowRequired: VersionRule {
  static let page = RulePage(
    .nowRequired,
    finds: "a data point that must be known in the later version, and need not be in the earlier one",
    why: """
      At intake a lead without it is declined, and a stage that requires it blocks the journey until it comes. Make sure that whoever \
      writes the feed knows.
      """,
    before: """
      data { size: integer }
      start -> sort
      decision sort { when size > 5 -> converted  otherwise -> lost "small" }
      """,
    avoid: """
      data { size: integer }
      intake { require size }
      start -> sort
      decision sort { when size > 5 -> converted  otherwise -> lost "small" }
      """,
    prefer: """
      data { size: integer default 0 }
      start -> sort
      decision sort { when (size ?? 0) > 5 -> converted  otherwise -> lost "small" }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    let intake = added(versions.old.intake.required, versions.new.intake.required, versions, "at intake", stage: nil)
    return intake
      + versions.stages.flatMap { stage, later in
        added(
          stage.requirements, later.requirements, versions, "in the stage \"\(later.name)\"", stage: stage.name)
      }
  }

  private static func added(
    _ old: [Spanned<ID<ResolvedPoint>>], _ new: [Spanned<ID<ResolvedPoint>>], _ versions: VersionContext,
    _ place: String,
    stage: String?
  ) -> [VersionChange] {
    let known = Set(old.compactMap { versions.counterparts.points[$0.value.index] })
    return new.filter { !known.contains($0.value) }.map { item in
      let point = versions.new.points[item.value]
      let before = versions.counterparts.points.firstIndex { $0 == item.value }
      let finding = Diagnostic(
        .nowRequired, "the data point \"\(point.name)\" must be known \(place) now", at: item.span,
        label: "it need not be before",
        notes: before == nil ? ["the earlier version does not have it at all"] : [],
        help: "leave the requirement out, or make sure that every lead brings it")
      guard let before else { return VersionChange(finding, touches: stage.map { .stage($0) } ?? .held) }
      return VersionChange(finding, touches: .missing(versions.old.points[before].name, stage: stage))
    }
  }
}
