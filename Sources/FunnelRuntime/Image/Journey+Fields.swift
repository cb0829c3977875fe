import FunnelIR

/// All that a journey is, field by field, in the order of its image.
///
/// A field that is added to a journey is added here, `SubjectImage.formatVersion` goes up, and images of earlier versions are
/// read without it.
extension Journey {
  static let statuses: [Status] = [.new, .held, .declined, .inProgress, .blocked, .converted, .lost, .cancelled]
  static let leavings: [Leaving] = [.completed, .limit, .exit, .failed, .withdrawn, .moved, .cancelled]
  private static let places: [Target.Kind] = [.stage, .decision, .end]

  /// Writes the journey, or reads it into one that was reset, in the form of a version of images.
  mutating func code<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram, version: UInt8) {
    codeStanding(&coder, program)
    codeTimes(&coder)
    codeData(&coder, program)
    codeTimers(&coder, program)
    codeWay(&coder, program)
    codeCounts(&coder, version)
  }

  /// Refuses what each field by itself does not show to be wrong.
  func check(_ program: LoadedProgram) throws(RefusedImage) {
    guard stage < 0 || !history.isEmpty else { throw RefusedImage("a stage was entered, but never visited") }
    guard stage >= 0 || !hasOpened else { throw RefusedImage("activities are open outside of any stage") }
    for (key, record) in activities.enumerated() where record.activity >= 0 {
      guard program.activities[Int(record.activity)].key == key, Int(record.visit) < history.count else {
        throw RefusedImage("an activity's record is that of another one")
      }
    }
    guard !leadIsNumber || (!lead.isEmpty && lead.allSatisfy { "0123456789+-.eE".utf8.contains($0) }) else {
      throw RefusedImage("a lead's id is no number")
    }
  }

  private mutating func codeStanding<Coder: FieldCoder>(
    _ coder: inout Coder, _ program: LoadedProgram
  ) {
    coder.text(&lead)
    coder.flag(&leadIsNumber)
    coder.count(&entry)
    coder.choice(&status, of: Journey.statuses)
    coder.index(&stage, below: program.stages.count)
    coder.optional(&pending, new: Target(.stage, 0)) { coder, target in
      coder.choice(&target.kind, of: Journey.places)
      coder.integer(&target.index, from: 0, through: program.count(of: target.kind) - 1)
    }
    coder.optional(&incident, new: "") { coder, incident in
      var bytes = Array(incident.utf8)
      coder.text(&bytes)
      incident = String(decoding: bytes, as: UTF8.self)
    }
    coder.index(&end, below: program.program.ends.count)
    coder.index(&hold, below: program.program.intake.holds.count)
    coder.index(&declineReason, below: program.program.strings.count)
    coder.index(&source, below: program.program.sources.count)
  }

  private mutating func codeTimes<Coder: FieldCoder>(_ coder: inout Coder) {
    coder.instant(&started)
    coder.optionalInstant(&ended)
    coder.instant(&entered)
    coder.instant(&lastEvent)
    coder.instant(&moved)
    coder.instant(&clock)
  }

  private mutating func codeData<Coder: FieldCoder>(
    _ coder: inout Coder, _ program: LoadedProgram
  ) {
    var heap = heap
    if Coder.isReading { heap = [] }
    coder.text(&owner, in: &heap)
    for slot in values.indices {
      var isThere = isKnown(slot)
      coder.flag(&isThere)
      guard isThere else { continue }
      var bits = values[slot]
      coder.value(&bits, program.points[slot].type, in: &heap, program.program)
      if Coder.isReading { write(slot, bits) }
    }
    coder.table(&activities) { coder, record, _ in
      record.code(&coder, in: &heap, program)
    }
    coder.table(&labels) { coder, label, decision in
      coder.index(&label, below: program.labelCount(of: decision))
    }
    if Coder.isReading { self.heap = heap }
  }

  private mutating func codeTimers<Coder: FieldCoder>(
    _ coder: inout Coder, _ program: LoadedProgram
  ) {
    fitTimers(program)
    coder.table(&timers) { coder, due, _ in
      var found: Int64? = due == .max ? nil : due
      coder.optionalInstant(&found)
      due = found ?? .max
    }
    if Coder.isReading { nextTimer = timers.min() ?? .max }
    coder.table(&wasTrue) { coder, flag, _ in coder.flag(&flag) }
    coder.table(&occurrences) { coder, count, _ in coder.count(&count) }
    coder.flag(&hasOpened)
    codeObserved(&coder, program)
    coder.list(&usedSessions, new: UsedSession(nonce: 0, expiry: 0)) { coder, session in session.code(&coder) }
    coder.table(&visits) { coder, count, _ in coder.count(&count) }
  }

  private mutating func codeObserved<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram) {
    var isThere = !observed.isEmpty
    coder.flag(&isThere)
    guard isThere else { return }
    if Coder.isReading {
      observed = program.program.observed.map { RecordedValue(type: program.type(of: $0), bits: nil, bytes: []) }
    }
    coder.table(&observed) { coder, value, _ in
      let type = value.type
      var (bits, bytes) = (value.bits, value.bytes)
      // A reference leads to where the value came from; what counts is its bytes.
      coder.optional(&bits, new: 0) { coder, bits in
        if !type.isReference { coder.integer(&bits, from: 0, through: .max) }
      }
      if type.isReference { coder.bytes(&bytes) }
      value = RecordedValue(type: type, bits: bits, bytes: bytes)
    }
  }

  /// Gives the timers the room of those that can be running; a stage that was left leaves idle ones behind.
  private mutating func fitTimers(_ program: LoadedProgram) {
    var local = TableRange.empty
    if stage >= 0 {
      local = program.stages[Int(stage)].timers
    } else if hold >= 0 {
      local = program.program.intake.holds[Int(hold)].timers
    }
    let count = program.program.ownTimers.count + local.count
    guard timers.count != count else { return }
    timers = timers.prefix(count) + Array(repeating: .max, count: max(count - timers.count, 0))
  }

  private mutating func codeWay<Coder: FieldCoder>(
    _ coder: inout Coder, _ program: LoadedProgram
  ) {
    coder.list(&path, new: Turn(decision: 0, label: 0)) { coder, turn in
      var (decision, label) = (turn.decision, turn.label)
      coder.place(&decision, below: program.decisions.count)
      coder.place(&label, below: program.labelCount(of: Int(decision)))
      turn = Turn(decision: decision, label: label)
    }
    coder.list(&history, new: Visit(stage: 0, entered: 0)) { coder, visit in
      var (stage, entered) = (visit.stage, visit.entered)
      coder.place(&stage, below: program.stages.count)
      coder.instant(&entered)
      visit = Visit(stage: stage, entered: entered, left: visit.left, how: visit.how)
      coder.optionalInstant(&visit.left)
      coder.optional(&visit.how, new: .completed) { coder, how in
        coder.choice(&how, of: Journey.leavings)
      }
    }
  }

  private mutating func codeCounts<Coder: FieldCoder>(_ coder: inout Coder, _ version: UInt8) {
    coder.count(&counts.done)
    coder.count(&counts.failed)
    coder.count(&counts.ignored)
    coder.count(&counts.late)
    coder.count(&counts.duplicates)
    coder.count(&counts.outOfOrder)
    coder.count(&steps)
    coder.instant(&stepsAt)
    coder.count(&recordCount)
    coder.count(&handOvers)
    if version >= 2 { coder.count(&rounds) }
  }
}

