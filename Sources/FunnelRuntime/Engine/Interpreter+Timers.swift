import FunnelIR

/// Timers: each that is due is a step of its own, at its own time, before anything later happens.
extension Interpreter {
  /// Fires the timers due at or before an instant, earliest first; those due together in order of declaration, the stage's
  /// before the funnel's. Stops where a step hands over to another funnel, whose journey begins before the next step.
  mutating func fireTimers(through instant: Int64) {
    while journey.nextTimer <= instant, handOvers.isEmpty {
      guard let timer = nextTimer() else { return findNextTimer() }
      // Asked first, so that the trail still tells what filled the journal.
      guard journey.recordCount < Interpreter.recordLimit else { return dropAllTimers() }
      move(to: journey.nextTimer)
      journey.clock = max(journey.clock, now)
      drop(timer)
      guard takeStep(.timer(timer)) else { return }
      fire(timer)
      setWatches()
    }
  }

  private mutating func fire(_ index: Int) {
    let timer = program.timers[index]
    switch timer.kind {
    case .limit:
      if let target = timer.target { leaveAndTravel(.limit, to: target) }
      return
    case .watch: return look()
    case .due, .remind, .retry: break
    }
    guard let activity = timer.activity else { return }
    let key = program.activities[activity].key
    switch timer.kind {
    case .limit, .watch: break
    case .due:
      journey.activities[key].isOverdue = true
      record(.overdue(activity: activity))
      note(.overdue, key)
    case .remind:
      journey.activities[key].reminders += 1
      let number = Int(journey.activities[key].reminders)
      record(.reminder(activity: activity, number: number))
      emitReminder(key)
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
    journey.timers.removeSubrange(min(program.ownTimers.count, journey.timers.count)...)
    journey.timers.append(contentsOf: repeatElement(.max, count: timers.count))
    findNextTimer()
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
    journey.timers[place(of: index)] = time
    journey.nextTimer = min(journey.nextTimer, time)
    return time
  }

  /// Drops a timer.
  mutating func drop(_ index: Int) {
    let place = place(of: index)
    let due = journey.timers[place]
    journey.timers[place] = .max
    if due == journey.nextTimer { findNextTimer() }
  }

  /// Drops the stage's timers.
  mutating func dropTimers() {
    let own = program.ownTimers.count
    for place in journey.timers.indices.dropFirst(own) { journey.timers[place] = .max }
    findNextTimer()
  }

  /// Drops all timers, also the funnel's.
  mutating func dropAllTimers() {
    for place in journey.timers.indices { journey.timers[place] = .max }
    journey.nextTimer = .max
  }

  /// The timer that fires next, of those due together.
  private func nextTimer() -> Int? {
    let own = program.ownTimers
    for place in journey.timers.indices.dropFirst(own.count) where journey.timers[place] == journey.nextTimer {
      return localTimers.start + place - own.count
    }
    for place in journey.timers.indices.prefix(own.count) where journey.timers[place] == journey.nextTimer {
      return own.start + place
    }
    return nil
  }

  /// Where a timer stands among the journey's.
  func place(of index: Int) -> Int {
    let own = program.ownTimers
    if own.indices.contains(index) { return index - own.start }
    return own.count + index - localTimers.start
  }

  mutating func findNextTimer() { journey.nextTimer = journey.timers.min() ?? .max }
}
