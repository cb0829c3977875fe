import FunnelIR

/// Writes journeys, one line of JSON each; the order of the fields is fixed.
struct JourneyWriter: ~Copyable {
  private let program: LoadedProgram
  private let names: PrintedNames
  /// Computes scores as they are when the line is written.
  private var machine: Machine
  private let funnel: String
  private var order: [Int] = []

  init(_ program: LoadedProgram, names: PrintedNames) {
    self.program = program
    self.names = names
    machine = Machine(program)
    funnel = program.program.name
  }

  /// Writes a journey and ends the line.
  mutating func write(_ journey: borrowing Journey, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("journey")
    writer.journeyID(lead: journey.lead, funnel: funnel, entry: journey.entry)
    writer.key("lead")
    writer.lead(journey.lead, isNumber: journey.leadIsNumber)
    writer.key("funnel")
    writer.string(funnel)
    writer.key("version")
    writer.integer(program.program.version)
    writer.key("status")
    writer.string(journey.status.rawValue)
    writer.key("stage")
    writer.printed(journey.stage < 0 ? nil : name(ofStage: journey.stage))
    writePath(journey, &writer)
    writeActivities(journey, &writer)
    writeHistory(journey, &writer)
    writer.key("end")
    writeEnd(journey, &writer)
    writeCounts(journey.counts, &writer)
    writeScores(journey, &writer)
    writeData(journey, &writer)
    writer.key("started")
    writer.datetime(journey.started)
    writer.key("ended")
    writer.datetime(optional: journey.ended)
    writer.key("reason")
    writeReason(journey, &writer)
    writer.endObject()
    writer.endLine()
  }

  private func name(ofStage stage: Int32) -> [UInt8] { names.strings[program.stages[Int(stage)].name] }

  private func writePath(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    writer.key("path")
    writer.beginArray()
    for index in journey.path.indices {
      let turn = journey.path[index]
      writer.printed(names.turns[Int(turn.decision)][Int(turn.label)])
    }
    writer.endArray()
  }

  /// Writes the activities of all stages visited, in the order of the visits, then of declaration.
  private mutating func writeActivities(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    writer.key("activities")
    writer.beginArray()
    order.removeAll(keepingCapacity: true)
    for key in journey.activities.indices where journey.activities[key].activity >= 0 {
      // Insertion keeps the order without allocating; the list is short, and mostly in order already.
      var place = order.count
      while place > 0, comes(journey.activities[key], before: journey.activities[order[place - 1]]) { place -= 1 }
      order.insert(key, at: place)
    }
    for key in order {
      let record = journey.activities[key]
      let role = program.program.roles[program.activities[Int(record.activity)].role]
      writer.beginObject()
      writer.key("name")
      writer.printed(names.strings[program.program.activityKeys[key]])
      writer.key("status")
      writer.string(record.state.word)
      writer.key("assignee")
      if let assignee = record.assignee {
        writer.string(journey.bytes(assignee))
      } else if role.base == .owner, let owner = journey.owner {
        writer.string(journey.bytes(owner))
      } else {
        writer.printed(names.strings[role.name])
      }
      writer.key("due")
      writer.datetime(optional: record.due)
      writer.key("attempts")
      writer.integer(Int(record.attempts))
      writer.endObject()
    }
    writer.endArray()
  }

  private func comes(_ a: ActivityRecord, before b: ActivityRecord) -> Bool {
    (a.visit, a.activity) < (b.visit, b.activity)
  }

  private func writeHistory(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    writer.key("history")
    writer.beginArray()
    for index in journey.history.indices {
      let visit = journey.history[index]
      writer.beginObject()
      writer.key("stage")
      writer.printed(name(ofStage: visit.stage))
      writer.key("entered")
      writer.datetime(visit.entered)
      writer.key("left")
      writer.datetime(optional: visit.left)
      writer.key("how")
      if let how = visit.how { writer.string(how.rawValue) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeEnd(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    if journey.end >= 0 {
      writer.printed(names.strings[program.program.ends[Int(journey.end)].name])
    } else if journey.status == .declined {
      writer.string("declined")
    } else {
      writer.null()
    }
  }

  private func writeCounts(_ counts: Journey.Counts, _ writer: inout JSONWriter) {
    writer.key("counts")
    writer.beginObject()
    writer.key("done")
    writer.integer(counts.done)
    writer.key("failed")
    writer.integer(counts.failed)
    writer.key("ignored")
    writer.integer(counts.ignored)
    writer.key("late")
    writer.integer(counts.late)
    writer.key("duplicates")
    writer.integer(counts.duplicates)
    writer.key("out_of_order")
    writer.integer(counts.outOfOrder)
    writer.endObject()
  }

  /// Writes scores: the shown numbers as they are at the journey's end, or when it last moved.
  private mutating func writeScores(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    writer.key("scores")
    writer.beginObject()
    for score in program.program.scores {
      writer.key(program.string(score.name))
      writer.integer(machine.interval(score, journey, now: journey.ended ?? journey.moved).shown)
    }
    writer.endObject()
  }

  private func writeData(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    writer.key("data")
    writer.beginObject()
    for slot in journey.values.indices {
      let point = program.points[slot]
      writer.printedKey(names.strings[point.name])
      let bits = journey.isKnown(slot) ? journey.values[slot] : nil
      let isText = bits != nil && point.type.isReference
      journey.bytes(TextReference(bits: isText ? journey.values[slot] : 0)).withUnsafeBytes {
        writer.value(point.type, bits, $0, names)
      }
    }
    writer.endObject()
  }

  private func writeReason(_ journey: borrowing Journey, _ writer: inout JSONWriter) {
    if let incident = journey.incident {
      writer.string(incident)
    } else if journey.declineReason >= 0 {
      writer.printed(names.strings[Int(journey.declineReason)])
    } else if journey.end >= 0 {
      writer.printed(program.program.ends[Int(journey.end)].reason.map { names.strings[$0] })
    } else if journey.status == .blocked {
      writer.string(blockage(journey))
    } else {
      writer.null()
    }
  }

  /// Why a journey can't go on, in words.
  private func blockage(_ journey: borrowing Journey) -> String {
    if journey.stage >= 0 {
      return "stage \"\(program.string(program.stages[Int(journey.stage)].name))\" lacks data that it requires"
    }
    guard let place = journey.pending else { return "the journey can't go on" }
    return "no branch of decision \"\(program.name(of: place))\" is known to be true"
  }
}

extension JSONWriter {
  /// Writes a lead's id as it came in.
  mutating func lead(_ id: [UInt8], isNumber: Bool) {
    if isNumber { id.withUnsafeBytes { raw($0) } } else { string(id[...]) }
  }

  /// Writes a journey's id: lead, funnel and entry number.
  mutating func journeyID(lead: [UInt8], funnel: String, entry: Int) {
    string(SessionClaims.journey(lead: lead, funnel: funnel, entry: entry)[...])
  }

  /// Writes a key that is a JSON string already.
  mutating func printedKey(_ name: [UInt8]) {
    name.withUnsafeBytes { rawKey($0) }
  }
}
