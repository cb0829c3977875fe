import FunnelIR

/// Timers: each that is due is a step of its own, at its own time, before anything later happens.
extension Interpreter {
  /// Fires the timers due at or before an instant, earliest first, those due together in order of declaration.
  mutating func fireTimers(through instant: Int64) {
    while journey.nextTimer <= instant {
      guard let index = journey.timers.firstIndex(of: journey.nextTimer) else { return findNextTimer() }
      move(to: journey.nextTimer)
      journey.clock = max(journey.clock, now)
      let timer = localTimers.start + index
      drop(timer)
      guard takeStep() else {
        return stop("the journey took \(Interpreter.stepLimit) steps within one instant: it goes round \(loop())")
      }
      guard journey.recordCount < Interpreter.recordLimit else { return dropTimers() }
      fire(timer)
    }
  }

  private mutating func fire(_ index: Int) {
    let timer = program.timers[index]
    guard timer.kind != .limit else {
      if let target = timer.target { leaveAndTravel(.limit, to: target) }
      return
    }
    guard let activity = timer.activity else { return }
    let key = program.activities[activity].key
    switch timer.kind {
    case .limit: break
    case .due:
      journey.activities[key].isOverdue = true
      record(.overdue(activity: activity))
    case .remind:
      journey.activities[key].reminders += 1
      let number = Int(journey.activities[key].reminders)
      record(.reminder(activity: activity, number: number))
      if number < timer.times { start(index, times: Int64(number) + 1) }
    case .retry: open(key, isNewAttempt: true)
    }
    goOn()
  }

  /// The timers of where the journey is: of its stage, or of what holds it.
  private var localTimers: TableRange {
    if journey.stage >= 0 { return program.stages[Int(journey.stage)].timers }
    return journey.hold >= 0 ? program.program.intake.holds[Int(journey.hold)].timers : .empty
  }

  /// Makes room for the timers of the stage or hold just entered, and starts those that count from there.
  mutating func startTimers() {
    let timers = localTimers
    journey.timers.removeAll(keepingCapacity: true)
    journey.timers.append(contentsOf: repeatElement(.max, count: timers.count))
    journey.nextTimer = .max
    for index in timers.indices where program.timers[index].kind == .limit { start(index) }
  }

  /// Starts a timer of the stage and says when it is due; nil where the calendar ends before.
  ///
  /// A reminder's time is counted from the opening, so that months do not drift by the short ones among them.
  @discardableResult
  mutating func start(_ index: Int, times: Int64 = 1) -> Int64? {
    let timer = program.timers[index]
    var base = now
    if timer.kind == .remind, let activity = timer.activity {
      base = journey.activities[program.activities[activity].key].opened
    }
    guard let due = program.adding(timer.span, times: times, to: base) else { return nil }
    // Nothing is due before it starts, whatever the span.
    let time = max(due, now)
    journey.timers[index - localTimers.start] = time
    journey.nextTimer = min(journey.nextTimer, time)
    return time
  }

  /// Drops a timer of the stage.
  mutating func drop(_ index: Int) {
    let place = index - localTimers.start
    let due = journey.timers[place]
    journey.timers[place] = .max
    if due == journey.nextTimer { findNextTimer() }
  }

  /// Drops all timers.
  mutating func dropTimers() {
    for index in journey.timers.indices { journey.timers[index] = .max }
    journey.nextTimer = .max
  }

  private mutating func findNextTimer() { journey.nextTimer = journey.timers.min() ?? .max }
}
