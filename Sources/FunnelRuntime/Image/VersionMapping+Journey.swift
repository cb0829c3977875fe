import FunnelIR

/// A journey of the earlier version as one of the later.
extension VersionMapping {
  /// The journey under the later version: what it knows, where it is, since when, and when its timers are due stay as they are.
  ///
  /// What can't be taken over stops it, but for a data point that is gone, labels that nobody gives any more, and activities of
  /// earlier visits that are gone.
  func moved(_ journey: borrowing Journey) throws(Obstacle) -> Journey {
    var moved = Journey()
    moved.reset(for: new)
    (moved.subject, moved.sibling, moved.handOvers) = (journey.subject, journey.sibling, journey.handOvers)
    (moved.lead, moved.leadIsNumber, moved.entry) = (journey.lead, journey.leadIsNumber, journey.entry)
    (moved.status, moved.incident, moved.started) = (journey.status, journey.incident, journey.started)
    (moved.entered, moved.lastEvent, moved.moved) = (journey.entered, journey.lastEvent, journey.moved)
    (moved.clock, moved.counts, moved.usedSessions) = (journey.clock, journey.counts, journey.usedSessions)
    (moved.steps, moved.stepsAt, moved.recordCount) = (journey.steps, journey.stepsAt, journey.recordCount)
    moved.hasOpened = journey.hasOpened
    if journey.stage >= 0 { moved.stage = try stage(journey.stage, "it is in") }
    if let pending = journey.pending { moved.pending = try target(pending) }
    if journey.hold >= 0 {
      guard old.program.intake.holds.count == new.program.intake.holds.count else {
        throw Obstacle(reason: "it is held at intake, where leads are held for other reasons now")
      }
      moved.hold = journey.hold
    }
    if journey.source >= 0 {
      guard let source = sources[Int(journey.source)] else {
        throw Obstacle(
          reason: "its source \"\(old.string(old.program.sources[Int(journey.source)].name))\" is gone")
      }
      moved.source = Int32(truncatingIfNeeded: source)
    }
    try moveData(of: journey, to: &moved)
    try moveWay(of: journey, to: &moved)
    try moveActivities(of: journey, to: &moved)
    moveTimers(of: journey, to: &moved)
    return moved
  }

  private func moveData(of journey: borrowing Journey, to moved: inout Journey) throws(Obstacle) {
    if let owner = journey.owner { journey.bytes(owner).withUnsafeBytes { moved.writeOwner($0, program: new) } }
    for slot in old.program.points.indices where journey.isKnown(slot) {
      guard let (place, bits) = try bits(journey.values[slot], of: slot) else { continue }
      if old.points[slot].type.isReference {
        let bytes = Array(journey.bytes(TextReference(bits: journey.values[slot])))
        _ = bytes.withUnsafeBytes { moved.write(place, bytes: $0, program: new) }
      } else {
        moved.write(place, bits)
      }
      let value = RecordedValue(
        type: new.points[place].type, bits: moved.values[place],
        bytes: new.points[place].type.isReference ? Array(moved.bytes(TextReference(bits: moved.values[place]))) : [])
      guard new.ranges[place].contains(value) else {
        throw Obstacle(reason: "its data point \"\(new.string(new.points[place].name))\" lies outside its range now")
      }
    }
    for decision in journey.labels.indices where journey.labels[decision] >= 0 {
      guard let place = decisions[decision] else { continue }
      moved.labels[place] = labels[decision][Int(journey.labels[decision])] ?? -1
    }
  }

  private func moveWay(of journey: borrowing Journey, to moved: inout Journey) throws(Obstacle) {
    for visit in journey.history {
      let stage = try stage(visit.stage, "it was in")
      moved.history.append(Journey.Visit(stage: stage, entered: visit.entered, left: visit.left, how: visit.how))
    }
    for turn in journey.path {
      let label =
        labels[Int(turn.decision)].indices.contains(Int(turn.label)) ? labels[Int(turn.decision)][Int(turn.label)] : nil
      guard let place = decisions[Int(turn.decision)], let label else { continue }
      moved.path.append(Journey.Turn(decision: Int32(truncatingIfNeeded: place), label: label))
    }
    for (stage, count) in journey.visits.enumerated() where count > 0 {
      if let place = stages[stage] { moved.visits[place] = count }
    }
  }