extension ActivityRecord {
  static let states: [ActivityState] = [.blocked, .open, .inProgress, .completed, .failed, .skipped, .cancelled]
  static let waits: [Wait] = [.before, .retry, .release]

  fileprivate mutating func code<Coder: FieldCoder>(
    _ coder: inout Coder, in heap: inout [UInt8], _ program: LoadedProgram
  ) {
    coder.index(&activity, below: program.activities.count)
    guard activity >= 0 else { return }
    coder.count(&visit)
    coder.choice(&state, of: ActivityRecord.states)
    coder.choice(&wait, of: ActivityRecord.waits)
    coder.flag(&isOverdue)
    coder.count(&attempts)
    coder.count(&failures)
    coder.count(&openings)
    coder.count(&reminders)
    coder.instant(&opened)
    coder.optionalInstant(&due)
    coder.text(&assignee, in: &heap)
    coder.text(&doer, in: &heap)
  }
}

extension LoadedProgram {
  fileprivate func count(of kind: Target.Kind) -> Int {
    switch kind {
    case .stage: stages.count
    case .decision: decisions.count
    case .end: program.ends.count
    }
  }

  /// The type of something that `on changed` looks at, as it is recorded.
  fileprivate func type(of read: Read) -> ValueType {
    switch read.kind {
    case .point: points[read.index].type
    case .let: program.lets[read.index].type
    default: ValueType(.integer)
    }
  }

  /// How many labels a decision has; none where there is no such decision.
  fileprivate func labelCount(of decision: Int) -> Int {
    decisions.rows.indices.contains(decision) ? program.choices[decisions[decision].labels].members.count : 0
  }
}
