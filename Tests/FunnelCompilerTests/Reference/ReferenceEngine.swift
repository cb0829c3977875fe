import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Moves one journey, as the language's section on how a journey moves says.
struct ReferenceEngine {
  let funnel: ResolvedFunnel
  let calendar: ReferenceCalendar
  /// The tables in which leads are looked up, in the order of the funnel's look-ups.
  let tables: [ReferenceTable]
  var journey: ReferenceJourney
  /// What happened and waits to be answered.
  var queue: [Happening] = []
  /// What the outside world should do, in order.
  var effects: [ReferenceEffect] = []
  /// The journeys of other funnels that begin once the step is over.
  var handOvers: [HandOver] = []
  /// How often each construct came into play.
  var tally = ReferenceTally()
  /// After so many steps at one instant the reference gives up: what a journey without end does is not its business.
  static let tooManySteps = 24

  init(_ run: ReferenceRun, _ journey: ReferenceJourney) {
    funnel = run.funnels[journey.funnel]
    calendar = run.calendars[journey.funnel]
    tables = run.tables[journey.funnel]
    self.journey = journey
  }

  /// What another funnel is asked to begin.
  struct HandOver {
    let funnel: Int
    let place: ResolvedTarget.Place?
    let time: Int64
  }

  // MARK: Asking

  /// Asks in a clause of the current stage, where `entered` is when the stage was.
  func asked(inStageAt now: Int64) -> ReferenceExpression {
    asked(now, journey.visit?.entered ?? journey.started)
  }

  /// Asks in a clause of the funnel, where `entered` is when the journey began.
  func asked(inFunnelAt now: Int64) -> ReferenceExpression { asked(now, journey.started) }

  private func asked(_ now: Int64, _ entered: Int64) -> ReferenceExpression {
    ReferenceExpression(funnel: funnel, calendar: calendar, journey: journey, now: now, entered: entered)
  }

  /// Counts a step; false where there were too many within an instant.
  mutating func takeStep(at now: Int64) -> Bool {
    journey.steps = journey.stepsAt == now ? journey.steps + 1 : 0
    journey.stepsAt = now
    if journey.steps > Self.tooManySteps { journey.isEndless = true }
    return !journey.isEndless
  }

  // MARK: The way in

  mutating func register(at now: Int64) {
    journey.moved = now
    journey.seen = observed(at: now)
    let expression = asked(inFunnelAt: now)
    for point in funnel.intake.required {
      let name = funnel.points[point.value].name
      if journey.data[point.value.index] == nil, funnel.points[point.value].defaultValue == nil {
        return decline("\(name) is missing", at: now)
      }
    }
    for decline in funnel.intake.declines where expression.truth(decline.condition) == .yes {
      return self.decline(decline.reason, at: now)
    }
    guard let hold = funnel.intake.holds.first(where: { expression.truth($0.condition) == .yes }) else {
      return go(to: funnel.start.place, at: now)
    }
    tally[.held] += 1
    journey.status = "held"
    if let limit = hold.limit {
      start(.limit(limit.target.place), after: limit.duration, declaredAt: limit.span.start, from: now)
    }
    goOn(at: now)
  }

  mutating func decline(_ reason: String?, at now: Int64) {
    journey.timers = []
    journey.status = "declined"
    journey.end = "declined"
    journey.reason = reason
    journey.ended = now
  }

  // MARK: From place to place

  mutating func go(to place: ResolvedTarget.Place, at now: Int64) {
    journey.stuck = nil
    journey.status = "in_progress"
    guard takeStep(at: now) else { return }
    switch place {
    case .stage(let stage): enter(stage, at: now)
    case .decision(let decision): decide(decision, at: now)
    case .end(let id):
      let end = funnel.ends[id]
      switch end.outcome {
      case .converted: finish("converted", end.name, nil, at: now)
      case .lost(let reason): finish("lost", end.name, reason, at: now)
      }
    case .converted: finish("converted", "converted", nil, at: now)
    case .lost(let reason): finish("lost", "lost", reason, at: now)
    }
  }

  /// Takes a decision or a split; where nothing matches, what is watched may lead away, or may mend it.
  mutating func decide(_ id: ID<ResolvedDecision>, at now: Int64) {
    let decision = funnel.decisions[id]
    let expression = asked(inFunnelAt: now)
    let branch =
      decision.isSplit
      ? ReferenceSplit.branch(of: decision, lead: journey.lead.word ?? [])
      : decision.branches.first { expression.truth($0.condition) == .yes }
    if decision.isSplit { tally[.split] += 1 }
    guard let branch else {
      tally[.blocked] += 1
      journey.stuck = id
      journey.status = "blocked"
      if watchUntilQuiet(at: now) == .acted, takeStep(at: now) { decide(id, at: now) }
      return
    }
    journey.stuck = nil
    journey.status = "in_progress"
    journey.labels[id.index] = branch.label
    journey.path.append("\(decision.name).\(decision.labels[branch.label])")
    noteChanges(at: now)
    go(to: branch.target.place, at: now)
  }

