import FunnelIR

/// From place to place: targets, decisions, stages, ends.
///
/// A method that returns a target has left the stage for it; the caller travels on. So a chain of places is a loop, and
/// nothing recurses however long it is.
extension Interpreter {
  /// Leaves the stage, if the journey is in one, and goes to a place.
  mutating func leaveAndTravel(_ how: Journey.Leaving, to target: Target) {
    leave(how)
    journey.incident = nil
    travel(to: target)
  }

  /// Goes to a place, and on from there as long as the way leads on.
  mutating func travel(to target: Target?) {
    var next = target
    while let place = next {
      journey.pending = place
      trail.append(place)
      guard takeStep() else {
        return stop("the journey took \(Interpreter.stepLimit) steps within one instant: it goes round \(loop())")
      }
      switch place.kind {
      case .decision: next = decide(place.index)
      case .stage: next = enter(place.index)
      case .end: return end(at: place.index)
      }
    }
  }

  /// Looks at the journey after something changed and nothing led away yet.
  mutating func goOn() {
    guard !journey.isEnded, journey.incident == nil || retriesIncident() else { return }
    if journey.stage < 0 {
      // Blocked on the way to a place: the funnel's own exits first, then the place again.
      let place = journey.pending
      travel(to: funnelExit() ?? place)
    } else if journey.status == .blocked {
      travel(to: funnelExit() ?? open(stage: Int(journey.stage)))
    } else {
      travel(to: settle())
    }
  }

  /// Whether a journey that was stopped for its steps may try again: at a later instant, with room in its journal.
  private mutating func retriesIncident() -> Bool {
    guard journey.stepsAt < now, journey.recordCount < Interpreter.recordLimit else { return false }
    journey.incident = nil
    return true
  }

  /// Takes a decision; where no branch is known to be true, the journey is blocked there, and only an exit leads on.
  private mutating func decide(_ index: Int) -> Target? {
    let decision = program.decisions[index]
    let taken: Int?
    if let split = program.splits[index] {
      let branch = decision.branches.start + split.branch(ofLead: journey.lead)
      let draw = split.draw(ofLead: journey.lead)
      record(.split(index, draw: draw, branch: branch))
      taken = branch
    } else {
      taken = decision.branches.indices.first { holds(program.branches[$0].condition) }
      recordDecision(index, taken: taken)
    }
    guard let taken else {
      block(Target(.decision, index))
      return funnelExit()
    }
    unblock()
    let branch = program.branches[taken]
    let label = Int32(truncatingIfNeeded: branch.label)
    journey.labels[index] = label
    journey.path.append(Journey.Turn(decision: Int32(truncatingIfNeeded: index), label: label))
    return branch.target
  }

  /// Enters a stage.
  private mutating func enter(_ index: Int) -> Target? {
    unblock()
    journey.pending = nil
    if let limit = program.stages[index].visits {
      guard journey.visits[index] < limit.visits else {
        record(.visitLimit(stage: index, visits: limit.visits))
        return limit.target
      }
      journey.visits[index] += 1
    }
    journey.stage = Int32(truncatingIfNeeded: index)
    journey.entered = now
    journey.history.append(Journey.Visit(stage: Int32(truncatingIfNeeded: index), entered: now))
    let visit = journey.history.count
    record(.entered(stage: index, visit: visit))
    startTimers()
    return open(stage: index)
  }

  /// Opens a stage: what it requires, its exits, then its activities.
  private mutating func open(stage index: Int) -> Target? {
    let stage = program.stages[index]
    guard holds(stage.requirement) else {
      block(Target(.stage, index))
      return funnelExit()
    }
    unblock()
    if let target = exit() { return target }
    startActivities(of: stage)
    return settle()
  }

  /// What follows when nothing is left to be done at once: the exits, then completion.
  mutating func settle() -> Target? {
    if let target = exit() { return target }
    let stage = program.stages[Int(journey.stage)]
    guard let next = stage.next, isDone(stage),
      stage.conditions.indices.allSatisfy({ holds(program.ids[$0]) })
    else { return nil }
    leave(.completed)
    return next
  }

  private mutating func exit() -> Target? {
    let stage = program.stages[Int(journey.stage)]
    if let target = firstRoute(stage.exits) {
      leave(.exit)
      return target
    }
    return funnelExit()
  }

  /// The first of the funnel's exits that has become true since it was last asked.
  mutating func funnelExit() -> Target? {
    let exits = program.program.exits
    for (number, index) in exits.indices.enumerated() {
      let route = program.routes[index]
      let isTrue = holds(route.condition)
      let wasTrue = journey.wasExitTrue[number]
      journey.wasExitTrue[number] = isTrue
      guard isTrue, !wasTrue else { continue }
      leave(.exit)
      return route.target
    }
    return nil
  }

  /// The target of the first route whose condition holds.
  mutating func firstRoute(_ routes: TableRange) -> Target? {
    for index in routes.indices where holds(program.routes[index].condition) { return program.routes[index].target }
    return nil
  }

  /// Leaves the stage: its timers drop, and what is not done is cancelled.
  mutating func leave(_ how: Journey.Leaving) {
    release(how)
    guard journey.stage >= 0 else { return }
    let stage = Int(journey.stage)
    dropTimers()
    for index in program.stages[stage].activities.indices {
      let key = program.activities[index].key
      let record = journey.activities[key]
      guard record.isOpen || record.state == .blocked, isCurrent(record) else { continue }
      close(key)
      setState(key, .cancelled)
    }
    if let last = journey.history.indices.last {
      journey.history[last].left = now
      journey.history[last].how = how
    }
    journey.stage = -1
    record(.left(stage: stage, how))
  }

  private mutating func end(at index: Int) {
    let isConverted = program.program.ends[index].outcome == .converted
    end(isConverted ? .converted : .lost, at: index)
  }

  /// Ends the journey.
  mutating func end(_ status: Journey.Status, at end: Int?) {
    dropAllTimers()
    journey.status = status
    journey.end = Int32(truncatingIfNeeded: end ?? -1)
    journey.pending = nil
    journey.incident = nil
    journey.ended = now
    record(.ended(status, end: end))
  }

  private mutating func block(_ place: Target) {
    guard journey.status != .blocked else { return }
    journey.status = .blocked
    record(.blocked(place))
  }

  private mutating func unblock() {
    guard journey.status == .blocked else { return }
    journey.status = .inProgress
    record(.unblocked)
  }
}
