import FunnelIR

/// Asks a journey, as it once stood, how its conditions were, and where it would have gone: on copies, which nobody keeps.
public final class Inquiry {
  let program: LoadedProgram
  private var interpreter: Interpreter

  /// Makes an inquiry into journeys of one funnel.
  public init(_ program: LoadedProgram) {
    self.program = program
    interpreter = Interpreter(program)
  }

  /// From where a journey sets out.
  public enum Origin: Hashable, Sendable {
    /// It is taken in: declined, held, or sent to the funnel's start.
    case intake
    /// It goes to a place.
    case place(Target)
  }

  /// Where a journey comes to rest.
  public enum Outcome: Hashable, Sendable {
    case stage(Int)
    case end(Int)
    /// Declined at intake; the reason is an index of the program's strings.
    case declined(Int)
    case held
    /// It can't go on at a place.
    case blocked(Target)
    /// It goes in circles.
    case stopped
  }

  /// How a condition stands.
  public func truth(of condition: Int, on journey: borrowing Journey, at time: Int64) -> JournalRecord.Truth {
    if interpreter.machine.isTrue(condition, journey, now: time) { return .true }
    return interpreter.machine.isFalse(condition, journey, now: time) ? .false : .unknown
  }

  /// The words of each `exit when` that holds, those of the stage first.
  public func exits(of journey: borrowing Journey, at time: Int64) -> [String] {
    guard journey.stage >= 0 else { return [] }
    let watches = Array(program.stages[Int(journey.stage)].watches.indices) + Array(program.program.ownWatches.indices)
    var found: [String] = []
    for index in watches where program.watches[index].isExit {
      let watch = program.watches[index]
      if truth(of: watch.condition, on: journey, at: time) == .true { found.append(program.string(watch.name)) }
    }
    return found
  }

  /// Where a journey comes to rest at once, and what it asks on its way.
  func run(_ journey: borrowing Journey, from origin: Origin, at time: Int64, keepsRecords: Bool = false) -> (
    outcome: Outcome, records: [JournalRecord]
  ) {
    var copy = copy journey
    var log = RecordLog(isKept: keepsRecords)
    interpreter.follow(&copy, from: origin, at: time, &log)
    return (outcome(of: copy), log.records)
  }

  private func outcome(of journey: borrowing Journey) -> Outcome {
    if journey.incident != nil { return .stopped }
    switch journey.status {
    case .declined: return .declined(Int(journey.declineReason))
    case .held: return .held
    case .converted, .lost: return .end(Int(journey.end))
    case .blocked:
      if journey.stage >= 0 { return .blocked(Target(.stage, Int(journey.stage))) }
      return journey.pending.map { .blocked($0) } ?? .stopped
    case .new, .inProgress, .cancelled: return journey.stage >= 0 ? .stage(Int(journey.stage)) : .stopped
    }
  }
}

extension Interpreter {
  /// Sends a journey on its way from where it stands outside of any stage.
  fileprivate mutating func follow(
    _ journey: inout Journey, from origin: Inquiry.Origin, at time: Int64, _ log: inout RecordLog
  ) {
    take(&journey, &log)
    move(to: time)
    observe()
    switch origin {
    case .intake: takeIn()
    case .place(let target): travel(to: target)
    }
    handOvers.removeAll()
    take(&journey, &log)
  }
}

extension Inquiry {
  /// The labels that a journey is given at once on its way, each as `DECISION.LABEL`.
  public func labels(of journey: Journey, from origin: Origin, at time: Int64) -> [String] {
    var copy = journey
    copy.path = []
    var log = RecordLog(isKept: false)
    interpreter.follow(&copy, from: origin, at: time, &log)
    return copy.path.map { turn in
      let decision = program.decisions[Int(turn.decision)]
      let label = program.program.choices[decision.labels].members[Int(turn.label)].name
      return "\(program.string(decision.name)).\(label)"
    }
  }

  /// A place at which a journey comes to rest; nil where it is declined, held or stopped.
  public func place(of outcome: Outcome) -> Target? {
    switch outcome {
    case .stage(let index): Target(.stage, index)
    case .end(let index): Target(.end, index)
    case .blocked(let target): target
    case .declined, .held, .stopped: nil
    }
  }
}
