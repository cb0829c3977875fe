import FunnelDiagnostics
import FunnelSyntax

/// Groups of data points and of activities, which are pasted where they are used: their names mean what they mean there.
extension FunnelChecker {
  /// The most activities that one funnel pastes, so that a small file can't become a huge program.
  static let pasteLimit = 10_000

  /// Everything that belongs to a funnel: its own declarations, those it shares, and those it pastes.
  func parts(of funnel: FunnelDeclarationSyntax, in scope: [FileSyntax]) -> FunnelParts {
    let shared = SharedDeclarations(funnel, in: scope)
    declareUnread(shared.unread)
    for group in shared.dataGroups { _ = declare(group.name, group, "group of data points", in: &dataGroups) }
    for group in shared.activityGroups {
      _ = declare(group.name, group, "group of activities", in: &activityGroups)
    }
    let stages = funnel.stages
    return FunnelParts(
      types: shared.types + funnel.types, roles: shared.roles + funnel.roles, sources: funnel.sources,
      points: points(of: funnel), lets: shared.lets + funnel.lets, scores: shared.scores + funnel.scores,
      decisions: funnel.decisions, splits: funnel.splits, stages: stages, activities: activities(of: stages),
      ends: shared.ends + funnel.ends)
  }

  /// Resolves something; what is found wrong in it is also shown where it is pasted.
  func pasted<Syntax, Result>(_ part: Pasted<Syntax>, _ resolve: (Syntax) -> Result) -> Result {
    report.use = part.use
    defer { report.use = nil }
    return resolve(part.syntax)
  }

  private func points(of funnel: FunnelDeclarationSyntax) -> [Pasted<DataPointSyntax>] {
    var used = NameTable<Void>()
    return funnel.dataAndUses.flatMap { clause -> [Pasted<DataPointSyntax>] in
      switch clause {
      case .data(let data): return data.name == nil ? data.points.map { Pasted($0) } : []
      case .use(let use):
        guard let name = use.name, let group = group(name, "data points", in: dataGroups, clause: "use data", &used)
        else { return [] }
        return group.points.map { Pasted($0, use: name.span) }
      }
    }
  }

  private func activities(of stages: [StageSyntax]) -> [[Pasted<ActivitySyntax>]] {
    var count = 0
    return stages.map { stage in
      var used = NameTable<Void>()
      return stage.activitiesAndUses.flatMap { clause -> [Pasted<ActivitySyntax>] in
        switch clause {
        case .activity(let activity): return [Pasted(activity)]
        case .use(let use):
          guard let name = use.name, let group = group(name, "activities", in: activityGroups, clause: "use", &used)
          else { return [] }
          let activities = group.activities
          let isOver = count > Self.pasteLimit
          count += activities.count
          if count <= Self.pasteLimit { return activities.map { Pasted($0, use: name.span) } }
          if !isOver { report.add(.tooManyPasted(Self.pasteLimit, at: name.span)) }
          return []
        }
      }
    }
  }

  /// The group of a name, once in each block; nil where there is none, or it was used there before.
  private func group<Group>(
    _ name: NameSyntax, _ what: String, in groups: NameTable<Group>, clause: String, _ used: inout NameTable<Void>
  ) -> Group? {
    guard let group = groups[name.text] else {
      reportUnknown("group of \(what) named", name.text, at: name.span, among: Array(groups.names))
      return nil
    }
    if let first = used.declare(name.text, (), at: name.span) {
      report.add(.clauseTwice("\(clause) \(name.text)", at: name.span, first: first.span))
      return nil
    }
    return group.meaning
  }

  /// Imported formulas that nothing names still may not share a name.
  private func declareUnread(_ names: [NameSyntax]) {
    var table = NameTable<Void>()
    for name in names {
      guard let first = table.declare(name.text, (), at: name.span) else { continue }
      report.add(.duplicateName("formula", name.text, at: name.span, first: first.span))
    }
  }
}
