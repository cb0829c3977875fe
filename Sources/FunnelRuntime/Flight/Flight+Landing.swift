import FunnelIR

/// Between rows and journeys.
extension Flight {
  /// Adds a row for a journey that is on the shelf.
  mutating func append() {
    let row = FlightRow(rows.append(), layout)
    row.reset(layout)
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
    (journey.status, journey.end, journey.declineReason) = places.outcome(header.place)
    journey.stage = Int32(truncatingIfNeeded: header.stage)
    journey.started = header.started
    journey.ended = header.isEnded ? since(row) : nil
    (journey.clock, journey.lastEvent, journey.moved) = (header.clock, header.clock, header.clock)
    if header.steps > 0 { (journey.steps, journey.stepsAt) = (Int(header.steps), header.clock) }
    journey.recordCount = header.records
    journey.hasOpened = header.stage >= 0
    for slot in 0..<layout.points where row.isKnown(slot) {
      let bits = row.values[slot]
      if program.isReference[slot] {
        _ = journey.write(slot, bytes: texts.bytes.part(TextReference(bits: bits)), program: program)
      } else {
        journey.write(slot, bits)
      }
    }
    if layout.owner >= 0, row.isKnown(layout.owner) {
      journey.writeOwner(texts.bytes.part(TextReference(bits: row.values[layout.owner])), program: program)
    }
    unpackWay(row, into: &journey)
    for (visit, place) in journey.history.enumerated() {
      for index in program.stages[Int(place.stage)].activities.indices {
        let key = program.activities[index].key
        if let record = row.records[key].record(of: index, in: visit) { journey.activities[key] = record }
      }
    }
    if header.stage >= 0, program.stages[header.stage].timers.count > 0 {
      journey.timers.append(header.nextTimer)
      journey.nextTimer = header.nextTimer
    }
    journey.counts = header.counts(behind: excess[number])
  }

  /// Takes a journey up into its row; false where a row can't hold it.
  mutating func pack(_ journey: borrowing Journey, _ number: Int, watermark: Int64?) -> Bool {
    guard number < rows.count, let place = places.place(of: journey), fits(journey, number) else { return false }
    let row = FlightRow(rows[number], layout)
    // What the row held before it landed is the beginning of what the journey holds now.
    let mark = keep(row)
    row.reset(layout)
    guard fill(row, with: journey) else {
      restore(row, mark)
      return false
    }
    let header = row.header
    header.pointee.place = place
    (header.pointee.hasWatermark, header.pointee.watermark) = (watermark != nil, watermark ?? 0)
    header.pointee.leadIsNumber = journey.leadIsNumber
    header.pointee.steps = journey.stepsAt == journey.clock ? UInt8(truncatingIfNeeded: journey.steps) : 0
    header.pointee.records = journey.recordCount
    for decision in 0..<program.decisions.count where layout.labelPlaces[decision] >= 0 {
      row.labels[Int(layout.labelPlaces[decision])] = UInt16(truncatingIfNeeded: journey.labels[decision] + 1)
    }
    for stage in 0..<program.stages.count where layout.visitPlaces[stage] >= 0 {
      row.visits[Int(layout.visitPlaces[stage])] = UInt16(truncatingIfNeeded: journey.visits[stage])
    }
    // What the row can't count is counted beside it.
    if header.pointee.take(journey.counts) {
      if !excess.isEmpty { excess[number] = nil }
    } else {
      excess[number] = journey.counts
    }
    header.pointee.isAloft = true
    return true
  }

  /// Takes up instants, points, activities and the way; false where anything doesn't fit.
  private mutating func fill(_ row: FlightRow, with journey: borrowing Journey) -> Bool {
    let before = FlightRow(saved, layout)
    let header = row.header
    (header.pointee.started, header.pointee.leg) = (journey.started, before.header.pointee.leg)
    guard header.pointee.reaches(journey.clock) else { return false }
    header.pointee.clock = journey.clock
    if journey.nextTimer != .max {
      guard header.pointee.reaches(journey.nextTimer) else { return false }
      header.pointee.nextTimer = journey.nextTimer
    }
    return packActivities(journey, row) && packWay(journey, row) && packTexts(journey, row, before)
  }