  private func moveActivities(of journey: borrowing Journey, to moved: inout Journey) throws(Obstacle) {
    for key in journey.activities.indices where journey.activities[key].activity >= 0 {
      let record = journey.activities[key]
      let isOver = ![ActivityState.blocked, .open, .inProgress].contains(record.state)
      guard let place = activities[key], let activity = activity(Int(record.activity), named: place) else {
        guard isOver else {
          throw Obstacle(reason: "its activity \"\(old.string(old.program.activityKeys[key]))\" is gone")
        }
        continue
      }
      var copy = record
      copy.activity = Int32(truncatingIfNeeded: activity)
      (copy.assignee, copy.doer) = (nil, nil)
      moved.activities[place] = copy
      if let assignee = record.assignee {
        journey.bytes(assignee).withUnsafeBytes { moved.writeAssignee($0, of: place, program: new) }
      }
      if let doer = record.doer {
        journey.bytes(doer).withUnsafeBytes { moved.writeDoer($0, of: place, program: new) }
      }
    }
    guard moved.stage >= 0, moved.hasOpened else { return }
    // Nobody was asked to do what came with the later version; whoever is in the stage already is not asked.
    for activity in new.stages[Int(moved.stage)].activities.indices {
      let key = new.activities[activity].key
      let visit = Int32(truncatingIfNeeded: moved.history.count - 1)
      guard moved.activities[key].activity < 0 || moved.activities[key].visit != visit else { continue }
      var record = ActivityRecord()
      (record.activity, record.visit, record.state) = (Int32(truncatingIfNeeded: activity), visit, .skipped)
      moved.replaceRecord(of: key, by: record)
    }
  }

  /// The activity of a key in the later version of the stage in which an activity of the earlier one stands.
  private func activity(_ activity: Int, named key: Int) -> Int? {
    guard let stage = old.program.stages.indices.first(where: { old.stages[$0].activities.indices.contains(activity) }),
      let place = stages[stage]
    else { return nil }
    return new.stages[place].activities.indices.first { new.activities[$0].key == key }
  }

  /// What was set stays set; a timer that came with the later version does not run in a stage that was entered before.
  private func moveTimers(of journey: borrowing Journey, to moved: inout Journey) {
    let own = (old.ownTimers, new.ownTimers)
    var local = (TableRange.empty, TableRange.empty)
    if journey.stage >= 0 {
      local = (old.stages[Int(journey.stage)].timers, new.stages[Int(moved.stage)].timers)
    } else if journey.hold >= 0 {
      local = (
        old.program.intake.holds[Int(journey.hold)].timers, new.program.intake.holds[Int(moved.hold)].timers
      )
    }
    moved.timers = Array(repeating: .max, count: own.1.count + local.1.count)
    for (place, index) in local.1.indices.enumerated() {
      let timer = new.timers[index]
      guard timer.kind != .watch else { continue }
      for (number, candidate) in local.0.indices.enumerated() where own.0.count + number < journey.timers.count {
        let before = old.timers[candidate]
        let isSame =
          before.kind == timer.kind
          && before.activity.flatMap { activities[old.activities[$0].key] }
            == timer.activity.map { new.activities[$0].key }
        if isSame { moved.timers[own.1.count + place] = journey.timers[own.0.count + number] }
      }
    }
    moved.nextTimer = moved.timers.min() ?? .max
    moveWatches(own: (old.ownWatches, new.ownWatches), of: journey, to: &moved)
    if journey.stage >= 0 {
      let stages = (old.stages[Int(journey.stage)].watches, new.stages[Int(moved.stage)].watches)
      moveWatches(own: stages, of: journey, to: &moved)
    }
    for (action, count) in journey.occurrences.enumerated() where count > 0 {
      let identity = old.program.actions[action].identity
      for (place, later) in new.program.actions.enumerated() where later.identity == identity {
        moved.occurrences[place] = count
      }
    }
  }

  /// Where as much is watched as before, what was true was seen already.
  private func moveWatches(own: (TableRange, TableRange), of journey: borrowing Journey, to moved: inout Journey) {
    guard own.0.count == own.1.count else { return }
    for (before, after) in zip(own.0.indices, own.1.indices) where journey.wasTrue.indices.contains(before) {
      moved.wasTrue[after] = journey.wasTrue[before]
    }
  }
}

extension Interpreter {
  /// Takes up a journey that comes from an earlier version: what is watched is looked at anew, without answering.
  mutating func adopt(_ journey: inout Journey, from version: Int, _ log: inout RecordLog) {
    take(&journey, &log)
    now = self.journey.clock
    let current = program.program.version
    record(.migrated(from: version, to: current))
    observe()
    setWatches()
    findNextTimer()
    take(&journey, &log)
  }
}
