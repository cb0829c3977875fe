import FunnelIR

/// Moves journeys: `advance` takes a journey and an event, and gives the journey as it is then and what happened.
///
/// It knows no clock but the events', does no I/O and draws no random numbers: the same program, journey and event give the
/// same result. What it keeps from call to call is memory, never meaning.
public struct Interpreter: ~Copyable {
  /// The most steps that a journey takes within one instant.
  public static let stepLimit = 1_000
  /// The most records that a journey makes.
  public static let recordLimit = 50_000

  let program: LoadedProgram
  var machine: Machine
  /// Types the cells of tables.
  var cellReader: ValueReader
  /// Whether personal values are masked in what the outside world is told.
  var redacts = false
  /// The journey at hand.
  var journey = Journey()
  /// What has happened.
  var log = RecordLog(isKept: false)
  /// The instant at hand.
  var now: Int64 = 0
  /// Which activities are part of the stage being entered; room that is used again.
  var parts: [Bool] = []
  /// What happened and waits to be answered.
  var changes: [Change] = []
  /// The journeys that begin once the step at hand is over; taken away by the caller.
  var handOvers: [HandOver] = []
  /// The steps that the journey took at the instant at hand, to tell a loop by.
  var trail: [Step] = []

  /// What can go round in a loop.
  enum Step: Equatable {
    /// Going to a place.
    case place(Target)
    /// A clause of the program's watches, or of its answers.
    case watch(Int), answer(Int)
    /// A timer.
    case timer(Int)
  }

  /// Makes an interpreter of one funnel.
  public init(_ program: LoadedProgram) {
    self.program = program
    machine = Machine(program)
    cellReader = ValueReader(choices: program.program.choices, zone: program.program.zone)
  }

  /// Begins a journey: the lead is registered, goes through intake, and to the funnel's first target.
  /// - Parameters:
  ///   - journey: what it was before is forgotten.
  ///   - entry: which journey of the lead in this funnel it is, from 1.
  public mutating func begin(
    _ journey: inout Journey, by event: borrowing IncomingEvent, at time: Int64, entry: Int, _ log: inout RecordLog
  ) {
    take(&journey, &log)
    register(event, at: time, entry: entry)
    observe()
    takeIn()
    setWatches()
    checkRecordLimit()
    take(&journey, &log)
  }

  /// Begins a journey that stays here until another one is taken up, for whoever needs it no longer than that.
  mutating func begin(
    by event: borrowing IncomingEvent, at time: Int64, entry: Int, until end: Int64?, _ log: inout RecordLog
  ) {
    swap(&self.log, &log)
    forgetSteps()
    register(event, at: time, entry: entry)
    observe()
    takeIn()
    setWatches()
    checkRecordLimit()
    if let end {
      forgetSteps()
      fireTimers(through: end)
      journey.clock = max(journey.clock, end)
      checkRecordLimit()
    }
    swap(&self.log, &log)
  }

  /// Finds by which values a registration's lead may be known already, enriched as it will be.
  /// - Parameters:
  ///   - numbers: the number of each key among those of all funnels.
  ///   - draft: a journey that nobody needs.
  mutating func readKeys(
    of event: borrowing IncomingEvent, at time: Int64, numbers: [Int], into keys: inout LeadKeys,
    _ draft: inout Journey
  ) {
    var unread = RecordLog(isKept: false)
    take(&draft, &unread)
    register(event, at: time, entry: 1)
    keys.removeAll()
    for (number, slot) in zip(numbers, program.program.intake.keys) where journey.isKnown(slot) {
      let type = program.points[slot].type
      let bits = journey.values[slot]
      if type.isReference {
        journey.bytes(TextReference(bits: bits)).withUnsafeBytes { keys.add($0, of: type, number: number) }
      } else {
        withUnsafeBytes(of: bits.littleEndian) { keys.add($0, of: type, number: number) }
      }
    }
    take(&draft, &unread)
  }

  /// Handles an event at an instant: first the timers that are due by then, then the event.
  ///
  /// An event older than the journey's clock is handled at that clock.
  /// - Parameters:
  ///   - time: when the event happened; the clock where it doesn't say.
  ///   - sequence: the number of the lead's event before, if events are numbered.
  public mutating func advance(
    _ journey: inout Journey, by event: borrowing IncomingEvent, at time: Int64?, after sequence: Int64? = nil,
    _ log: inout RecordLog
  ) {
    take(&journey, &log)
    handle(event, at: time ?? self.journey.clock, after: sequence)
    checkRecordLimit()
    take(&journey, &log)
  }

  /// Moves a journey's clock, so that the timers due by then fire.
  public mutating func advance(_ journey: inout Journey, to time: Int64, _ log: inout RecordLog) {
    take(&journey, &log)
    fireTimers(through: time)
    self.journey.clock = max(self.journey.clock, time)
    checkRecordLimit()
    take(&journey, &log)
  }

