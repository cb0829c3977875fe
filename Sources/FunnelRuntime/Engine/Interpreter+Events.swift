import FunnelIR

/// What each event does.
extension Interpreter {
  /// Starts a journey with what its registration says.
  mutating func register(_ event: borrowing IncomingEvent, at time: Int64, entry: Int) {
    journey.reset(for: program)
    journey.entry = entry
    move(to: time)
    event.bytes.withUnsafeBytes { bytes in
      journey.lead.append(contentsOf: bytes.part(event.lead))
      if let owner = event.owner { journey.writeOwner(bytes.part(owner), program: program) }
      if let source = event.source {
        journey.source = Int32(truncatingIfNeeded: program.sourceReferences.index(of: bytes.part(source)) ?? -1)
      }
    }
    journey.leadIsNumber = event.leadIsNumber
    journey.status = .inProgress
    (journey.started, journey.lastEvent, journey.clock) = (time, time, time)
    let source = journey.source
    record(.registered(source: source))
    if log.isKept || !event.issues.isEmpty { write(event, only: nil) } else { writeFirst(event) }
    enrich()
  }

  /// Handles an event of a journey that was registered before.
  mutating func handle(_ event: borrowing IncomingEvent, at time: Int64, after sequence: Int64?) {
    let isOld = time < journey.clock
    let time = max(time, journey.clock)
    fireTimers(through: time)
    move(to: time)
    journey.clock = time
    if event.kind != .clock { journey.lastEvent = time }
    if isOld { journey.counts.outOfOrder += 1 }
    if let sequence, let found = event.sequence, let expected = sequence.adding(1), found > expected {
      record(.sequenceGap(expected: expected, found: found))
    }
    let key = event.activity.flatMap { name in
      event.bytes.withUnsafeBytes { program.activityNames.index(of: $0.part(name)) }
    }
    guard !journey.isEnded else {
      if event.kind != .clock { journey.counts.late += 1 }
      return recordEvent(event, activity: key, .late, isOld)
    }
    let open = key.flatMap { journey.activities[$0].isOpen ? $0 : nil }
    guard isAnswered(event, key: key, open: open) else {
      journey.counts.ignored += 1
      recordEvent(event, activity: key, .ignored, isOld)
      // The event itself is the lead's last one now, and time may have been counted from that.
      look()
      return setWatches()
    }
    recordEvent(event, activity: key, .handled, isOld)
    let mayGoBack = event.session != nil && program.hasOpenActivity(for: event, on: journey)
    apply(event, key: key)
    setWatches()
    if mayGoBack, !program.hasOpenActivity(for: event, on: journey) { recordRedirect(event) }
  }

  /// Records that whoever came by a link has nothing left to do here and can be sent back.
  private mutating func recordRedirect(_ event: borrowing IncomingEvent) {
    let (actor, role) = actor(of: event)
    record(.redirect(actor: actor ?? [], role: role ?? []))
  }

  /// Who an event says did it, copied out where records are kept.
  private func actor(of event: borrowing IncomingEvent) -> (name: [UInt8]?, role: [UInt8]?) {
    guard log.isKept else { return (nil, nil) }
    return event.bytes.withUnsafeBytes { bytes in
      (event.actor.map { Array(bytes.part($0)) }, event.role.map { Array(bytes.part($0)) })
    }
  }

  /// Whether an event has an effect on the journey as it stands.
  private mutating func isAnswered(_ event: borrowing IncomingEvent, key: Int?, open: Int?) -> Bool {
    switch event.kind {
    case .leadUpdated, .journeyCancelled, .clock: return true
    case _ where journey.incident != nil: return event.kind == .journeyMoved && isMendable
    case .leadRegistered: return program.program.intake.duplicates == .update
    case .leadWithdrawn: return hasAnswer(to: .withdrawn)
    case .activityStarted: return open.map { journey.activities[$0].state == .open } ?? false
    case .activityCompleted, .activityFailed, .activityBlocked: return open != nil
    case .activityUnblocked:
      guard let key else { return false }
      let record = journey.activities[key]
      return record.activity >= 0 && record.state == .blocked && record.wait == .release
    case .journeyMoved: return place(of: event) != nil
    case .leadAccepted, .leadDeclined: return journey.status == .held
    case .activityReassigned: return event.target != nil && key.map { isUndone($0) } ?? false
    }
  }

