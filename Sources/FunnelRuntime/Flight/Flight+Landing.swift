import FunnelIR

/// Between rows and journeys.
extension Flight {
  /// Adds a row for a journey that is on the shelf.
  mutating func append(_ registry: borrowing LeadRegistry) {
    let row = FlightRow(rows.append(), layout)
    row.reset(layout)
    registry.withID(of: rows.count - 1) { row.setID($0) }
  }

  /// Whether a row is the next one to be added.
  func isNext(_ number: Int) -> Bool { number == rows.count }

  /// Whether a lead's journey is in flight.
  func isAloft(_ number: Int) -> Bool {
    number < rows.count && FlightRow(rows[number], layout).header.pointee.isAloft
  }

  /// The highest sequence number of a lead's events.
  func watermark(_ number: Int) -> Int64? {
    let header = FlightRow(rows[number], layout).header
    return header.pointee.hasWatermark ? header.pointee.watermark : nil
  }

  /// Says that a lead's journey is on the shelf now.
  mutating func land(_ number: Int) { FlightRow(rows[number], layout).header.pointee.isAloft = false }

  /// Makes a journey of a row.
  func unpack(_ number: Int, _ registry: borrowing LeadRegistry, into journey: inout Journey) {
    let row = FlightRow(rows[number], layout)
    let header = row.header.pointee
    journey.reset(for: program)
    journey.subject = Int32(truncatingIfNeeded: number)
    registry.withID(of: number) { journey.lead.append(contentsOf: $0) }
    journey.leadIsNumber = header.leadIsNumber
    journey.status = header.status
    (journey.stage, journey.end) = (Int32(header.stage), Int32(header.end))
    journey.declineReason = Int32(header.declineReason)
    journey.started = header.started
    journey.ended = header.isEnded ? header.since : nil
    (journey.clock, journey.lastEvent, journey.moved) = (header.clock, header.clock, header.clock)
    (journey.steps, journey.stepsAt) = (Int(header.steps), header.stepsAt)
    journey.recordCount = Int(header.recordCount)
    journey.hasOpened = header.stage >= 0
    for slot in 0..<layout.points where row.isKnown(slot) {
      let bits = row.values[slot]
      if program.isReference[slot] {
        _ = journey.write(slot, bytes: texts.bytes.part(TextReference(bits: bits)), program: program)
      } else {
        journey.write(slot, bits)
      }
    }
    if row.isKnown(layout.points) {
      journey.writeOwner(texts.bytes.part(TextReference(bits: row.values[layout.points])), program: program)
    }
    for decision in 0..<layout.decisions where row.labels[decision] != .max {
      journey.labels[decision] = Int32(row.labels[decision])
    }
    for stage in 0..<layout.stages { journey.visits[stage] = Int32(row.visits[stage]) }
    for key in 0..<layout.keys where row.records[key].activity != .max {
      journey.activities[key] = ActivityRecord(row.records[key])
    }
    if header.stage >= 0, program.stages[Int(header.stage)].timers.count > 0 {
      journey.timers.append(header.nextTimer)
      journey.nextTimer = header.nextTimer
    }
    journey.counts = Journey.Counts(
      done: Int(header.done), failed: Int(header.failed), ignored: Int(header.ignored), late: Int(header.late),
      duplicates: Int(header.duplicates), outOfOrder: Int(header.outOfOrder))
    unpackWay(header, into: &journey)
  }

  /// The visits and turns, whose chains lead from the last to the first.
  private func unpackWay(_ header: FlightHeader, into journey: inout Journey) {
    var number = header.visit
    while number >= 0 {
      let visit = self.visit(number).pointee
      journey.history.append(
        Journey.Visit(
          stage: Int32(visit.stage), entered: visit.entered, left: visit.how == nil ? nil : visit.left, how: visit.how))
      number = visit.before
    }
    journey.history.reverse()
    number = header.turn
    while number >= 0 {
      let turn = self.turn(number).pointee
      journey.path.append(Journey.Turn(decision: Int32(turn.decision), label: Int32(turn.label)))
      number = turn.before
    }
    journey.path.reverse()
    journey.entered = journey.history.last?.entered ?? 0
  }

