import FunnelDiagnostics

/// Two versions of a funnel on common ground: one funnel that holds the data points, formulas, labels and names of both, so that
/// conditions of the one can be compared with conditions of the other.
///
/// What both have stands there once. Where both read the same value of the feed but take other values of it for fitting, or have
/// another default, each reads it through a formula of its own.
public struct JoinedVersions: Sendable {
  /// The earlier version.
  public let old: ResolvedFunnel
  /// The later version.
  public let new: ResolvedFunnel
  /// What became of each thing of the earlier version.
  public let counterparts: Counterparts
  /// The common ground; its numbers are those of the later version, and behind them of what only the earlier one has.
  public private(set) var funnel: ResolvedFunnel

  /// What ids and members of one version are on the common ground.
  struct Numbering: Sendable {
    var choices: [Int] = []
    var members: [[Int]] = []
    var labels: [[Int]] = []
    var points: [TypedExpression.Kind] = []
    var lets: [Int] = []
    var scores: [Int] = []
    var decisions: [Int] = []
    var activities: [Int] = []
    var sources: [Int] = []
    var stages: [Int] = []
  }

  private var oldNumbers = Numbering()
  private var newNumbers = Numbering()

  /// Lays two versions side by side.
  public init(_ old: ResolvedFunnel, _ new: ResolvedFunnel) {
    self.old = old
    self.new = new
    counterparts = Counterparts(old, new)
    funnel = new
    joinNames()
    let choices = joinChoices()
    let decisions = joinDecisions()
    var ground = Ground(choices: choices, decisions: decisions)
    joinPoints(&ground)
    joinFormulas(&ground)
    funnel = ground.funnel(over: new, names: (funnel.activityNames, funnel.sources, funnel.stages))
  }

  /// A condition of the earlier version, on the common ground.
  public func fromOld(_ expression: TypedExpression) -> TypedExpression { map(expression, oldNumbers) }

  /// A condition of the later version, on the common ground.
  public func fromNew(_ expression: TypedExpression) -> TypedExpression { map(expression, newNumbers) }

  // MARK: Mapping

  private func map(_ expression: TypedExpression, _ numbers: Numbering) -> TypedExpression {
    expression.mapped({ type($0, numbers) }) { leaf in
      switch leaf.kind {
      case .literal(.member(let index)): .literal(.member(member(index, leaf.type, numbers)))
      case .point(let id): numbers.points[id.index]
      case .letValue(let id): .letValue(ID(numbers.lets[id.index]))
      case .score(let id): .score(ID(numbers.scores[id.index]))
      case .lastLabel(let id): .lastLabel(ID(numbers.decisions[id.index]))
      case .activityIs(let id, let state): .activityIs(ID(numbers.activities[id.index]), state)
      default: nil
      }
    }
  }

  private func type(_ type: FunnelType, _ numbers: Numbering) -> FunnelType {
    switch type {
    case .choice(let id): .choice(ID(numbers.choices[id.index]))
    case .label(let id): .label(ID(numbers.decisions[id.index]))
    case .set(let element): .set(self.type(element, numbers))
    default: type
    }
  }

  private func member(_ index: Int, _ type: FunnelType, _ numbers: Numbering) -> Int {
    let list: [Int] =
      switch type {
      case .choice(let id): numbers.members[id.index]
      case .label(let id): numbers.labels[id.index]
      case .source: numbers.sources
      case .stage: numbers.stages
      default: []
      }
    return list.indices.contains(index) ? list[index] : index
  }

  // MARK: Tables

  /// Where the items of the earlier version stand: at their counterparts', or behind all.
  private static func places<Item>(_ items: [Item], _ counterparts: [ID<Item>?], _ table: inout [Item]) -> [Int] {
    zip(items, counterparts).map { item, counterpart in
      if let counterpart { return counterpart.index }
      table.append(item)
      return table.count - 1
    }
  }

  private mutating func joinNames() {
    var (activities, sources, stages) = (new.activityNames, new.sources, new.stages)
    oldNumbers.activities = Self.places(old.activityNames, counterparts.activities, &activities)
    oldNumbers.sources = Self.places(old.sources, counterparts.sources, &sources)
    oldNumbers.stages = Self.places(old.stages, counterparts.stages, &stages)
    newNumbers.activities = Array(new.activityNames.indices)
    newNumbers.sources = Array(new.sources.indices)
    newNumbers.stages = Array(new.stages.indices)
    funnel = funnel.with(sources: sources, stages: stages, activityNames: activities)
  }

  /// A choice of which some point is in both versions becomes one with the members of both, told apart by what stands for them
  /// in the feed.
  private mutating func joinChoices() -> [ResolvedChoice] {
    var choices = new.choices
    newNumbers.choices = Array(choices.indices)
    newNumbers.members = choices.map { Array($0.members.indices) }
    for (index, choice) in old.choices.enumerated() {
      guard let place = counterpart(ofChoice: index) else {
        choices.append(choice)
        oldNumbers.choices.append(choices.count - 1)
        oldNumbers.members.append(Array(choice.members.indices))
        continue
      }
      var members = choices[place].members
      oldNumbers.members.append(
        choice.members.map { member in
          if let known = members.firstIndex(where: { $0.feedValue == member.feedValue }) { return known }
          members.append(member)
          return members.count - 1
        })
      oldNumbers.choices.append(place)
      choices[place] = ResolvedChoice(name: choices[place].name, members: members, span: choices[place].span)
    }
    return choices
  }