  /// Whether a stopped journey may go on: a journal that is full stays full.
  private var isMendable: Bool { journey.recordCount < Interpreter.recordLimit }

  private mutating func apply(_ event: borrowing IncomingEvent, key: Int?) {
    switch event.kind {
    case .leadUpdated, .leadRegistered:
      if let owner = event.owner {
        event.bytes.withUnsafeBytes { journey.writeOwner($0.part(owner), program: program) }
      }
      write(event, only: nil)
      if event.kind == .leadRegistered { enrich() }
      noteChanges()
      goOn()
    case .leadWithdrawn:
      if let target = answer(.withdrawn) { return leaveAndTravel(.withdrawn, to: target) }
      goOn()
    case .journeyMoved:
      if let target = place(of: event) { leaveAndTravel(.moved, to: target) }
    case .journeyCancelled:
      leave(.cancelled)
      end(.cancelled, at: nil)
    case .leadAccepted:
      release(nil)
      travel(to: program.start)
    case .leadDeclined: decline(because: nil)
    case .activityStarted, .activityBlocked, .activityUnblocked, .activityCompleted, .activityFailed:
      if let key { applyToActivity(event, key: key) }
    case .activityReassigned:
      if let key { reassign(event, key: key) }
      goOn()
    case .clock: break
    }
  }

  private mutating func applyToActivity(_ event: borrowing IncomingEvent, key: Int) {
    switch event.kind {
    case .activityStarted: setState(key, .inProgress)
    case .activityBlocked:
      close(key)
      journey.activities[key].wait = .release
      setState(key, .blocked)
    case .activityUnblocked: open(key, isNewAttempt: false)
    case .activityCompleted:
      let activity = program.activities[Int(journey.activities[key].activity)]
      write(event, only: activity.collects)
      if program.remembersDoer[key], let actor = event.actor {
        event.bytes.withUnsafeBytes { journey.writeDoer($0.part(actor), of: key, program: program) }
      }
      noteChanges()
      if let target = complete(key) { return leaveAndTravel(.exit, to: target) }
    default: fail(key)
    }
    goOn()
  }

  /// Whether an activity of the stage still is to be done.
  private func isUndone(_ key: Int) -> Bool {
    let record = journey.activities[key]
    return isCurrent(record) && (record.isOpen || record.state == .blocked)
  }

  /// Gives an activity to the person that an event names.
  private mutating func reassign(_ event: borrowing IncomingEvent, key: Int) {
    guard let target = event.target else { return }
    event.bytes.withUnsafeBytes { journey.writeAssignee($0.part(target), of: key, program: program) }
    let index = Int(journey.activities[key].activity)
    let person = journey.activities[key].assignee.map { Array(journey.bytes($0)) } ?? []
    record(.reassigned(activity: index, to: person))
  }

  /// The place that an event names.
  private func place(of event: borrowing IncomingEvent) -> Target? {
    guard let target = event.target else { return nil }
    return event.bytes.withUnsafeBytes { program.place(named: $0.part(target)) }
  }

  private mutating func recordEvent(
    _ event: borrowing IncomingEvent, activity: Int?, _ fate: JournalRecord.Fate, _ isOld: Bool
  ) {
    // The event is borrowed, so what the record needs is copied out before the closure, and only where it is kept.
    let (kind, isProved) = (event.kind, event.session != nil)
    let (actor, role) = actor(of: event)
    record(
      .event(
        kind, activity: activity, actor: actor, role: role, isProved: isProved, fate: fate, outOfOrder: isOld))
  }
}

extension LoadedProgram {
  /// The stage, decision or end of a name.
  func place(named name: UnsafeRawBufferPointer) -> Target? {
    if let stage = stageNames.index(of: name) { return Target(.stage, stage) }
    if let decision = decisionNames.index(of: name) { return Target(.decision, decision) }
    return endNames.index(of: name).map { Target(.end, $0) }
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes of a reference into an event; none where it points outside.
  func part(_ reference: TextReference) -> UnsafeRawBufferPointer {
    let end = reference.offset + reference.length
    return end <= count ? UnsafeRawBufferPointer(rebasing: self[reference.offset..<end]) : .init(start: nil, count: 0)
  }
}