  /// Takes a journey up into its row; false where a row can't hold it.
  mutating func pack(_ journey: borrowing Journey, _ number: Int, watermark: Int64?) -> Bool {
    guard number < rows.count, fits(journey, number) else { return false }
    let row = FlightRow(rows[number], layout)
    let header = row.header
    // What the row held before it landed is the beginning of what the journey holds now.
    saved.copyMemory(from: header, byteCount: layout.stride)
    let before = FlightRow(saved, layout)
    row.reset(layout)
    guard packTexts(journey, row, before) else { return false }
    (header.pointee.first, header.pointee.last, header.pointee.length) = (
      before.header.pointee.first, before.header.pointee.last, before.header.pointee.length
    )
    (header.pointee.hasWatermark, header.pointee.watermark) = (watermark != nil, watermark ?? 0)
    header.pointee.leadIsNumber = journey.leadIsNumber
    header.pointee.status = journey.status
    header.pointee.stage = Int16(truncatingIfNeeded: journey.stage)
    header.pointee.end = Int16(truncatingIfNeeded: journey.end)
    header.pointee.declineReason = Int16(truncatingIfNeeded: journey.declineReason)
    header.pointee.started = journey.started
    (header.pointee.isEnded, header.pointee.since) = (journey.isEnded, journey.ended ?? journey.entered)
    (header.pointee.clock, header.pointee.stepsAt) = (journey.clock, journey.stepsAt)
    header.pointee.steps = UInt16(truncatingIfNeeded: journey.steps)
    header.pointee.recordCount = UInt32(truncatingIfNeeded: journey.recordCount)
    header.pointee.nextTimer = journey.nextTimer
    for decision in 0..<layout.decisions where journey.labels[decision] >= 0 {
      row.labels[decision] = UInt16(truncatingIfNeeded: journey.labels[decision])
    }
    for stage in 0..<layout.stages { row.visits[stage] = UInt16(truncatingIfNeeded: journey.visits[stage]) }
    for key in 0..<layout.keys where journey.activities[key].activity >= 0 {
      row.records[key] = FlightRecord(journey.activities[key])
    }
    let counts = journey.counts
    header.pointee.done = Int32(truncatingIfNeeded: counts.done)
    header.pointee.failed = Int32(truncatingIfNeeded: counts.failed)
    header.pointee.ignored = Int32(truncatingIfNeeded: counts.ignored)
    header.pointee.late = Int32(truncatingIfNeeded: counts.late)
    header.pointee.duplicates = Int32(truncatingIfNeeded: counts.duplicates)
    header.pointee.outOfOrder = Int32(truncatingIfNeeded: counts.outOfOrder)
    packWay(journey, header, before.header.pointee)
    header.pointee.isAloft = true
    return true
  }

  /// Takes up points and texts; false where there is no more room for texts.
  private mutating func packTexts(_ journey: borrowing Journey, _ row: FlightRow, _ before: FlightRow) -> Bool {
    for slot in 0..<layout.points where journey.isKnown(slot) {
      let bits = journey.values[slot]
      row.values[slot] = bits
      row.setKnown(slot)
      guard program.isReference[slot] else { continue }
      let text = journey.bytes(TextReference(bits: bits))
      guard let kept = text.withUnsafeBytes({ keep($0, at: slot, before) }) else { return false }
      row.values[slot] = kept
    }
    guard let owner = journey.owner else { return true }
    guard let kept = journey.bytes(owner).withUnsafeBytes({ keep($0, at: layout.points, before) }) else { return false }
    row.values[layout.points] = kept
    row.setKnown(layout.points)
    return true
  }

  /// Keeps a text, where it stood before if it is the same; nil where there is no more room.
  private mutating func keep(_ text: UnsafeRawBufferPointer, at slot: Int, _ before: FlightRow) -> UInt64? {
    if before.isKnown(slot) {
      let known = TextReference(bits: before.values[slot])
      if equalBytes(texts.bytes.part(known), text) { return known.bits }
      texts.waste &+= known.length
    }
    return keep(text)
  }

