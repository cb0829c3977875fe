import FunnelIR

/// What each event does to a journey in flight; everything returns false where the line is one for the general way.
extension Flight {
  /// Starts a journey with what its registration says.
  mutating func register(_ row: FlightRow) -> Bool {
    let header = row.header
    now = line.time
    header.pointee.started = now
    stepsAt = now
    header.pointee.leadIsNumber = line.leadIsNumber
    if line.hasSequence { (header.pointee.watermark, header.pointee.hasWatermark) = (line.sequence, true) }
    header.pointee.isAloft = true
    records = 1
    guard write(row) else { return false }
    for index in 0..<program.declineConditions.count where holds(program.declineConditions[index], row) {
      header.pointee.place = places.declined(byStep: index)
      records &+= 1
      return true
    }
    for index in 0..<program.holdConditions.count where holds(program.holdConditions[index], row) { return false }
    return travel(row, to: program.start)
  }

  /// Handles an event of a journey that was registered before: first the limits due by then, then the event.
  mutating func tell(_ row: FlightRow) -> Bool {
    let header = row.header
    let isOld = line.time < header.pointee.clock
    let time = max(line.time, header.pointee.clock)
    guard header.pointee.nextTimer > time || fireLimits(row, through: time) else { return false }
    now = time
    if stepsAt != time { (steps, stepsAt) = (0, time) }
    header.pointee.clock = time
    if isOld, !header.pointee.outOfOrder.countUp() { return false }
    if line.hasSequence {
      if header.pointee.hasWatermark, line.sequence > header.pointee.watermark &+ 1 {
        records &+= 1
      }
      (header.pointee.watermark, header.pointee.hasWatermark) = (line.sequence, true)
    }
    records &+= 1
    guard !header.pointee.isEnded else { return header.pointee.late.countUp() }
    let key = line.activity
    switch line.kind {
    case .leadUpdated: guard write(row) else { return false }
    case .leadWithdrawn:
      guard answer(.withdrawn, nil, row) != nil else {
        guard header.pointee.ignored.countUp() else { return false }
        break
      }
      guard let target = answer(.withdrawn, nil, row) else { break }
      leave(row, .withdrawn)
      return travel(row, to: target)
    default:
      let isStart = line.kind == .activityStarted
      guard isStart ? row.records[key].is(.open) : row.records[key].isOpen else {
        guard header.pointee.ignored.countUp() else { return false }
        break
      }
      let index = layout.activity(of: key, in: program.stages[header.pointee.stage])
      if isStart {
        setState(row, key, .inProgress)
      } else if line.kind == .activityCompleted {
        guard write(row, only: program.activities[index].collects), header.pointee.done.countUp() else { return false }
        complete(row, index)
      } else {
        guard let target = fail(row, index) else { return false }
        if case .place(let place) = target {
          leave(row, .failed)
          return travel(row, to: place)
        }
      }
    }
    return settle(row).map { travel(row, to: $0) } ?? true
  }

  /// Writes the points that a line holds.
  /// - Parameter collects: the slots that may be written; nil for all.
  private mutating func write(_ row: FlightRow, only collects: TableRange? = nil) -> Bool {
    guard line.hasValues else { return true }
    var first = 0
    while first < layout.points {
      // Eight points at a time: most lines hold few of them.
      if UnsafeRawPointer(line.known + first).loadUnaligned(as: UInt64.self) != 0 {
        for slot in first..<min(first &+ 8, layout.points) where line.known[slot] != 0 {
          if let collects, !collects.indices.contains(where: { program.ids[$0] == slot }) { continue }
          guard write(row, slot, isKnown: line.known[slot] == 1) else { return false }
        }
      }
      first &+= 8
    }
    return true
  }

  private mutating func write(_ row: FlightRow, _ slot: Int, isKnown: Bool) -> Bool {
    let isReference = program.isReference[slot]
    let wasKnown = row.isKnown(slot)
    guard isKnown || wasKnown else { return true }
    let bits = line.words[slot]
    let text = line.text(isReference ? bits : 0)
    if isKnown, wasKnown {
      let isSame =
        isReference
        ? equalBytes(texts.bytes.part(TextReference(bits: row.values[slot])), text) : row.values[slot] == bits
      if isSame { return true }
    }
    if wasKnown, program.points[slot].isFixed { return !isKnown }
    if isReference, wasKnown { texts.waste &+= TextReference(bits: row.values[slot]).length }
    if !isKnown {
      row.setUnknown(slot)
      row.values[slot] = 0
    } else if isReference {
      guard let kept = keep(text) else { return false }
      row.values[slot] = kept
      row.setKnown(slot)
    } else {
      row.values[slot] = bits
      row.setKnown(slot)
    }
    records &+= 1
    return true
  }

  /// Puts a text behind those of all journeys; nil where there is no more room.
  mutating func keep(_ text: UnsafeRawBufferPointer) -> UInt64? {
    guard texts.hasRoom(for: text.count) else { return nil }
    let start = texts.append(text)
    return TextReference(.journey, offset: start, length: UInt32(truncatingIfNeeded: text.count)).bits
  }

  /// Where the first clause leads that answers an event as things stand, those of the stage before the funnel's.
  private mutating func answer(_ event: Answer.Event, _ subject: Int?, _ row: FlightRow) -> Target? {
    let stage = row.header.pointee.stage
    if stage >= 0, let target = answer(event, subject, row, from: program.stages[stage].answers) { return target }
    return answer(event, subject, row, from: program.ownAnswers)
  }

  private mutating func answer(
    _ event: Answer.Event, _ subject: Int?, _ row: FlightRow, from answers: TableRange
  ) -> Target? {
    for index in answers.indices {
      let answer = program.answers[index]
      guard answer.event == event, answer.subject == nil || answer.subject == subject, holds(answer.condition, row)
      else { continue }
      if case .go(let target) = program.program.actions[answer.actions.start].kind { return target }
    }
    return nil
  }

  // MARK: Activities

  private mutating func setState(_ row: FlightRow, _ key: Int, _ state: ActivityState) {
    row.records[key].set(state)
    records &+= 1
  }

  /// Completes an activity, and opens those that waited for it alone.
  private mutating func complete(_ row: FlightRow, _ index: Int) {
    setState(row, program.activities[index].key, .completed)
    guard hasFollowers[index] else { return }
    let stage = program.stages[row.header.pointee.stage]
    for follower in program.followers[index] where row.records[follower].waitsForOthers {
      if isReady(row, layout.activity(of: follower, in: stage)) { open(row, follower) }
    }
  }

  /// Opens an activity for its first attempt.
  mutating func open(_ row: FlightRow, _ key: Int) {
    row.records[key].open()
    records &+= 1
  }

  /// What follows a failure.
  private enum Failure {
    case stays
    case place(Target)
  }

  /// Counts a failure; the activity may be tried again, or has failed for good. Nil where it is one for the general way.
  private mutating func fail(_ row: FlightRow, _ index: Int) -> Failure? {
    let key = program.activities[index].key
    guard row.records[key].canFail, row.header.pointee.failed.countUp() else { return nil }
    guard row.records[key].attempts > program.activities[index].retries else {
      open(row, key)
      return .stays
    }
    setState(row, key, .failed)
    return answer(.failed, key, row).map { .place($0) } ?? .stays
  }

  /// Whether all activities before one are completed or skipped.
  func isReady(_ row: FlightRow, _ index: Int) -> Bool {
    for place in program.activities[index].after.indices {
      let record = row.records[program.activities[program.ids[place]].key]
      guard record.is(.completed) || record.is(.skipped) else { return false }
    }
    return true
  }
}
