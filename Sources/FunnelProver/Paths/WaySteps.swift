import FunnelSemantics
import FunnelSyntax

/// What single steps of a journey do to what is certain of it.
struct WaySteps: Sendable {
  /// A clause that leads out of a stage, or out of whatever place the journey is in.
  struct Exit: Sendable {
    /// Where it leads.
    let target: ResolvedTarget.Place
    /// What was true as it did.
    var conditions: [TypedExpression] = []
    /// How an activity stood then.
    var standing: (activity: ID<ResolvedActivityName>, set: ValueSet)?
    /// What was written between that and leaving.
    var writes: Set<ID<ResolvedPoint>> = []
    /// What makes it happen.
    var trigger = Trigger.condition
  }

  /// What makes a clause lead away.
  enum Trigger: Hashable, Sendable {
    /// The stage is done.
    case completion
    /// Its time is over.
    case limit(CalendarSpan)
    /// Its condition becomes true.
    case condition
    /// Something happens.
    case event(ResolvedHandler.Event)
    /// The runner comes to it by itself.
    case action
  }

  private let ground: Ground
  private var funnel: ResolvedFunnel { ground.funnel }
  /// What the conditions of the funnel read: of nothing else, labels and standings are kept.
  private let read: Reads
  private let hasLasting: Bool
  /// What facts are about.
  var reads: FactReads { ground.reads }
  private let exits: [[Exit]]
  /// What is written as each stage is left; the last is of any stage.
  private let lastWrites: [Set<ID<ResolvedPoint>>]

  init(_ ground: Ground) {
    self.ground = ground
    let funnel = ground.funnel
    read = Reads(funnel.conditions, in: funnel)
    hasLasting = !funnel.sources.isEmpty || funnel.points.contains { $0.isFixed }
    let own = funnel.handlers.writes { $0 == .exit }
    lastWrites =
      funnel.stages.map { own.union($0.handlers.writes { $0 == .exit }) }
      + [funnel.stages.reduce(own) { $0.union($1.handlers.writes { $0 == .exit }) }]
    exits = funnel.stages.indices.map { funnel.exits(of: ID($0)) } + [funnel.exitsFromAnywhere]
  }

  /// Whether labels and standings of all that is read are kept.
  func isTold(of reads: Reads) -> Bool {
    reads.labels.isSubset(of: read.labels) && reads.activities.isSubset(of: read.activities)
  }

  /// The clauses that lead out of a stage; nil for the funnel's own.
  func exits(of stage: ID<ResolvedStage>?) -> [Exit] { exits[stage?.index ?? funnel.stages.count] }

  /// What intake leaves certain behind some of its clauses.
  func intake(declines: Int, holds: Int) -> Way {
    var way = Way()
    way.add(funnel.intake.required.map { .isKnown($0.value) })
    way.add(funnel.intake.declines.prefix(declines).map { .isNotTrue($0.condition) })
    way.add(funnel.intake.holds.prefix(holds).map { .isNotTrue($0.condition) })
    return way
  }

  /// What is left once updates may have come: known values of fixed points, and the source.
  func waited(_ way: Way) -> Way {
    var next = way
    next.forget { _ in true }
    guard hasLasting, !way.facts.isEmpty else { return next }
    let parts = way.facts.flatMap { $0.parts(in: funnel) }
    let known = parts.reduce(into: Set<ID<ResolvedPoint>>()) { $0.formUnion($1.knownPoints(in: funnel)) }
      .filter { funnel.points[$0].isFixed }
    next.add(
      parts.filter {
        let reads = self.reads[$0]
        return reads.points.isSubset(of: known) && reads.labels.isEmpty && reads.activities.isEmpty
          && !reads.hasPlace && !reads.hasMoment
      })
    next.add(known.sorted().map { .isKnown($0) })
    return next
  }

  /// What follows from a decision that took one of some branches.
  func taking(_ id: ID<ResolvedDecision>, _ branches: [Int], _ way: Way) -> Way {
    let decision = funnel.decisions[id]
    var next = way
    next.forget { reads[$0].labels.contains(id) }
    if read.labels.contains(id) {
      next.labels[id] = ValueSet(branches.map { Int64(decision.branches[$0].label) }.map { $0...$0 })
    }
    let isAny = branches.count == decision.branches.count && decision.branches.contains { $0.condition == nil }
    guard !decision.isSplit, !isAny else { return next }
    if !reads[id].labels.contains(id), !reads[id].hasPlace { next.add([.takes(id, branches)]) }
    return next
  }

  // MARK: Stages

  /// What is certain as a stage's activities open.
  func opening(_ id: ID<ResolvedStage>, _ way: Way) -> [Way] {
    let stage = funnel.stages[id]
    let required = stage.requirements.map { Fact.isKnown($0.value) }
    // Without them the journey waits at the stage until they are there.
    var ways = required.allSatisfy { way.facts.contains($0) } ? [way] : [way, waited(way)]
    let writes = (stage.handlers + funnel.handlers).writes { event in
      if case .changed = event { true } else { event == .enter }
    }
    for index in ways.indices {
      ways[index].add(required)
      ways[index].forget { !reads[$0].points.isDisjoint(with: writes) }
    }
    return ways
  }

