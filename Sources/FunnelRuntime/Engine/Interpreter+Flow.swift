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
      guard takeStep(.place(place)) else { return }
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
    if journey.stage >= 0, journey.status != .blocked { return travel(to: settle()) }
    if journey.hasOpened {
      // It was stopped in the middle of its stage, and not because the stage lacks something.
      unblock()
      return travel(to: settle())
    }
    // Nothing answers what changes while the journey is held or blocked. The exits come first, then the place again.
    if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
    switch fireUntilQuiet() {
    case .left(let target): travel(to: target)
    case .stopped: break
    case .nothing, .acted: travel(to: journey.stage >= 0 ? open(stage: Int(journey.stage)) : journey.pending)
    }
  }

  /// Does what is watched until nothing more becomes true, while the journey is held or blocked.
  mutating func fireUntilQuiet() -> Firing {
    var hasActed = false
    while true {
      let firing = fireWatches()
      if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
      guard case .acted = firing else {
        guard case .nothing = firing, hasActed else { return firing }
        return .acted
      }
      hasActed = true
    }
  }

  /// What a place does at which the journey can't go on: something watched may lead away, or may mend it.
  /// - Returns: the place to go to, or whether to try again.
  private mutating func wait(at place: Target) -> (target: Target?, triesAgain: Bool) {
    block(place)
    switch fireUntilQuiet() {
    case .left(let target): return (target, false)
    case .acted: return (nil, true)
    case .nothing, .stopped: return (nil, false)
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
      let place = Target(.decision, index)
      let way = wait(at: place)
      return way.triesAgain ? place : way.target
    }
    unblock()
    let branch = program.branches[taken]
    let label = Int32(truncatingIfNeeded: branch.label)
    journey.labels[index] = label
    journey.path.append(Journey.Turn(decision: Int32(truncatingIfNeeded: index), label: label))
    noteChanges()
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
    }
    journey.stage = Int32(truncatingIfNeeded: index)
    journey.entered = now
    journey.history.append(Journey.Visit(stage: Int32(truncatingIfNeeded: index), entered: now))
    journey.visits[index] += 1
    let visit = journey.history.count
    record(.entered(stage: index, visit: visit))
    for watch in program.stages[index].watches.indices { journey.wasTrue[watch] = false }
    forgetOccurrences()
    startTimers()
    return open(stage: index)
  }

  /// Opens a stage: what it requires, its answers to being entered, its exits, then its activities.
  private mutating func open(stage index: Int) -> Target? {
    let stage = program.stages[index]
    while !holds(stage.requirement) {
      let way = wait(at: Target(.stage, index))
      guard way.triesAgain else { return way.target }
    }
    unblock()
    note(.enter)
    if let target = answerChanges() { return target }
    guard journey.incident == nil else { return nil }
    if case .left(let target) = fireWatches(exitsOnly: true) { return target }
    guard journey.incident == nil else { return nil }
    journey.hasOpened = true
    if let target = startActivities(of: stage) {
      leave(.exit)
      return target
    }
    return settle()
  }

  /// What follows when nothing is left to be done at once: answers, what is watched, then completion.
  mutating func settle() -> Target? {
    while true {
      if let target = answerChanges() { return target }
      guard journey.incident == nil else { return nil }
      switch fireWatches() {
      case .left(let target): return target
      case .stopped: return nil
      case .acted: continue
      case .nothing: break
      }
      let stage = program.stages[Int(journey.stage)]
      guard let next = stage.next, isDone(stage),
        stage.conditions.indices.allSatisfy({ holds(program.ids[$0]) })
      else { return nil }
      leave(.completed)
      return next
    }
  }

  private mutating func forgetOccurrences() {
    for index in journey.occurrences.indices { journey.occurrences[index] = 0 }
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
    // The transition drops what waits to be answered; what is changed now is answered where the journey goes.
    if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
    _ = answer(.exit)
    if let last = journey.history.indices.last {
      journey.history[last].left = now
      journey.history[last].how = how
    }
    journey.stage = -1
    journey.hasOpened = false
    forgetOccurrences()
    record(.left(stage: stage, how))
  }

  private mutating func end(at index: Int) {
    end(program.endConverts[index] ? .converted : .lost, at: index)
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
