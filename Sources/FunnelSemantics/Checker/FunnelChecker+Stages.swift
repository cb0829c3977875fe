import FunnelDiagnostics
import FunnelSyntax

/// Stages.
extension FunnelChecker {
  /// A stage; nil where something in it is wrong. `names` holds its activities by name.
  func stage(
    _ syntax: StageSyntax, _ id: ID<ResolvedStage>, _ activities: [Pasted<ActivitySyntax>],
    _ names: NameTable<ID<ResolvedActivity>>
  ) -> (stage: ResolvedStage?, activities: [ResolvedActivity?]) {
    let errors = report.errors
    let title = plain(syntax.title)
    let declared = activities.filter { activity in
      activity.syntax.name.map { names[$0.text]?.span == $0.span } ?? false
    }
    let activities = declared.map { pasted($0) { activity($0, in: id, names) } }
    checkOrder(declared, names)
    let limits = syntax.limits.filter { $0.visits == nil }.map { limit($0) }
    let exits = syntax.exits.map { exit($0) }
    let watches = syntax.watches.map { watch($0) }
    let handlers = syntax.handlers.map { handler($0, in: names) }
    let requirements = points(syntax.requires.flatMap(\.points), "requires")
    let completion = completion(of: syntax, required: declared.count { $0.syntax.optional == nil })
    let visits = syntax.limits.filter { $0.visits != nil }.map { visitLimit($0) }
    let next = target(syntax.then?.target)
    let isEndless = completion?.conditions.contains { $0.value.kind == .literal(.boolean(false)) } ?? true
    if syntax.then == nil, !isEndless, let name = syntax.name {
      report.add(.noOutcome(stage: name.text, at: name.span))
    }
    guard errors == report.errors, let name = syntax.name, next != nil || isEndless, let completion,
      !limits.contains(where: { $0 == nil }), !visits.contains(where: { $0 == nil }),
      !exits.contains(where: { $0 == nil }), !watches.contains(where: { $0 == nil }),
      !handlers.contains(where: { $0 == nil })
    else { return (nil, activities) }
    let stage = ResolvedStage(
      name: name.text, title: title, activities: names.entries.map(\.meaning), requirements: requirements,
      needed: completion.needed, conditions: completion.conditions, limit: limits.first ?? nil,
      visits: visits.first ?? nil, exits: exits.compactMap(\.self), watches: watches.compactMap(\.self),
      handlers: handlers.compactMap(\.self), next: next,
      documentation: documentation(of: syntax), span: name.span)
    return (stage, activities)
  }

  func limit(_ syntax: LimitSyntax) -> ResolvedStage.Limit? {
    let duration = clauseDuration(syntax.duration, "limit")
    guard let target = target(syntax.target), let duration else { return nil }
    return ResolvedStage.Limit(duration: duration, target: target, span: syntax.span)
  }
}
