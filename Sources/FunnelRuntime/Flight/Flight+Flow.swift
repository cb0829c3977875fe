import FunnelIR

/// From place to place: limits, decisions, stages, ends.
extension Flight {
  /// Fires the limits due at or before an instant; false where the way leads on as only the general one can.
  mutating func fireLimits(_ row: FlightRow, through instant: Int64) -> Bool {
    let header = row.header
    while header.pointee.nextTimer <= instant {
      let timer = program.timers[program.stages[header.pointee.stage].timers.start]
      now = header.pointee.nextTimer
      guard takeStep(), let target = timer.target else { return false }
      leave(row, .limit)
      guard travel(row, to: target) else { return false }
    }
    return true
  }

  /// Counts a step; false where there are so many that the journey may be going round.
  private mutating func takeStep() -> Bool {
    if stepsAt != now { (steps, stepsAt) = (0, now) }
    steps &+= 1
    return steps <= Flight.stepLimit
  }

  /// Goes to a place, and on from there as long as the way leads on; false where only the general way knows how.
  mutating func travel(_ row: FlightRow, to target: Target) -> Bool {
    var place = target
    while true {
      guard takeStep() else { return false }
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
    records &+= 1
    let place = layout.labelPlaces[index]
    if place >= 0 { row.labels[Int(place)] = UInt16(truncatingIfNeeded: program.branches[taken].label &+ 1) }
    guard addTurn(row, UInt16(truncatingIfNeeded: taken)) else { return nil }
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
    records &+= 1
    if let limit = stage.visits {
      let place = Int(layout.visitPlaces[index])
      guard Int(row.visits[place]) < limit.visits else { return .place(limit.target) }
      guard row.visits[place] < .max else { return nil }
      row.visits[place] &+= 1
    }
    header.pointee.place = index
    if stage.timers.count > 0, let due = program.adding(program.timers[stage.timers.start].span, to: now) {
      guard header.pointee.reaches(max(due, now)) else { return nil }
      header.pointee.nextTimer = max(due, now)
    }
    guard holds(stage.requirement, row) else { return nil }
    startActivities(row, of: stage)
    return settle(row).map { .place($0) } ?? .stays
  }

  /// Gives every activity of a stage a record of its own.
  private mutating func startActivities(_ row: FlightRow, of stage: Stage) {
    // All conditions are asked before anything opens: none sees what this entry does.
    for index in stage.activities.indices { parts[index] = holds(program.activities[index].condition, row) }
    for index in stage.activities.indices {
      row.records[program.activities[index].key] = FlightRecord(parts[index] ? .blocked : .skipped)
    }
    for index in stage.activities.indices {
      if parts[index], isReady(row, index) {
        open(row, program.activities[index].key)
      } else {
        records &+= 1
      }
    }
  }

  /// Leaves the stage if it is done, and gives the place to go to; nil where the journey stays.
  mutating func settle(_ row: FlightRow) -> Target? {
    let stage = program.stages[row.header.pointee.stage]
    guard let next = stage.next, isDone(row, stage) else { return nil }
    for index in stage.conditions.indices where !holds(program.ids[index], row) { return nil }
    leave(row, .completed)
    return next
  }

  /// Whether so many required activities of a stage are done as must be.
  private func isDone(_ row: FlightRow, _ stage: Stage) -> Bool {
    var completed = 0
    for index in stage.activities.indices where !program.activities[index].isOptional {
      let record = row.records[program.activities[index].key]
      let isCompleted = record.is(.completed)
      if isCompleted { completed &+= 1 }
      if stage.needed == nil, !isCompleted, !record.is(.skipped) { return false }
    }
    return stage.needed.map { completed >= $0 } ?? true
  }

  /// Leaves the stage, if the journey is in one: its limit drops, and what is not done is cancelled.
  mutating func leave(_ row: FlightRow, _ how: Journey.Leaving) {
    let stage = row.header.pointee.stage
    guard stage >= 0 else { return }
    row.header.pointee.nextTimer = .max
    for index in program.stages[stage].activities.indices {
      let key = program.activities[index].key
      let record = row.records[key]
      guard record.isOpen || record.is(.blocked) else { continue }
      row.records[key].set(.cancelled)
      records &+= 1
    }
    addLeg(row, over: now, stage: Int16(truncatingIfNeeded: stage), how)
    row.header.pointee.place = FlightHeader.nowhere
    records &+= 1
  }

  private mutating func end(_ row: FlightRow, at index: Int) {
    row.header.pointee.place = places.end(index)
    records &+= 1
  }
}
