import FunnelIR

/// Writes journeys, one line of JSON each, with the fields asked for in the order asked for.
struct JourneyWriter: ~Copyable {
  let program: LoadedProgram
  let names: PrintedNames
  /// Keeps personal values out; nil where all are written.
  private let redaction: Redaction?
  /// Computes scores as they are when the line is written.
  private var machine: Machine
  private let funnel: PrintedList
  private let fields: [JourneyField]
  /// The fields' names and the texts that stand for null.
  private let keys: PrintedList
  private let fallbacks: PrintedList
  /// The activities of the journey at hand in the order of the line; room that is used again.
  private var order: [Int] = []

  init(_ program: LoadedProgram, names: PrintedNames, fields: [JourneyField], _ redaction: Redaction?) {
    self.program = program
    self.names = names
    self.redaction = redaction
    self.fields = fields
    machine = Machine(program)
    funnel = PrintedList([program.program.name])
    keys = PrintedList(fields.map(\.name))
    fallbacks = PrintedList(fields.map { $0.fallback ?? "" })
  }

  /// Writes a journey and ends the line.
  mutating func write(_ journey: borrowing Journey, to writer: inout JSONWriter) {
    writer.beginObject()
    for index in fields.indices {
      writer.rawKey(keys[index])
      let start = writer.count
      write(fields[index].source, of: journey, &writer)
      if fields[index].fallback != nil { writer.replaceNull(from: start, by: fallbacks[index]) }
    }
    writer.endObject()
    writer.endLine()
  }

  private mutating func write(
    _ source: JourneyField.Source, of journey: borrowing Journey, _ writer: inout JSONWriter
  ) {
    switch source {
    case .schemaVersion: writer.integer(1)
    case .journey:
      writer.journeyID(lead: redaction.id(journey.lead), funnel: program.program.name, entry: journey.entry)
    case .lead: writer.lead(journey.lead, isNumber: journey.leadIsNumber, redaction)
    case .funnel: writer.printed(funnel[0])
    case .version: writer.integer(program.program.version)
    case .status: writer.string(journey.status.rawValue)
    case .stage: writer.printed(journey.stage < 0 ? nil : name(ofStage: journey.stage))
    case .place:
      if journey.stage >= 0 { writer.printed(name(ofStage: journey.stage)) } else { writeEnd(journey, &writer) }
    case .path: writePath(journey, &writer)
    case .activities(let parts): writeActivities(journey, parts, &writer)
    case .history(let parts): writeHistory(journey, parts, &writer)
    case .end: writeEnd(journey, &writer)
    case .counts:
      writer.beginObject()
      for part in JourneyField.CountPart.allCases {
        writer.key(part.rawValue)
        writer.integer(journey.counts[part])
      }
      writer.endObject()
    case .count(let part): writer.integer(journey.counts[part])
    case .scores:
      writer.beginObject()
      for score in program.program.scores {
        writer.key(program.string(score.name))
        writer.integer(shown(score, of: journey))
      }
      writer.endObject()
    case .score(let index): writer.integer(shown(program.program.scores[index], of: journey))
    case .data:
      writer.beginObject()
      for slot in journey.values.indices {
        writer.rawKey(names.strings[program.points[slot].name])
        writePoint(slot, of: journey, &writer)
      }
      writer.endObject()
    case .point(let slot): writePoint(slot, of: journey, &writer)
    case .started: writer.datetime(journey.started)
    case .ended: writer.datetime(optional: journey.ended)
    case .reason: writeReason(journey, &writer)
    }
  }

  private func name(ofStage stage: Int32) -> UnsafeRawBufferPointer {
    names.strings[program.stages[Int(stage)].name]
  }

  private func writePath(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    writer.beginArray()
    for index in journey.path.indices {
      let turn = journey.path[index]
      writer.printed(names.turns[Int(turn.decision)][Int(turn.label)])
    }
    writer.endArray()
  }

  /// Writes the activities of all stages visited, in the order of the visits, then of declaration; where only parts are
  /// asked for, those that were skipped are left out.
  private mutating func writeActivities(
    _ journey: borrowing Journey, _ parts: [JourneyField.ActivityPart], _ writer: inout JSONWriter
  ) {
    order.removeAll(keepingCapacity: true)
    for key in journey.activities.indices where journey.activities[key].activity >= 0 {
      guard parts.isEmpty || journey.activities[key].state != .skipped else { continue }
      // Insertion keeps the order without allocating; the list is short, and mostly in order already.
      var place = order.count
      while place > 0, comes(journey.activities[key], before: journey.activities[order[place - 1]]) { place -= 1 }
      if place == order.count { order.append(key) } else { order.insert(key, at: place) }
    }
    writer.beginArray()
    for key in order {
      if parts.isEmpty {
        writer.beginObject()
        for part in JourneyField.ActivityPart.allCases {
          writer.key(part.rawValue)
          write(part, ofActivity: key, journey, &writer)
        }
        writer.endObject()
      } else if parts.count == 1 {
        write(parts[0], ofActivity: key, journey, &writer)
      } else {
        writer.beginArray()
        for part in parts { write(part, ofActivity: key, journey, &writer) }
        writer.endArray()
      }
    }
    writer.endArray()
  }

