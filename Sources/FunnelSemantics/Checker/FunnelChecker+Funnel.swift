import FunnelDiagnostics
import FunnelSyntax

/// A funnel as a whole.
extension FunnelChecker {
  /// Resolves a funnel; nil where something in it is wrong. `scope` holds the files whose declarations it sees, its own
  /// last.
  func funnel(_ syntax: FunnelDeclarationSyntax, in scope: [FileSyntax]) -> ResolvedFunnel? {
    let errors = report.errors
    hasWorkingHours = syntax.workingHours != nil
    let workingTime = workingTime(syntax.workingHours, syntax.holidays)
    let parts = parts(of: syntax, in: scope)
    declare(parts)
    let activityTables = declareActivities(of: parts.activities)

    for entry in types.entries where resolvedTypes[entry.name] == nil {
      _ = resolve(entry.meaning, declaredAs: entry.name)
    }
    let points = parts.points.enumerated().map { index, part in pasted(part) { point($0, ID(index)) } }
    let (lets, scores) = resolveFormulas(parts.lets, parts.scores)
    formulas = (lets, scores)
    let roles = parts.roles.map { role($0) }
    let sources = self.sources(parts.sources)
    let leadFeed = leadFeed(feed(syntax, .leads))
    let eventFeed = feed(syntax, .events).flatMap { self.eventFeed($0) }
    if let first = parts.sources.first, feed(syntax, .leads)?.field(.source) == nil {
      report.add(.sourcesUnread(at: first.name?.span ?? first.span))
    }
    let enrichments = syntax.enrichments.map { enrichment($0) }
    let intake = intake(syntax.intake)
    let exits = syntax.exits.map { exit($0) }
    let watches = syntax.watches.map { watch($0) }
    let handlers = syntax.handlers.map { handler($0, in: nil) }
    let start = start(syntax, parts)
    let decisions =
      parts.decisions.enumerated().map { decision($1, ID($0)) }
      + parts.splits.enumerated().map { split($1, ID(parts.decisions.count + $0)) }
    let stages = parts.stages.enumerated().map { stage($1, ID($0), parts.activities[$0], activityTables[$0]) }
    checkCount(of: parts.stages)
    rememberFormerNames(parts)
    let systemTitles = systemTitles(syntax.titles)
    let title = plain(syntax.title)
    let version = version(syntax.version)
    let ends = parts.ends.map { end($0) }
    let tests = tests(syntax.tests, Declared(points: points, activities: stages.flatMap(\.activities)))

    guard errors == report.errors, let name = syntax.name, let enrichments = complete(enrichments), let intake,
      let start,
      let version,
      let points = complete(points), let lets = complete(lets), let scores = complete(scores),
      let roles = complete(roles), let sources = complete(sources), let exits = complete(exits),
      let watches = complete(watches), let handlers = complete(handlers), let decisions = complete(decisions),
      let ends = complete(ends), let tests = complete(tests),
      let resolvedStages = complete(stages.map(\.stage)), let activities = complete(stages.flatMap(\.activities))
    else { return nil }
    // A stage's clauses run with the funnel's; the funnel's own loops are found once.
    let own = AutomationLoops.diagnostics(of: handlers, points)
    let inStages = resolvedStages.flatMap { AutomationLoops.diagnostics(of: $0.handlers + handlers, points) }
    for finding in own + inStages.filter({ !own.contains($0) }) { report.add(finding) }
    for finding in EntryLoops.diagnostics(resolvedStages, decisions, handlers) { report.add(finding) }
    guard errors == report.errors else { return nil }
    return ResolvedFunnel(
      name: name.text, title: title, documentation: documentation(of: syntax), version: version,
      timezone: syntax.timezone?.zone.map { Spanned($0.value, $0.span) } ?? Spanned("UTC", name.span),
      workingTime: workingTime,
      choices: choices, roles: roles, sources: sources, leadFeed: leadFeed, eventFeed: eventFeed,
      actorsRequired: feed(syntax, .events)?.actorsRequired != nil, points: points, lets: lets, scores: scores,
      enrichments: enrichments, intake: intake, start: start, decisions: decisions, stages: resolvedStages,
      activities: activities,
      activityNames: names(of: activities), ends: ends, exits: exits, watches: watches, handlers: handlers,
      systemTitles: systemTitles, formerNames: formerNames, starts: starts, tests: tests, span: name.span)
  }

  /// All items; nil where one is missing.
  private func complete<Item>(_ items: [Item?]) -> [Item]? {
    let present = items.compactMap(\.self)
    return present.count == items.count ? present : nil
  }

  private func names(of activities: [ResolvedActivity]) -> [ResolvedActivityName] {
    var bearers = [[ID<ResolvedActivity>]](repeating: [], count: activityNames.count)
    for (index, activity) in activities.enumerated() { bearers[activity.name.index].append(ID(index)) }
    return zip(activityNames.names, bearers).map { ResolvedActivityName(name: $0, activities: $1) }
  }

  /// The block about a feed: the funnel's own, or that of a funnel with which it runs.
  private func feed(_ funnel: FunnelDeclarationSyntax, _ subject: FeedBlockSyntax.Subject) -> FeedBlockSyntax? {
    funnel.feed(subject) ?? neighbourhood.feed(subject)
  }

  private func version(_ syntax: VersionSyntax?) -> Int64? {
    guard let syntax else { return 1 }
    return wholeNumber(syntax.number)
  }

  private func start(_ syntax: FunnelDeclarationSyntax, _ parts: FunnelParts) -> ResolvedTarget? {
    if let start = syntax.start { return target(start.target) }
    let first = parts.decisions.first?.name ?? parts.splits.first?.name ?? parts.stages.first?.name
    if let name = syntax.name { report.add(.noStart(name.text, at: name.span, suggestion: first?.text)) }
    return nil
  }

  private func role(_ syntax: RoleDeclarationSyntax) -> ResolvedRole? {
    guard let name = syntax.name, let kind = syntax.rights.flatMap({ ResolvedRole.Kind(rawValue: $0.value.rawValue) })
    else { return nil }
    return ResolvedRole(name: name.text, kind: kind, title: plain(syntax.title), span: name.span)
  }

  private func sources(_ syntax: [SourceDeclarationSyntax]) -> [ResolvedSource?] {
    var references = NameTable<Void>()
    return syntax.map { source in
      guard let name = source.name, let reference = source.reference else { return nil }
      if let first = references.declare(reference.value, (), at: reference.span) {
        report.add(.duplicateReference(reference.value, at: reference.span, first: first.span))
        return nil
      }
      return ResolvedSource(name: name.text, reference: reference.value, span: name.span)
    }
  }

  private func end(_ syntax: EndDeclarationSyntax) -> ResolvedEnd? {
    guard let name = syntax.name, let outcome = syntax.outcome?.value else { return nil }
    return ResolvedEnd(
      name: name.text, outcome: outcome == .converted ? .converted : .lost(reason: syntax.reason?.value),
      documentation: documentation(of: syntax), span: name.span)
  }

  private func checkCount(of stages: [StageSyntax]) {
    let own = limits.stages - 3
    guard stages.count > own, let name = stages[own].name else { return }
    report.add(.tooManyStages(limits.stages + 1, limit: limits.stages, at: name.span))
  }
}
