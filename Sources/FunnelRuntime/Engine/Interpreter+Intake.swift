import FunnelIR

/// What a lead goes through before its journey starts: what is required, what declines it, what holds it.
extension Interpreter {
  /// Takes a lead in: it is declined, held, or goes to the funnel's first target.
  mutating func takeIn() {
    for index in 0..<program.declineConditions.count where holds(program.declineConditions[index]) {
      return decline(because: program.program.intake.steps[index].reason)
    }
    guard let hold = (0..<program.holdConditions.count).first(where: { holds(program.holdConditions[$0]) }) else {
      return travel(to: program.start)
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
