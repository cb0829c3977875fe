import FunnelIR

/// What a lead goes through before its journey starts: what is required, what declines it, what holds it.
extension Interpreter {
  /// Takes a lead in: it is declined, held, or goes to the funnel's first target.
  mutating func takeIn() {
    let intake = program.program.intake
    for step in intake.steps where holds(step.condition) { return decline(because: step.reason) }
    guard let hold = intake.holds.firstIndex(where: { holds($0.condition) }) else {
      return travel(to: program.program.start)
    }
    journey.status = .held
    journey.hold = Int32(truncatingIfNeeded: hold)
    record(.held)
    startTimers()
    // What is watched for in the whole funnel is watched for from here on.
    goOn()
  }

  /// Declines a lead, for a reason of the funnel's, or because somebody did.
  mutating func decline(because reason: Int?) {
    release(nil)
    dropAllTimers()
    journey.status = .declined
    journey.declineReason = Int32(truncatingIfNeeded: reason ?? -1)
    journey.ended = now
    record(.declined(reason: reason))
  }

  /// Lets go of a lead that is held, however it comes to that; nil where somebody decided.
  mutating func release(_ how: Journey.Leaving?) {
    guard journey.status == .held else { return }
    dropTimers()
    journey.hold = -1
    journey.status = .inProgress
    record(.released(how))
  }
}