  /// Takes up visits and turns: those that came since the journey landed, and how the last one before was left.
  private mutating func packWay(
    _ journey: borrowing Journey, _ header: UnsafeMutablePointer<FlightHeader>, _ before: FlightHeader
  ) {
    (header.pointee.visit, header.pointee.turn) = (before.visit, before.turn)
    if before.visit >= 0 {
      let last = journey.history[Int(before.visitCount) - 1]
      let visit = self.visit(before.visit)
      (visit.pointee.left, visit.pointee.how) = (last.left ?? 0, last.how)
    }
    for index in Int(before.visitCount)..<journey.history.count {
      let visit = journey.history[index]
      let number = Int32(truncatingIfNeeded: visits.count)
      visits.append().storeBytes(
        of: FlightVisit(
          entered: visit.entered, left: visit.left ?? 0, before: header.pointee.visit,
          stage: UInt16(truncatingIfNeeded: visit.stage), how: visit.how), as: FlightVisit.self)
      header.pointee.visit = number
    }
    header.pointee.visitCount = UInt16(truncatingIfNeeded: journey.history.count)
    for index in Int(before.turnCount)..<journey.path.count {
      let turn = journey.path[index]
      let number = Int32(truncatingIfNeeded: turns.count)
      turns.append().storeBytes(
        of: FlightTurn(
          before: header.pointee.turn, decision: UInt16(truncatingIfNeeded: turn.decision),
          label: UInt16(truncatingIfNeeded: turn.label)), as: FlightTurn.self)
      header.pointee.turn = number
    }
    header.pointee.turnCount = UInt16(truncatingIfNeeded: journey.path.count)
  }

  /// Whether a row can hold all that is known of a journey, and the journey rests where the short way goes on from.
  private func fits(_ journey: borrowing Journey, _ number: Int) -> Bool {
    guard Int(journey.subject) == number, journey.sibling < 0, journey.handOvers == 0, journey.rounds == 0,
      journey.entry == 1, journey.pending == nil, journey.incident == nil, journey.hold < 0, journey.source < 0,
      journey.usedSessions.isEmpty, journey.clock == journey.lastEvent, journey.clock == journey.moved
    else { return false }
    guard journey.isEnded || journey.status == .inProgress && journey.stage >= 0 && journey.hasOpened else {
      return false
    }
    guard journey.recordCount < Int(Flight.recordLimit), journey.history.count < 60_000, journey.path.count < 60_000,
      journey.history.count >= Int(FlightRow(rows[number], layout).header.pointee.visitCount),
      visits.count < Int(Int32.max) - 60_000, turns.count < Int(Int32.max) - 60_000,
      journey.visits.allSatisfy({ $0 < 60_000 })
    else { return false }
    let counts = journey.counts
    guard
      [counts.done, counts.failed, counts.ignored, counts.late, counts.duplicates, counts.outOfOrder].allSatisfy({
        $0 < 1 << 30
      })
    else { return false }
    return journey.activities.allSatisfy { record in
      record.assignee == nil && record.doer == nil && record.due == nil && !record.isOverdue && record.reminders == 0
        && record.attempts < 250 && record.failures < 250 && record.openings < 250
    }
  }

  /// Copies the texts that are referred to, and forgets the others.
  mutating func sweep() {
    var swept = FlightTexts()
    for number in 0..<rows.count {
      // Also what has landed may take off again with the same texts.
      let row = FlightRow(rows[number], layout)
      for slot in 0...layout.points where row.isKnown(slot) && (slot == layout.points || program.isReference[slot]) {
        let text = texts.bytes.part(TextReference(bits: row.values[slot]))
        let start = swept.append(text)
        row.values[slot] =
          TextReference(.journey, offset: start, length: UInt32(truncatingIfNeeded: text.count)).bits
      }
    }
    texts.replace(by: swept)
  }
}

extension ActivityRecord {
  fileprivate init(_ record: FlightRecord) {
    self.init(activity: Int32(record.activity), visit: Int32(record.visit), state: record.state)
    wait = record.wait
    attempts = Int32(record.attempts)
    failures = Int32(record.failures)
    openings = Int32(record.openings)
  }
}

extension FlightRecord {
  fileprivate init(_ record: ActivityRecord) {
    self.init(
      activity: UInt16(truncatingIfNeeded: record.activity), visit: UInt16(truncatingIfNeeded: record.visit),
      state: record.state, wait: record.wait, attempts: UInt8(truncatingIfNeeded: record.attempts),
      failures: UInt8(truncatingIfNeeded: record.failures), openings: UInt8(truncatingIfNeeded: record.openings))
  }
}
