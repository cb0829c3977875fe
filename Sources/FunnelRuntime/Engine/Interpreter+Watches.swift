import FunnelIR

/// What is watched while nothing happens: conditions that time may change.
extension Interpreter {
  /// Sets the timers of all that is watched to the next instant at which time may change it.
  ///
  /// They depend on the journey as it is and on nothing else, so they are set anew after every step.
  mutating func setWatches() {
    guard program.hasWatches else { return }
    guard !journey.isEnded, journey.incident == nil else { return dropAllTimers() }
    for index in program.ownTimers.indices { setWatch(index) }
    if journey.stage >= 0 {
      for index in program.stages[Int(journey.stage)].timers.indices where program.timers[index].kind == .watch {
        setWatch(index)
      }
    }
    findNextTimer()
  }

  private mutating func setWatch(_ index: Int) {
    guard let condition = program.timers[index].condition else { return }
    var due = Int64.max
    for wake in program.conditions[condition].wakes.indices {
      if let instant = machine.instant(program.wakes[wake], journey, now: now), instant > now {
        due = min(due, instant)
      }
    }
    journey.timers[place(of: index)] = due
  }

  /// Looks at what is watched after time passed, or after an event without an effect of its own.
  mutating func look() {
    guard !journey.isEnded, journey.incident == nil else { return }
    if journey.stage >= 0, journey.status != .blocked { return travel(to: settle()) }
    switch fireUntilQuiet() {
    case .left(let target): travel(to: target)
    case .acted: goOn()
    case .nothing, .stopped: break
    }
  }
}

extension Machine {
  /// The instant that a wake means; nil where what it depends on is missing.
  mutating func instant(_ wake: Wake, _ journey: borrowing Journey, now: Int64) -> Int64? {
    let end = run(wake.entry, registers: wake.registers, journey, now: now)
    let register = Int(end.a)
    guard end.operation == .value, known[register] else { return nil }
    let value = Int64(bitPattern: words[register])
    return wake.isDay ? program.program.zone.start(ofDay: value) : value
  }
}