  mutating func finish(_ status: String, _ end: String, _ reason: String?, at now: Int64) {
    journey.timers = []
    journey.status = status
    journey.end = end
    journey.reason = reason
    journey.ended = now
  }

  mutating func leave(_ how: String, at now: Int64) {
    journey.timers = []
    guard journey.isInStage else { return }
    change { if ["open", "in_progress", "blocked"].contains($0.status) { $0.status = "cancelled" } }
    // The transition drops what waits to be answered; what is changed now is answered where the journey goes.
    queue = []
    _ = answer(Happening(.exit, visit: journey.history.count), at: now)
    journey.history[journey.history.count - 1].left = now
    journey.history[journey.history.count - 1].how = how
    journey.isInStage = false
    journey.isWaiting = false
  }

  mutating func enter(_ id: ID<ResolvedStage>, at now: Int64) {
    let stage = funnel.stages[id]
    if let limit = stage.visits, journey.history.count(where: { $0.stage == id }) >= limit.visits {
      tally[.visitLimit] += 1
      return go(to: limit.target.place, at: now)
    }
    journey.history.append(ReferenceJourney.Visit(stage: id, entered: now))
    journey.isInStage = true
    journey.held = journey.held.filter { $0.stage != id }
    if let limit = stage.limit {
      start(.limit(limit.target.place), after: limit.duration, declaredAt: limit.span.start, from: now)
    }
    begin(stage, at: now)
  }

  /// Begins a visit, or waits for what the stage requires.
  mutating func begin(_ stage: ResolvedStage, at now: Int64) {
    let lacks = stage.requirements.contains {
      journey.data[$0.value.index] == nil && funnel.points[$0.value].defaultValue == nil
    }
    guard !lacks else {
      tally[.required] += 1
      journey.isWaiting = true
      journey.status = "blocked"
      if watchUntilQuiet(at: now) == .acted, takeStep(at: now) { begin(stage, at: now) }
      return
    }
    journey.isWaiting = false
    journey.status = "in_progress"
    note(.enter)
    guard !answerQueue(at: now), !journey.isEndless, watch(exitsOnly: true, at: now) == .quiet else { return }
    if startActivities(of: stage, at: now) { return }
    settle(at: now)
  }

  // MARK: After every change

  /// Goes on after something happened: answers it, looks at what is watched, and sees whether the stage is done.
  mutating func settle(at now: Int64) {
    guard let visit = journey.visit else { return }
    var firing = Firing.acted
    while firing == .acted {
      if answerQueue(at: now) || journey.isEndless { return }
      firing = watch(exitsOnly: false, at: now)
      if firing == .left || journey.isEndless { return }
    }
    let stage = funnel.stages[visit.stage]
    guard let next = stage.next else { return }
    let required = visit.activities.compactMap { journey.latest[$0] }.filter { !$0.declaration.isOptional }
    let isDone = stage.needed.map { needed in required.count { $0.status == "completed" } >= needed }
    let expression = asked(inStageAt: now)
    guard isDone ?? required.allSatisfy(\.isSettled) else { return }
    guard stage.conditions.allSatisfy({ expression.truth($0.value) == .yes }) else {
      tally[.waited] += 1
      return
    }
    leave("completed", at: now)
    go(to: next.place, at: now)
  }

  /// Goes on wherever the journey is: in a stage, held, or blocked, where it tries again.
  mutating func goOn(at now: Int64) {
    guard journey.isOpen, !journey.isEndless else { return }
    if journey.isInStage, !journey.isWaiting { return settle(at: now) }
    queue = []
    guard watchUntilQuiet(at: now) != .left else { return }
    if let visit = journey.visit {
      begin(funnel.stages[visit.stage], at: now)
    } else if let stuck = journey.stuck, takeStep(at: now) {
      decide(stuck, at: now)
    }
  }

  /// Looks at what is watched, because time passed or an event without an effect came.
  mutating func look(at now: Int64) {
    guard journey.isOpen, !journey.isEndless else { return }
    if journey.isInStage, !journey.isWaiting { return settle(at: now) }
    if watchUntilQuiet(at: now) == .acted { goOn(at: now) }
  }
}