  private func write(
    _ part: JourneyField.ActivityPart, ofActivity key: Int, _ journey: borrowing Journey, _ writer: inout JSONWriter
  ) {
    switch part {
    case .name: writer.printed(names.strings[program.activityKeys[key]])
    case .status: writer.string(journey.activities[key].state.word)
    case .assignee:
      let role = program.program.roles[program.activities[Int(journey.activities[key].activity)].role]
      if let assignee = journey.activities[key].assignee {
        writer.person(journey.bytes(assignee), redaction)
      } else if role.base == .owner, let owner = journey.owner {
        writer.person(journey.bytes(owner), redaction)
      } else {
        writer.printed(names.strings[role.name])
      }
    case .due: writer.datetime(optional: journey.activities[key].due)
    case .attempts: writer.integer(Int(journey.activities[key].attempts))
    }
  }

  private func comes(_ a: ActivityRecord, before b: ActivityRecord) -> Bool {
    (a.visit, a.activity) < (b.visit, b.activity)
  }

  private func writeHistory(
    _ journey: borrowing Journey, _ parts: [JourneyField.VisitPart], _ writer: inout JSONWriter
  ) {
    writer.beginArray()
    for index in journey.history.indices {
      if parts.isEmpty {
        writer.beginObject()
        for part in JourneyField.VisitPart.allCases {
          writer.key(part.rawValue)
          write(part, of: journey.history[index], &writer)
        }
        writer.endObject()
      } else if parts.count == 1 {
        write(parts[0], of: journey.history[index], &writer)
      } else {
        writer.beginArray()
        for part in parts { write(part, of: journey.history[index], &writer) }
        writer.endArray()
      }
    }
    writer.endArray()
  }

  private func write(_ part: JourneyField.VisitPart, of visit: Journey.Visit, _ writer: inout JSONWriter) {
    switch part {
    case .stage: writer.printed(name(ofStage: visit.stage))
    case .entered: writer.datetime(visit.entered)
    case .left: writer.datetime(optional: visit.left)
    case .how: if let how = visit.how { writer.string(how.rawValue) } else { writer.null() }
    }
  }

  private func writeEnd(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    if journey.end >= 0 {
      writer.printed(names.strings[program.endTitles[Int(journey.end)]])
    } else if journey.status == .declined {
      writer.string("declined")
    } else {
      writer.null()
    }
  }

  /// The number that a score shows, as it is at the journey's end, or when it last moved.
  private mutating func shown(_ score: Score, of journey: borrowing Journey) -> Int64 {
    machine.interval(score, journey, now: journey.ended ?? journey.moved).shown
  }

  private func writePoint(_ slot: Int, of journey: borrowing Journey, _ writer: inout JSONWriter) {
    let type = program.points[slot].type
    guard journey.isKnown(slot) else { return writer.null() }
    let bits = journey.values[slot]
    if redaction.hides(point: slot) {
      let text = type.isReference ? Array(journey.bytes(TextReference(bits: bits))) : []
      return text.withUnsafeBytes { writer.value(type, bits, $0, names, isHidden: true) }
    }
    guard type.isReference else { return writer.value(type, bits, UnsafeRawBufferPointer(start: nil, count: 0), names) }
    journey.heap.withUnsafeBytes { writer.value(type, bits, $0.part(TextReference(bits: bits)), names) }
  }

  private func writeReason(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    if let incident = journey.incident {
      writer.string(incident)
    } else if journey.declineReason >= 0 {
      writer.printed(names.strings[Int(journey.declineReason)])
    } else if journey.end >= 0 {
      writer.printed(program.program.ends[Int(journey.end)].reason.map { names.strings[$0] })
    } else if journey.status == .blocked {
      writer.string(program.blockage(of: journey))
    } else {
      writer.null()
    }
  }
}

extension Journey.Counts {
  /// One of the counts.
  subscript(part: JourneyField.CountPart) -> Int {
    switch part {
    case .done: done
    case .failed: failed
    case .ignored: ignored
    case .late: late
    case .duplicates: duplicates
    case .outOfOrder: outOfOrder
    }
  }
}

extension JSONWriter {
  /// Writes a lead's id as it came in, or what stands for it where it is personal.
  mutating func lead(_ id: [UInt8], isNumber: Bool, _ redaction: Redaction?) {
    let isRaw = isNumber && !(redaction?.isPersonal(id: id) ?? false)
    redaction.id(id).withUnsafeBytes { if isRaw { raw($0) } else { string($0) } }
  }

  /// Writes a person's name, or what stands for it where it is personal.
  mutating func person(_ name: ArraySlice<UInt8>, _ redaction: Redaction?) {
    if let redaction { string(redaction.id(name)[...]) } else { string(name) }
  }

  /// Writes a journey's id: lead, funnel and entry number.
  mutating func journeyID(lead: [UInt8], funnel: String, entry: Int) {
    beginString()
    lead.withUnsafeBytes { appendToString($0) }
    put(UInt8(ascii: "/"))
    appendToString(funnel)
    put(UInt8(ascii: "/"))
    appendToString(String(entry))
    endString()
  }

  private mutating func appendToString(_ text: String) {
    var text = text
    text.withUTF8 { appendToString(UnsafeRawBufferPointer($0)) }
  }
}