  /// Takes up what is known of activities; false where it doesn't fit, or their visits aren't those that the way tells.
  private func packActivities(_ journey: borrowing Journey, _ row: FlightRow) -> Bool {
    var latest = [Int](repeating: -1, count: layout.keys)
    for (visit, place) in journey.history.enumerated() {
      for index in program.stages[Int(place.stage)].activities.indices {
        latest[program.activities[index].key] = visit
      }
    }
    for key in 0..<layout.keys where journey.activities[key].activity >= 0 {
      let known = journey.activities[key]
      let visit = Int(known.visit)
      guard visit == latest[key], let record = FlightRecord(known),
        layout.activity(of: key, in: program.stages[Int(journey.history[visit].stage)]) == Int(known.activity)
      else { return false }
      let isUndone = record.isOpen || record.is(.blocked)
      guard !isUndone || journey.stage >= 0 && visit == journey.history.count - 1 else { return false }
      row.records[key] = record
    }
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
    guard layout.owner >= 0,
      let kept = journey.bytes(owner).withUnsafeBytes({ keep($0, at: layout.owner, before) })
    else { return false }
    row.values[layout.owner] = kept
    row.setKnown(layout.owner)
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

  /// Whether the journey rests where the short way goes on from, and is not one of several.
  private func fits(_ journey: borrowing Journey, _ number: Int) -> Bool {
    guard Int(journey.subject) == number, journey.sibling < 0, journey.handOvers == 0, journey.rounds == 0,
      journey.entry == 1, journey.pending == nil, journey.incident == nil, journey.hold < 0, journey.source < 0,
      journey.usedSessions.isEmpty, journey.clock == journey.lastEvent, journey.clock == journey.moved,
      journey.recordCount < Flight.recordLimit, journey.steps <= Flight.stepLimit || journey.stepsAt != journey.clock,
      journey.visits.allSatisfy({ $0 < UInt16.max })
    else { return false }
    // Only the visit at hand, if there is one, was not left.
    let open = journey.history.firstIndex { $0.left == nil || $0.how == nil }
    if journey.isEnded { return open == nil }
    return journey.hasOpened && journey.history.last?.stage == journey.stage && open == journey.history.count - 1
  }

  /// Copies the texts that are referred to, and forgets the others.
  mutating func sweep() {
    var swept = FlightTexts()
    for number in 0..<rows.count {
      // Also what has landed may take off again with the same texts.
      let row = FlightRow(rows[number], layout)
      for slot in 0..<layout.slots where row.isKnown(slot) && (slot == layout.owner || program.isReference[slot]) {
        let text = texts.bytes.part(TextReference(bits: row.values[slot]))
        let start = swept.append(text)
        row.values[slot] =
          TextReference(.journey, offset: start, length: UInt32(truncatingIfNeeded: text.count)).bits
      }
    }
    texts.replace(by: swept)
  }
}

extension FlightHeader {
  /// The numbers of events; where it counted as far as it could before, so many more.
  fileprivate func counts(behind excess: Journey.Counts?) -> Journey.Counts {
    var counts = excess ?? Journey.Counts()
    counts.done += Int(done)
    counts.failed += Int(failed)
    counts.ignored += Int(ignored)
    counts.late += Int(late)
    counts.duplicates += Int(duplicates)
    counts.outOfOrder += Int(outOfOrder)
    return counts
  }

  /// Takes up the numbers of events; false where they are too large, or close to it.
  fileprivate mutating func take(_ counts: Journey.Counts) -> Bool {
    let all = [counts.done, counts.failed, counts.ignored, counts.late, counts.duplicates, counts.outOfOrder]
    guard all.allSatisfy({ $0 < UInt8.max }) else { return false }
    done = UInt8(counts.done)
    failed = UInt8(counts.failed)
    ignored = UInt8(counts.ignored)
    late = UInt8(counts.late)
    duplicates = UInt8(counts.duplicates)
    outOfOrder = UInt8(counts.outOfOrder)
    return true
  }
}