  private func counterpart(ofChoice index: Int) -> Int? {
    for (point, counterpart) in zip(old.points, counterparts.points) {
      guard let counterpart, point.type.choice?.index == index, let place = new.points[counterpart].type.choice else {
        continue
      }
      return place.index
    }
    return nil
  }

  private mutating func joinDecisions() -> [ResolvedDecision] {
    var decisions = new.decisions
    newNumbers.decisions = Array(decisions.indices)
    newNumbers.labels = decisions.map { Array($0.labels.indices) }
    for (decision, counterpart) in zip(old.decisions, counterparts.decisions) {
      guard let counterpart else {
        decisions.append(decision)
        oldNumbers.decisions.append(decisions.count - 1)
        oldNumbers.labels.append(Array(decision.labels.indices))
        continue
      }
      var labels = decisions[counterpart].labels
      oldNumbers.labels.append(
        decision.labels.map { label in
          if let known = labels.firstIndex(of: label) { return known }
          labels.append(label)
          return labels.count - 1
        })
      oldNumbers.decisions.append(counterpart.index)
      decisions[counterpart.index] = decisions[counterpart].with(labels: labels)
    }
    return decisions.map { $0.withoutBranches }
  }

  private mutating func joinPoints(_ ground: inout Ground) {
    newNumbers.points = new.points.indices.map { .point(ID($0)) }
    ground.points = new.points.map { $0.with(type: type($0.type, newNumbers)) }
    ground.letsStart = new.lets.count + old.lets.count
    for (index, point) in old.points.enumerated() {
      let mapped = point.with(type: type(point.type, oldNumbers))
      guard let place = counterparts.points[index]?.index, ground.points[place].reads(like: mapped),
        hasSameElements(point, new.points[place])
      else {
        ground.points.append(mapped)
        oldNumbers.points.append(.point(ID(ground.points.count - 1)))
        continue
      }
      let later = new.points[place]
      if hasSameValues(point, later) {
        oldNumbers.points.append(.point(ID(place)))
      } else {
        // Both read the same value; each takes what fits it.
        ground.points[place] = ground.points[place].open
        newNumbers.points[place] = ground.read(ID(place), as: later, members: newMembers(later), old: false)
        oldNumbers.points.append(ground.read(ID(place), as: point, members: oldMembers(point), old: true))
      }
    }
  }

  /// Whether the same elements fit, where both are sets: one that doesn't makes the whole set unfit.
  private func hasSameElements(_ old: ResolvedPoint, _ new: ResolvedPoint) -> Bool {
    guard old.type.plainChoice == nil, let before = old.type.choice, let after = new.type.choice else { return true }
    return Set(oldNumbers.members[before.index]) == Set(newNumbers.members[after.index])
  }

  private func newMembers(_ point: ResolvedPoint) -> [Int]? {
    point.type.plainChoice.map { newNumbers.members[$0.index] }
  }
  private func oldMembers(_ point: ResolvedPoint) -> [Int]? {
    point.type.plainChoice.map { oldNumbers.members[$0.index] }
  }

  private func hasSameValues(_ old: ResolvedPoint, _ new: ResolvedPoint) -> Bool {
    let isSameDefault: Bool =
      switch (old.defaultValue, new.defaultValue) {
      case (nil, nil): true
      case (let a?, let b?): map(a, oldNumbers) == map(b, newNumbers)
      default: false
      }
    return isSameDefault && old.lowest == new.lowest && old.highest == new.highest
      && Set(oldMembers(old) ?? []) == Set(newMembers(new) ?? [])
  }

  /// Formulas and scores that say the same are one; the others of the earlier version stand behind.
  private mutating func joinFormulas(_ ground: inout Ground) {
    newNumbers.lets = Array(new.lets.indices)
    newNumbers.scores = Array(new.scores.indices)
    oldNumbers.lets = old.lets.indices.map { new.lets.count + $0 }
    oldNumbers.scores = old.scores.indices.map { new.scores.count + $0 }
    let newLets = new.lets.map { item in item.with(type(item.type, newNumbers)) { map($0, newNumbers) } }
    let newScores = new.scores.map { item in item.with { map($0, newNumbers) } }
    var isChanged = true
    while isChanged {
      isChanged = false
      for (index, item) in old.lets.enumerated() where oldNumbers.lets[index] >= new.lets.count {
        let mapped = item.with(type(item.type, oldNumbers)) { map($0, oldNumbers) }
        guard let same = newLets.firstIndex(where: { $0.cases == mapped.cases && $0.type == mapped.type }) else {
          continue
        }
        oldNumbers.lets[index] = same
        isChanged = true
      }
      for (index, item) in old.scores.enumerated() where oldNumbers.scores[index] >= new.scores.count {
        let mapped = item.with { map($0, oldNumbers) }
        guard let same = newScores.firstIndex(where: { $0.says(like: mapped) }) else { continue }
        oldNumbers.scores[index] = same
        isChanged = true
      }
    }
    ground.lets =
      newLets + old.lets.map { item in item.with(type(item.type, oldNumbers)) { map($0, oldNumbers) } }
      + ground.readers.map { reader in
        reader.formula { map($0, reader.isOld ? oldNumbers : newNumbers) }
      }
    ground.scores = newScores + old.scores.map { item in item.with { map($0, oldNumbers) } }
  }
}