  /// Ends a journey because its lead begins anew, after the timers due by then.
  public mutating func cancel(_ journey: inout Journey, at time: Int64?, _ log: inout RecordLog) {
    take(&journey, &log)
    let clock = self.journey.clock
    if let time, time < clock { self.journey.counts.outOfOrder += 1 }
    let time = max(time ?? clock, clock)
    fireTimers(through: time)
    self.journey.clock = time
    if !self.journey.isEnded {
      move(to: time)
      leave(.cancelled)
      end(.cancelled, at: nil)
    }
    take(&journey, &log)
  }

  /// Takes up a journey to work on it in place, or puts it back.
  mutating func take(_ journey: inout Journey, _ log: inout RecordLog) {
    swap(&self.journey, &journey)
    swap(&self.log, &log)
    forgetSteps()
  }

  private mutating func forgetSteps() {
    if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
    if !trail.isEmpty { trail.removeAll(keepingCapacity: true) }
  }

  /// Makes an instant the one at hand.
  mutating func move(to instant: Int64) {
    now = instant
    journey.moved = instant
  }

  /// Whether a condition is known to be true now; one that is not there holds.
  mutating func holds(_ condition: Int?) -> Bool {
    guard let condition else { return true }
    machine.hasOverflowed = false
    let now = now
    let result = withUnsafeMutablePointer(to: &journey) {
      machine.isTrue(condition, UnsafePointer($0), now: now)
    }
    if machine.hasOverflowed { record(.overflow(condition: condition)) }
    return result
  }

  /// Records what happened; where nobody keeps it, it is only counted, and not even made.
  @inline(__always)
  mutating func record(_ kind: @autoclosure () -> JournalRecord.Kind) {
    guard journey.recordCount < Interpreter.recordLimit else { return }
    journey.recordCount += 1
    if log.isKept { append(kind()) }
  }

  @inline(never)
  private mutating func append(_ kind: JournalRecord.Kind) {
    log.records.append(
      JournalRecord(
        funnel: program.index, lead: journey.lead, leadIsNumber: journey.leadIsNumber, entry: journey.entry, time: now,
        kind: kind))
  }

  /// Counts a step; stops the journey and returns false where it took too many at this instant.
  mutating func takeStep(_ step: Step) -> Bool {
    if journey.stepsAt != now {
      journey.stepsAt = now
      journey.steps = 0
      if !trail.isEmpty { trail.removeAll(keepingCapacity: true) }
    }
    journey.steps += 1
    trail.append(step)
    guard journey.steps > Interpreter.stepLimit else { return true }
    stop("the journey took \(Interpreter.stepLimit) steps within one instant: it goes round \(loop())")
    return false
  }

  mutating func checkRecordLimit() {
    guard journey.recordCount >= Interpreter.recordLimit, !journey.isEnded, journey.incident == nil else { return }
    stop("the journey made \(Interpreter.recordLimit) records, which no journey needs: it goes round \(slowLoop())")
  }

  /// Blocks the journey because of something that no data can mend.
  mutating func stop(_ reason: String) {
    guard journey.incident == nil else { return }
    dropAllTimers()
    journey.status = .blocked
    journey.incident = reason
    // The last word is recorded whatever the limit.
    if log.isKept { append(.incident(reason)) }
  }

  /// The steps that the journey goes round within one instant, in words.
  private func loop() -> String { words(lastRound(of: trail) ?? trail[...]) }

  /// What the journey goes round while time passes, in words: the stages it comes back to, else the timer that comes back.
  private func slowLoop() -> String {
    if let round = lastRound(of: trail) { return words(round) }
    let isOnTheMove = trail.contains { if case .place = $0 { true } else { false } }
    let stages = journey.history.map { Step.place(Target(.stage, Int($0.stage))) }
    if isOnTheMove, let round = lastRound(of: stages) { return words(round) }
    return "\(words(trail.suffix(1))) in stage \"\(stageName)\""
  }

  /// From the step before the last one that is the same, to the last one; nil where the last one is new.
  private func lastRound(of steps: [Step]) -> ArraySlice<Step>? {
    guard let last = steps.last, let previous = steps.dropLast().lastIndex(of: last) else { return nil }
    return steps[previous...]
  }

  private func words(_ steps: ArraySlice<Step>) -> String {
    let names = steps.prefix(8).map { program.name(of: $0) }.joined(separator: " -> ")
    return steps.count > 8 ? names + " -> ..." : names
  }

  private var stageName: String {
    journey.stage < 0 ? "none" : program.string(program.stages[Int(journey.stage)].name)
  }
}

extension LoadedProgram {
  /// What people call a step.
  func name(of step: Interpreter.Step) -> String {
    switch step {
    case .place(let target): name(of: target)
    case .watch(let index): "\"\(string(watches[index].name))\""
    case .answer(let index): "\"\(string(answers[index].name))\""
    case .timer(let index):
      name(of: timers[index])
    }
  }

  private func name(of timer: StageTimer) -> String {
    guard let activity = timer.activity else { return "\"\(timer.kind.rawValue)\"" }
    return "\"\(timer.kind.rawValue)\" of activity \"\(string(program.activityKeys[activities[activity].key]))\""
  }

  /// The name of a place.
  func name(of target: Target) -> String {
    switch target.kind {
    case .stage: string(stages[target.index].name)
    case .decision: string(decisions[target.index].name)
    case .end: string(program.ends[target.index].name)
    }
  }
}
