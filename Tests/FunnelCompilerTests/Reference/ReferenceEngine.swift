import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Moves one journey, as the language's section on how a journey moves says.
struct ReferenceEngine {
  let funnel: ResolvedFunnel
  let calendar: ReferenceCalendar
  var journey: ReferenceJourney
  /// After so many steps at one instant the reference gives up: what a journey without end does is not its business.
  static let tooManySteps = 300

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

  // MARK: The way in

  mutating func register(at now: Int64) {
    journey.moved = now
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
    journey.status = "held"
    if let limit = hold.limit {
      start(.limit(limit.target.place), after: limit.duration, declaredAt: limit.span.start, from: now)
    }
    settle(at: now)
  }

  mutating func decline(_ reason: String?, at now: Int64) {
    journey.status = "declined"
    journey.end = "declined"
    journey.reason = reason
    journey.ended = now
  }

  // MARK: From place to place

  mutating func go(to place: ResolvedTarget.Place, at now: Int64) {
    journey.stuck = nil
    journey.status = "in_progress"
    journey.steps = journey.stepsAt == now ? journey.steps + 1 : 0
    journey.stepsAt = now
    if journey.steps > Self.tooManySteps {
      journey.isEndless = true
      return
    }
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

  mutating func decide(_ id: ID<ResolvedDecision>, at now: Int64) {
    let decision = funnel.decisions[id]
    let expression = asked(inFunnelAt: now)
    guard let branch = decision.branches.first(where: { expression.truth($0.condition) == .yes }) else {
      journey.stuck = id
      journey.status = "blocked"
      _ = takeExit(at: now)
      return
    }
    journey.labels[id.index] = branch.label
    journey.path.append("\(decision.name).\(decision.labels[branch.label])")
    go(to: branch.target.place, at: now)
  }

  mutating func finish(_ status: String, _ end: String, _ reason: String?, at now: Int64) {
    journey.status = status
    journey.end = end
    journey.reason = reason
    journey.ended = now
  }

  mutating func leave(_ how: String, at now: Int64) {
    journey.timers = []
    journey.isWaiting = false
    guard journey.isInStage else { return }
    change { if ["open", "in_progress", "blocked"].contains($0.status) { $0.status = "cancelled" } }
    journey.history[journey.history.count - 1].left = now
    journey.history[journey.history.count - 1].how = how
    journey.isInStage = false
  }

  mutating func enter(_ id: ID<ResolvedStage>, at now: Int64) {
    let stage = funnel.stages[id]
    if let limit = stage.visits, journey.history.count(where: { $0.stage == id }) >= limit.visits {
      return go(to: limit.target.place, at: now)
    }
    journey.history.append(ReferenceJourney.Visit(stage: id, entered: now))
    journey.isInStage = true
    if let limit = stage.limit {
      start(.limit(limit.target.place), after: limit.duration, declaredAt: limit.span.start, from: now)
    }
    begin(stage, at: now)
  }

  /// Begins a visit, or waits for what the stage requires.
  private mutating func begin(_ stage: ResolvedStage, at now: Int64) {
    journey.isWaiting = stage.requirements.contains {
      journey.data[$0.value.index] == nil && funnel.points[$0.value].defaultValue == nil
    }
    journey.status = journey.isWaiting ? "blocked" : "in_progress"
    if takeExit(at: now) || journey.isWaiting { return }
    let expression = asked(inStageAt: now)
    let takesPart = stage.activities.map { expression.truth(funnel.activities[$0].condition) == .yes }
    for (activity, takesPart) in zip(stage.activities.map({ funnel.activities[$0] }), takesPart) {
      var state = ReferenceActivity(declaration: activity, status: takesPart ? "blocked" : "skipped")
      if takesPart { state.obstacle = "after" }
      state.visit = journey.history.count
      journey.latest[activity.name] = state
      journey.history[journey.history.count - 1].activities.append(activity.name)
    }
    openWaiting(at: now)
    settle(at: now)
  }

  // MARK: After every change

  /// Leaves by an exit that holds, or because the stage is done.
  mutating func settle(at now: Int64) {
    if takeExit(at: now) { return }
    if let stuck = journey.stuck { return decide(stuck, at: now) }
    guard let visit = journey.visit else { return }
    let stage = funnel.stages[visit.stage]
    if journey.isWaiting { return begin(stage, at: now) }
    guard let next = stage.next else { return }
    let required = visit.activities.compactMap { journey.latest[$0] }.filter { !$0.declaration.isOptional }
    let isDone = stage.needed.map { needed in required.count { $0.status == "completed" } >= needed }
    let expression = asked(inStageAt: now)
    guard isDone ?? required.allSatisfy(\.isSettled),
      stage.conditions.allSatisfy({ expression.truth($0.value) == .yes })
    else { return }
    leave("completed", at: now)
    go(to: next.place, at: now)
  }

  /// Leaves by the first exit that holds: one of the stage, or one of the funnel that did not hold when last asked.
  mutating func takeExit(at now: Int64) -> Bool {
    guard let target = exit(at: now) else { return false }
    leave("exit", at: now)
    go(to: target.place, at: now)
    return true
  }

  private mutating func exit(at now: Int64) -> ResolvedTarget? {
    let inStage = asked(inStageAt: now)
    let ofStage = journey.isWaiting ? [] : journey.visit.map { funnel.stages[$0.stage].exits } ?? []
    if let exit = ofStage.first(where: { inStage.truth($0.condition) == .yes }) { return exit.target }
    let inFunnel = asked(inFunnelAt: now)
    for (index, exit) in funnel.exits.enumerated() {
      let held = journey.exitsThatHeld.contains(index)
      if inFunnel.truth(exit.condition) == .yes {
        journey.exitsThatHeld.insert(index)
        if !held { return exit.target }
      } else {
        journey.exitsThatHeld.remove(index)
      }
    }
    return nil
  }

  /// The first answer to an event: what names the activity before what does not, the stage before the funnel.
  func answer(to event: ResolvedHandler.Event, at now: Int64) -> ResolvedTarget.Place? {
    let inStage = asked(inStageAt: now)
    let inFunnel = asked(inFunnelAt: now)
    let ofStage = journey.visit.map { funnel.stages[$0.stage].handlers } ?? []
    func first(_ handlers: [ResolvedHandler], _ event: ResolvedHandler.Event, _ expression: ReferenceExpression)
      -> ResolvedTarget.Place?
    {
      handlers.first { $0.event == event && $0.target != nil && expression.truth($0.condition) == .yes }?.target?.place
    }
    if case .failed = event {
      return first(ofStage, event, inStage) ?? first(ofStage, .failed(nil), inStage)
        ?? first(funnel.handlers, event, inFunnel) ?? first(funnel.handlers, .failed(nil), inFunnel)
    }
    return first(ofStage, event, inStage) ?? first(funnel.handlers, event, inFunnel)
  }
}