  /// Whether a stage is done in the instant in which it is entered, so that nobody waits in it.
  func isPassed(_ id: ID<ResolvedStage>) -> Bool {
    let stage = funnel.stages[id]
    return stage.next != nil && stage.requirements.isEmpty && stage.conditions.isEmpty
      && (stage.needed == 0
        || (stage.needed == nil && stage.activities.allSatisfy { funnel.activities[$0].isOptional }))
  }

  /// What is certain as a stage that nobody waits in is done, behind what is written on entering it.
  func passing(_ id: ID<ResolvedStage>, _ way: Way) -> Way {
    let stage = funnel.stages[id]
    let actions =
      stage.activities.flatMap { funnel.activities[$0].actions ?? [] }
      + (stage.watches + funnel.watches).flatMap(\.actions)
    let writes = (stage.handlers + funnel.handlers).writes { _ in true }.union(actions.compactMap(\.written))
    var next = inside(id, way)
    next.add(
      way.facts.filter {
        let reads = self.reads[$0]
        return !reads.hasPlace && reads.activities.isEmpty && reads.points.isDisjoint(with: writes)
      })
    return next
  }

  /// What is certain at any time in a stage.
  func inside(_ id: ID<ResolvedStage>, _ way: Way) -> Way {
    var next = waited(way)
    for activity in funnel.stages[id].activities.map({ funnel.activities[$0] })
    where read.activities.contains(activity.name) {
      next.standings[activity.name] = next.standing(of: activity.name).union(activity.standings)
    }
    return next
  }

  /// What is certain behind a clause that leads out of a stage; nil where it never does.
  func leaving(_ id: ID<ResolvedStage>?, _ inside: Way, by exit: Exit) -> Way? {
    var next = inside
    let parts = exit.conditions.flatMap { Fact.isTrue($0).parts(in: funnel) }
    if exit.trigger == .completion, let id { complete(id, &next) }
    if let standing = exit.standing, read.activities.contains(standing.activity) {
      next.standings[standing.activity] = next.standing(of: standing.activity).intersection(standing.set)
    }
    for case .isTrue(let condition) in parts {
      guard case .activityIs(let activity, let state) = condition.kind else { continue }
      next.standings[activity] = next.standing(of: activity).intersection(ValueSet(Standing.those(in: state)))
    }
    guard !next.standings.values.contains(where: \.isEmpty) else { return nil }
    let writes = exit.writes.union(lastWrites[id?.index ?? funnel.stages.count])
    next.add(
      parts.filter {
        let reads = self.reads[$0]
        return !reads.hasPlace && reads.activities.isEmpty && reads.points.isDisjoint(with: writes)
      })
    next.standings = next.standings.mapValues(\.closed)
    return next
  }

  /// How activities stand as their stage is done.
  private func complete(_ id: ID<ResolvedStage>, _ way: inout Way) {
    let stage = funnel.stages[id]
    for activity in stage.activities.map({ funnel.activities[$0] }) where read.activities.contains(activity.name) {
      let isAsked = stage.needed == nil && !activity.isOptional
      let done = ValueSet([Standing.completed, .skipped])
      way.standings[activity.name] = isAsked ? activity.standings.intersection(done) : activity.standings
    }
  }

  /// Gives up what changed from what was known: the last resort in a loop.
  func loosen(_ way: inout Way, from known: [Way]) {
    guard let before = known.first else { return }
    way.forget { _ in true }
    for id in Set(way.labels.keys).union(before.labels.keys) where way.label(of: id) != before.label(of: id) {
      way.labels[id] = Grid.domain(of: .label(id), in: funnel).union(.missing)
    }
    for id in Set(way.standings.keys).union(before.standings.keys)
    where way.standing(of: id) != before.standing(of: id) {
      way.standings[id] = ValueSet(Standing.allCases)
    }
  }
}

extension ResolvedActivity {
  /// How it can stand once it was begun and while its stage lasts.
  fileprivate var standings: ValueSet {
    var all: [Standing] = [.open, .inProgress, .blocked, .completed, .failed]
    if due != nil { all += [.overdueOpen, .overdueInProgress] }
    if condition != nil { all.append(.skipped) }
    return ValueSet(all)
  }
}

extension ValueSet {
  /// How activities stand once their stage is left: what was not done is cancelled.
  fileprivate var closed: ValueSet {
    let open = ValueSet([Standing.open, .inProgress, .overdueOpen, .overdueInProgress, .blocked])
    return intersection(open).isEmpty ? self : intersection(open.complement).union(ValueSet([Standing.cancelled]))
  }
}
