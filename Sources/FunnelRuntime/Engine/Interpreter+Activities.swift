import FunnelIR

/// Activities: opening, closing, attempts.
extension Interpreter {
  /// Gives each activity of a stage a new record, and opens those that wait for nothing; where what the runner does itself
  /// leads away, the place is given.
  mutating func startActivities(of stage: Stage) -> Target? {
    // All conditions are asked before anything opens: none sees what this entry does.
    parts.removeAll(keepingCapacity: true)
    for index in stage.activities.indices { parts.append(holds(program.activities[index].condition)) }
    let visit = Int32(truncatingIfNeeded: journey.history.count - 1)
    for (index, isPart) in zip(stage.activities.indices, parts) {
      let key = program.activities[index].key
      let record = ActivityRecord(
        activity: Int32(truncatingIfNeeded: index), visit: visit, state: isPart ? .blocked : .skipped)
      journey.replaceRecord(of: key, by: record)
    }
    for (index, isPart) in zip(stage.activities.indices, parts) {
      let key = program.activities[index].key
      if isPart, journey.activities[key].attempts > 0 { continue }
      if !isPart || !isReady(index) {
        recordState(key)
      } else if program.activities[index].does == nil {
        open(key, isNewAttempt: true)
      } else if let target = open(inOrder: [key]) {
        return target
      }
    }
    return nil
  }

  /// Whether a record belongs to the visit at hand.
  func isCurrent(_ record: ActivityRecord) -> Bool {
    record.activity >= 0 && Int(record.visit) == journey.history.count - 1
  }

  /// Whether all activities before one are completed or skipped.
  private func isReady(_ index: Int) -> Bool {
    program.activities[index].after.indices.allSatisfy {
      let record = journey.activities[program.activities[program.ids[$0]].key]
      return isCurrent(record) && (record.state == .completed || record.state == .skipped)
    }
  }

  /// Whether so many required activities of a stage are done as must be.
  func isDone(_ stage: Stage) -> Bool {
    if let needed = stage.needed {
      let completed = stage.activities.indices.count {
        !program.activities[$0].isOptional && journey.activities[program.activities[$0].key].state == .completed
      }
      return completed >= needed
    }
    return stage.activities.indices.allSatisfy {
      let state = journey.activities[program.activities[$0].key].state
      return program.activities[$0].isOptional || state == .completed || state == .skipped
    }
  }

  /// Opens an activity, and starts what counts from its opening.
  mutating func open(_ key: Int, isNewAttempt: Bool) {
    let activity = program.activities[Int(journey.activities[key].activity)]
    if isNewAttempt { journey.activities[key].attempts += 1 }
    journey.activities[key].opened = now
    journey.activities[key].reminders = 0
    journey.activities[key].due = activity.due.flatMap { start($0) }
    if let timer = activity.remind, program.timers[timer].times > 0 { start(timer) }
    setState(key, .open)
    // What the runner does itself nobody else is asked to do.
    if activity.does == nil { emitOpening(key) }
  }

  /// Opens activities, and does at once what the runner does itself, which may open others.
  private mutating func open(inOrder keys: [Int]) -> Target? {
    // A stack of its own, so that a chain of ten thousand is no danger.
    var waiting = keys
    waiting.reverse()
    while let key = waiting.popLast() {
      let record = journey.activities[key]
      guard record.state == .blocked, record.wait == .before, record.attempts == 0, isReady(Int(record.activity)) else {
        continue
      }
      open(key, isNewAttempt: true)
      guard let actions = program.activities[Int(record.activity)].does else { continue }
      if let target = run(actions) { return target }
      finish(key)
      waiting += program.followers[Int(record.activity)].reversed()
    }
    return nil
  }

  /// Ends what counts from an activity's opening.
  mutating func close(_ key: Int) {
    let activity = program.activities[Int(journey.activities[key].activity)]
    if let timer = activity.due { drop(timer) }
    if let timer = activity.remind { drop(timer) }
    if let timer = activity.retry { drop(timer) }
    journey.activities[key].isOverdue = false
  }

  /// Completes an activity, and opens those that waited for it alone; where what the runner does itself leads away, the place
  /// is given.
  mutating func complete(_ key: Int) -> Target? {
    finish(key)
    return open(inOrder: program.followers[Int(journey.activities[key].activity)])
  }

  private mutating func finish(_ key: Int) {
    journey.counts.done += 1
    close(key)
    setState(key, .completed)
    note(.completed, key)
  }

  /// Counts a failure; the activity may be tried again, or has failed for good.
  mutating func fail(_ key: Int) {
    journey.counts.failed += 1
    journey.activities[key].failures += 1
    let activity = program.activities[Int(journey.activities[key].activity)]
    guard Int(journey.activities[key].failures) > activity.retries else {
      if let timer = activity.retry {
        close(key)
        journey.activities[key].wait = .retry
        start(timer)
        setState(key, .blocked)
      } else {
        journey.activities[key].attempts += 1
        setState(key, .open)
        emitOpening(key)
      }
      return
    }
    close(key)
    setState(key, .failed)
    note(.failed, key)
  }

  mutating func setState(_ key: Int, _ state: ActivityState) {
    journey.activities[key].state = state
    recordState(key)
  }

  private mutating func recordState(_ key: Int) {
    let record = journey.activities[key]
    self.record(
      .activity(
        Int(record.activity), record.state, attempt: Int(record.attempts), due: record.isOpen ? record.due : nil))
  }
}

extension TableRange {
  /// Whether there are no rows.
  var isEmpty: Bool { count <= 0 }
}
