import FunnelIR

/// From place to place: limits, decisions, stages, ends.
extension Flight {
  /// Fires the limits due at or before an instant; false where the way leads on as only the general one can.
  mutating func fireLimits(_ row: FlightRow, through instant: Int64) -> Bool {
    let header = row.header
    while header.pointee.nextTimer <= instant {
      let timer = program.timers[program.stages[Int(header.pointee.stage)].timers.start]
      now = header.pointee.nextTimer
      header.pointee.nextTimer = .max
      guard takeStep(row) else { return false }
      guard let target = timer.target else { continue }
      leave(row, .limit)
      guard travel(row, to: target) else { return false }
    }
    return true
  }

  /// Counts a step; false where it is one too many.
  private func takeStep(_ row: FlightRow) -> Bool {
    if row.header.pointee.stepsAt != now {
      row.header.pointee.stepsAt = now
      row.header.pointee.steps = 0
    }
    row.header.pointee.steps &+= 1
    return Int(row.header.pointee.steps) <= Interpreter.stepLimit
  }

  /// Goes to a place, and on from there as long as the way leads on; false where only the general way knows how.
  mutating func travel(_ row: FlightRow, to target: Target) -> Bool {
    var place = target
    while true {
      guard takeStep(row) else { return false }
      switch place.kind {
      case .decision:
        guard let next = decide(row, place.index) else { return false }
        place = next
      case .stage:
        guard let next = enter(row, place.index) else { return false }
        guard case .place(let target) = next else { return true }
        place = target
      case .end:
        end(row, at: place.index)
        return true
      }
    }
  }

  /// Takes a decision; nil where no branch is known to be true.
  private mutating func decide(_ row: FlightRow, _ index: Int) -> Target? {
    let decision = program.decisions[index]
    var taken: Int?
    if decision.isSplit, let split = program.splits[index] {
      taken = decision.branches.start + split.branch(ofLead: line.id)
    } else {
      for branch in decision.branches.indices where holds(program.branches[branch].condition, row) {
        taken = branch
        break
      }
    }
    guard let taken else { return nil }
    let header = row.header
    header.pointee.recordCount &+= 1
    let label = UInt16(truncatingIfNeeded: program.branches[taken].label)
    row.labels[index] = label
    guard turns.count < Int(Int32.max) else { return nil }
    let number = Int32(truncatingIfNeeded: turns.count)
    turns.append().storeBytes(
      of: FlightTurn(before: header.pointee.turn, decision: UInt16(truncatingIfNeeded: index), label: label),
      as: FlightTurn.self)
    header.pointee.turn = number
    header.pointee.turnCount &+= 1
    return program.branches[taken].target
  }

  /// Where entering a stage leads.
  private enum Entrance {
    case stays
    case place(Target)
  }

  /// Enters a stage and opens it; nil where it can't be opened.
  private mutating func enter(_ row: FlightRow, _ index: Int) -> Entrance? {
    let stage = program.stages[index]
    let header = row.header
    if let limit = stage.visits, Int(row.visits[index]) >= limit.visits {
      header.pointee.recordCount &+= 1
      return .place(limit.target)
    }
    guard row.visits[index] < 60_000, header.pointee.visitCount < 60_000, visits.count < Int(Int32.max) else {
      return nil
    }
    header.pointee.stage = Int16(truncatingIfNeeded: index)
    header.pointee.since = now
    let number = Int32(truncatingIfNeeded: visits.count)
    visits.append().storeBytes(
      of: FlightVisit(entered: now, before: header.pointee.visit, stage: UInt16(truncatingIfNeeded: index)),
      as: FlightVisit.self)
    header.pointee.visit = number
    header.pointee.visitCount &+= 1
    row.visits[index] &+= 1
    header.pointee.recordCount &+= 1
    if stage.timers.count > 0, let due = program.adding(program.timers[stage.timers.start].span, to: now) {
      header.pointee.nextTimer = max(due, now)
    }
    guard holds(stage.requirement, row) else { return nil }
    startActivities(row, of: stage)
    return settle(row).map { .place($0) } ?? .stays
  }

  private mutating func startActivities(_ row: FlightRow, of stage: Stage) {
    // All conditions are asked before anything opens: none sees what this entry does.
    for index in stage.activities.indices { parts[index] = holds(program.activities[index].condition, row) }
    let visit = UInt16(truncatingIfNeeded: row.header.pointee.visitCount &- 1)
    for index in stage.activities.indices {
      row.records[program.activities[index].key] = FlightRecord(
        activity: UInt16(truncatingIfNeeded: index), visit: visit, state: parts[index] ? .blocked : .skipped)
    }
    for index in stage.activities.indices {
      if parts[index], isReady(row, index) {
        open(row, program.activities[index].key)
      } else {
        row.header.pointee.recordCount &+= 1
      }
    }
  }

  /// Leaves the stage if it is done, and gives the place to go to; nil where the journey stays.
  mutating func settle(_ row: FlightRow) -> Target? {
    let stage = program.stages[Int(row.header.pointee.stage)]
    guard let next = stage.next, isDone(row, stage) else { return nil }
    for index in stage.conditions.indices where !holds(program.ids[index], row) { return nil }
    leave(row, .completed)
    return next
  }

  /// Whether so many required activities of a stage are done as must be.
  private func isDone(_ row: FlightRow, _ stage: Stage) -> Bool {
    var completed = 0
    for index in stage.activities.indices where !program.activities[index].isOptional {
      let state = row.records[program.activities[index].key].state
      if state == .completed { completed &+= 1 }
      if stage.needed == nil, state != .completed, state != .skipped { return false }
    }
    return stage.needed.map { completed >= $0 } ?? true
  }

  /// Leaves the stage, if the journey is in one: its limit drops, and what is not done is cancelled.
  mutating func leave(_ row: FlightRow, _ how: Journey.Leaving) {
    let header = row.header
    guard header.pointee.stage >= 0 else { return }
    header.pointee.nextTimer = .max
    for index in program.stages[Int(header.pointee.stage)].activities.indices {
      let key = program.activities[index].key
      let record = row.records[key]
      guard record.isOpen || record.state == .blocked, isCurrent(row, record) else { continue }
      row.records[key].state = .cancelled
      header.pointee.recordCount &+= 1
    }
    let visit = self.visit(header.pointee.visit)
    (visit.pointee.left, visit.pointee.how) = (now, how)
    header.pointee.stage = -1
    header.pointee.recordCount &+= 1
  }

  private func end(_ row: FlightRow, at index: Int) {
    let header = row.header
    header.pointee.nextTimer = .max
    header.pointee.status = program.endConverts[index] ? .converted : .lost
    header.pointee.end = Int16(truncatingIfNeeded: index)
    (header.pointee.isEnded, header.pointee.since) = (true, now)
    header.pointee.recordCount &+= 1
  }
}
