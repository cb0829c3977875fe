extension FunnelType {
  /// The choice that it is, or that its elements are.
  var choice: ID<ResolvedChoice>? {
    switch self {
    case .choice(let id): id
    case .set(let element): element.choice
    default: nil
    }
  }

  /// The choice that it is itself.
  var plainChoice: ID<ResolvedChoice>? { if case .choice(let id) = self { id } else { nil } }
}

extension ResolvedPoint {
  /// Whether the same value of a feed is read as the same type.
  func reads(like other: ResolvedPoint) -> Bool {
    type == other.type && path == other.path && currencyPath == other.currencyPath
  }

  /// The point with another type.
  func with(type: FunnelType) -> ResolvedPoint {
    with(type, lowest: lowest, highest: highest, defaultValue: defaultValue)
  }

  /// The point without bounds and default.
  var open: ResolvedPoint { with(type, lowest: nil, highest: nil, defaultValue: nil) }

  private func with(
    _ type: FunnelType, lowest: LiteralValue?, highest: LiteralValue?, defaultValue: TypedExpression?
  ) -> ResolvedPoint {
    ResolvedPoint(
      name: name, type: type, lowest: lowest, highest: highest, path: path, currencyPath: currencyPath,
      isFixed: isFixed,
      defaultValue: defaultValue, isPersonal: isPersonal, title: title, documentation: documentation, span: span)
  }
}

extension ResolvedLet {
  /// The formula with its expressions changed.
  func with(_ type: FunnelType, _ map: (TypedExpression) -> TypedExpression) -> ResolvedLet {
    ResolvedLet(
      name: name, type: type, cases: cases.map { Case(condition: $0.condition.map(map), value: map($0.value)) },
      span: span)
  }
}

extension ResolvedScore {
  /// The score with its conditions changed.
  func with(_ map: (TypedExpression) -> TypedExpression) -> ResolvedScore {
    ResolvedScore(
      name: name, lowest: lowest, highest: highest,
      rules: rules.map { Rule(points: $0.points, condition: map($0.condition), span: $0.span) }, span: span)
  }

  /// Whether it awards the same for the same, wherever it stands.
  func says(like other: ResolvedScore) -> Bool {
    lowest == other.lowest && highest == other.highest && rules.map(\.points) == other.rules.map(\.points)
      && rules.map(\.condition) == other.rules.map(\.condition)
  }
}

extension ResolvedDecision {
  /// The decision with other labels.
  func with(labels: [String]) -> ResolvedDecision {
    ResolvedDecision(
      name: name, isUnique: isUnique, isSplit: isSplit, labels: labels, branches: branches,
      documentation: documentation,
      span: span)
  }

  /// What of it others can read: its labels.
  var withoutBranches: ResolvedDecision {
    ResolvedDecision(
      name: name, isUnique: isUnique, isSplit: isSplit, labels: labels, branches: [], documentation: documentation,
      span: span)
  }
}

extension ResolvedFunnel {
  /// The funnel with some of its tables exchanged.
  func with(
    choices: [ResolvedChoice]? = nil, sources: [ResolvedSource]? = nil, points: [ResolvedPoint]? = nil,
    lets: [ResolvedLet]? = nil, scores: [ResolvedScore]? = nil, decisions: [ResolvedDecision]? = nil,
    stages: [ResolvedStage]? = nil, activityNames: [ResolvedActivityName]? = nil
  ) -> ResolvedFunnel {
    ResolvedFunnel(
      name: name, title: title, documentation: documentation, version: version, timezone: timezone,
      workingTime: workingTime,
      choices: choices ?? self.choices, roles: roles, sources: sources ?? self.sources, leadFeed: leadFeed,
      eventFeed: eventFeed, actorsRequired: actorsRequired, points: points ?? self.points, lets: lets ?? self.lets,
      scores: scores ?? self.scores, enrichments: enrichments, intake: intake, start: start,
      decisions: decisions ?? self.decisions, stages: stages ?? self.stages, activities: activities,
      activityNames: activityNames ?? self.activityNames, ends: ends, exits: exits, watches: watches,
      handlers: handlers,
      systemTitles: systemTitles, formerNames: formerNames, starts: starts, tests: tests, span: span)
  }
}
