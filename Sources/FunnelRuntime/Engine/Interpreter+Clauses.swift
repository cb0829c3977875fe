import FunnelIR

/// What is watched and answered.
///
/// A step: what changed is queued, and each change runs the clauses that answer it, those of the stage, then those of the
/// funnel. When the queue is empty, what is watched is asked, again the stage first; a clause that did something starts this
/// over. The first transition wins and drops the rest.
extension Interpreter {
  /// Something that clauses may answer.
  struct Change {
    let event: Answer.Event
    /// The activity's key, or an index of what is observed.
    let subject: Int?
    /// The visit at which it happened, 0 outside of any: the clauses of a stage answer only what happened in it.
    let visit: Int
  }

  /// What became of asking what is watched.
  enum Firing {
    case nothing, acted, stopped
    case left(Target)
  }

  /// The number of the visit at hand; 0 outside of any.
  private var visit: Int { journey.stage >= 0 ? journey.history.count : 0 }

  /// Queues something that happened.
  mutating func note(_ event: Answer.Event, _ subject: Int? = nil) {
    guard program.answers.count > 0 else { return }
    changes.append(Change(event: event, subject: subject, visit: visit))
  }

  /// Answers an event about the whole journey at once, before anything else.
  mutating func answer(_ event: Answer.Event) -> Target? {
    answer(Change(event: event, subject: nil, visit: visit))
  }

  /// Queues what differs, among all that `on changed` looks at, from when it was last looked at.
  mutating func noteChanges() {
    guard !journey.observed.isEmpty else { return }
    for index in journey.observed.indices {
      let value = observed(index)
      guard !value.isSame(as: journey.observed[index]) else { continue }
      journey.observed[index] = value
      note(.changed, index)
    }
  }

  /// Looks at all that `on changed` looks at, without answering.
  mutating func observe() {
    if !journey.observed.isEmpty { journey.observed.removeAll(keepingCapacity: true) }
    for index in program.program.observed.indices { journey.observed.append(observed(index)) }
  }

  private mutating func observed(_ index: Int) -> RecordedValue {
    let read = program.program.observed[index]
    switch read.kind {
    case .point: return recorded(slot: read.index)
    case .let:
      let formula = program.program.lets[read.index]
      return result(of: formula.entry, registers: formula.registers, formula.type)
    case .score:
      // What changes is the number shown.
      let shown = UInt64(bitPattern: interval(ofScore: read.index).shown)
      return RecordedValue(type: ValueType(.integer), bits: shown, bytes: [])
    default:
      let label = journey.labels[read.index]
      return RecordedValue(type: ValueType(.integer), bits: label < 0 ? nil : UInt64(label), bytes: [])
    }
  }

  /// Answers all that is queued; where an answer leads away, the stage is left and the place is given.
  mutating func answerChanges() -> Target? {
    noteChanges()
    var next = 0
    while next < changes.count {
      let change = changes[next]
      next += 1
      if let target = answer(change) {
        leave(Journey.Leaving(change.event))
        return target
      }
      guard journey.incident == nil else { break }
      if next == changes.count { noteChanges() }
    }
    if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
    return nil
  }

  /// Runs the clauses that answer a change, up to the first that leads away.
  mutating func answer(_ change: Change) -> Target? {
    if journey.stage >= 0, change.visit == journey.history.count,
      let target = answer(change, from: program.stages[Int(journey.stage)].answers)
    {
      return target
    }
    return journey.incident == nil ? answer(change, from: program.ownAnswers) : nil
  }

  private mutating func answer(_ change: Change, from answers: TableRange) -> Target? {
    for index in answers.indices where isAnswer(index, to: change) {
      // Leading away is a step of its own, counted where it leads.
      if let target = run(program.answers[index].actions) { return target }
      guard takeStep(.answer(index)) else { return nil }
    }
    return nil
  }

  /// Whether a clause answers a change as things stand.
  private mutating func isAnswer(_ index: Int, to change: Change) -> Bool {
    let answer = program.answers[index]
    return answer.event == change.event && (answer.subject == nil || answer.subject == change.subject)
      && holds(answer.condition)
  }

  /// Whether any clause answers an event about the whole journey as things stand.
  mutating func hasAnswer(to event: Answer.Event) -> Bool {
    let change = Change(event: event, subject: nil, visit: visit)
    let ofStage = journey.stage >= 0 ? program.stages[Int(journey.stage)].answers : .empty
    for range in [ofStage, program.ownAnswers] {
      for index in range.indices where isAnswer(index, to: change) { return true }
    }
    return false
  }

  /// Asks what the stage and the funnel watch, and does the first of it, the stage's before the funnel's, that has become true
  /// since it was last asked.
  ///
  /// Before the stage's activities open, only exits are done. Where it is blocked, its own exits wait with its activities.
  mutating func fireWatches(exitsOnly: Bool = false) -> Firing {
    var risen: Int?
    if journey.stage >= 0 {
      let isBlocked = journey.status == .blocked
      ask(program.stages[Int(journey.stage)].watches, &risen) { $0 ? !isBlocked : !exitsOnly }
    }
    ask(program.ownWatches, &risen) { $0 || !exitsOnly }
    guard let risen else { return .nothing }
    journey.wasTrue[risen] = true
    guard let target = run(program.watches[risen].actions) else {
      return takeStep(.watch(risen)) ? .acted : .stopped
    }
    leave(.exit)
    return .left(target)
  }

  /// Asks what is watched; all of it, so that whatever has become untrue meanwhile can become true again.
  private mutating func ask(_ watches: TableRange, _ risen: inout Int?, where isDone: (_ isExit: Bool) -> Bool) {
    for index in watches.indices {
      if !holds(program.watches[index].condition) {
        journey.wasTrue[index] = false
      } else if risen == nil, !journey.wasTrue[index], isDone(program.watches[index].isExit) {
        risen = index
      }
    }
  }
}

extension Journey.Leaving {
  /// How a stage is left because of an event.
  fileprivate init(_ event: Answer.Event) {
    switch event {
    case .failed: self = .failed
    case .withdrawn: self = .withdrawn
    case .enter, .exit, .completed, .overdue, .changed: self = .exit
    }
  }
}
