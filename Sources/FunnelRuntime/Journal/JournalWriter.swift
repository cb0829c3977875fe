import FunnelIR

/// Writes records, one line of JSON each; the order of the fields is fixed for each kind.
struct JournalWriter: Sendable {
  let program: LoadedProgram
  let names: PrintedNames
  /// Keeps personal values out; nil where all are written.
  let redaction: Redaction?
  /// The names of all funnels.
  let funnels: [String]
  let effects: EffectWriter

  /// Writes a record and ends the line.
  func write(_ record: JournalRecord, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("journey")
    writer.journeyID(lead: redaction.id(record.lead), funnel: program.program.name, entry: record.entry)
    writer.key("time")
    writer.datetime(record.time)
    writer.key("record")
    switch record.kind {
    case .effect(let effect):
      writer.string("effect")
      effects.write(effect, of: record, to: &writer)
    case .handedOver(let funnel, let entry):
      writer.string("handed-over")
      writer.key("from")
      writer.journeyID(lead: redaction.id(record.lead), funnel: funnels[funnel], entry: entry)
    case .started(let funnel, let entry):
      writer.string("start")
      writer.key("funnel")
      writer.string(funnels[funnel])
      writer.key("begins")
      if let entry {
        writer.journeyID(lead: redaction.id(record.lead), funnel: funnels[funnel], entry: entry)
      } else {
        writer.null()
      }
    default: write(record.kind, &writer)
    }
    writer.endObject()
    writer.endLine()
  }

  private func write(_ kind: JournalRecord.Kind, _ writer: inout JSONWriter) {
    switch kind {
    case .registered(let source):
      writer.string("registered")
      writer.key("source")
      writer.printed(source < 0 ? nil : names.strings[program.program.sources[Int(source)].name])
    case .event(let event, let activity, let actor, let role, let isProved, let fate, let isOld):
      writer.string("event")
      writer.key("event")
      writer.string(event.name)
      writer.key("activity")
      writer.printed(activity.map { names.strings[program.program.activityKeys[$0]] })
      writeActor(name: actor, role: role, isProved: isProved, &writer)
      writer.key("outcome")
      writer.string(fate.rawValue)
      writer.key("out_of_order")
      writer.boolean(isOld)
    case .redirect(let actor, let role):
      writer.string("redirect")
      writeActor(name: actor, role: role, isProved: true, &writer)
    case .sequenceGap(let expected, let found):
      writer.string("sequence-gap")
      writer.key("expected")
      writer.integer(expected)
      writer.key("found")
      writer.integer(found)
    case .changed(let slot, let before, let after):
      writer.string("data")
      writer.key("point")
      writer.printed(name(ofPoint: slot))
      writer.key("before")
      write(before, isHidden: redaction.hides(point: slot), &writer)
      writer.key("after")
      write(after, isHidden: redaction.hides(point: slot), &writer)
    case .lookedUp(let index, let isFound):
      writer.string("looked-up")
      writer.key("table")
      writer.printed(names.strings[program.program.enrichments[index].file])
      writer.key("found")
      writer.boolean(isFound)
    case .dataIssue(let slot, let reason):
      writer.string("data-issue")
      writer.key("point")
      writer.printed(name(ofPoint: slot))
      writer.key("reason")
      writer.string(redaction.hides(point: slot) ? "a personal value does not fit its type" : reason)
    case .declined(let reason):
      writer.string("declined")
      writer.key("reason")
      writer.printed(reason.map { names.strings[$0] })
    case .held: writer.string("held")
    case .released(let how):
      writer.string("released")
      writer.key("how")
      if let how { writer.string(how.rawValue) } else { writer.null() }
    case .decision(let index, let branches, let reads, let taken):
      writeDecision(index, branches, reads, taken, &writer)
    default: writeMovement(kind, &writer)
    }
  }

  private func writeMovement(_ kind: JournalRecord.Kind, _ writer: inout JSONWriter) {
    switch kind {
    case .entered(let stage, let visit):
      writer.string("entered")
      writer.key("stage")
      writer.printed(names.strings[program.stages[stage].name])
      writer.key("visit")
      writer.integer(visit)
    case .split(let index, let draw, let branch):
      let split = program.decisions[index]
      writer.string("split")
      writer.key("split")
      writer.printed(names.strings[split.name])
      writer.key("label")
      writer.printed(names.members[split.labels][program.branches[branch].label])
      writer.key("draw")
      writer.integer(draw)
    case .visitLimit(let stage, let visits):
      writer.string("limit")
      writer.key("stage")
      writer.printed(names.strings[program.stages[stage].name])
      writer.key("visits")
      writer.integer(visits)
    case .left(let stage, let how):
      writer.string("left")
      writer.key("stage")
      writer.printed(names.strings[program.stages[stage].name])
      writer.key("how")
      writer.string(how.rawValue)
    case .activity(let index, let state, let attempt, let due):
      let activity = program.activities[index]
      writer.string("activity")
      writeActivity(index, &writer)
      writer.key("kind")
      writer.printed(activity.kind.map { names.strings[$0] })
      writer.key("role")
      writer.printed(names.strings[program.program.roles[activity.role].name])
      writer.key("status")
      writer.string(state.word)
      writer.key("attempt")
      writer.integer(attempt)
      writer.key("due")
      writer.datetime(optional: due)
    case .reassigned(let activity, let person):
      writer.string("reassigned")
      writeActivity(activity, &writer)
      writer.key("assignee")
      writer.string(redaction.id(person)[...])
    case .overdue(let activity):
      writer.string("overdue")
      writeActivity(activity, &writer)
    case .reminder(let activity, let number):
      writer.string("reminder")
      writeActivity(activity, &writer)
      writer.key("number")
      writer.integer(number)
    case .blocked(let place):
      writer.string("blocked")
      writer.key(place.kind == .stage ? "stage" : "decision")
      writer.string(program.name(of: place))
    case .migrated(let from, let to):
      writer.string("migrated")
      writer.key("from")
      writer.integer(from)
      writer.key("to")
      writer.integer(to)
    case .unblocked: writer.string("unblocked")
    case .ended(let status, let end):
      let end = end.map { program.program.ends[$0] }
      writer.string("ended")
      writer.key("status")
      writer.string(status.rawValue)
      writer.key("end")
      writer.printed(end.map { names.strings[$0.name] })
      writer.key("reason")
      writer.printed(end?.reason.map { names.strings[$0] })
    case .overflow(let condition):
      writer.string("overflow")
      writer.key("read")
      writer.beginArray()
      for index in program.conditions[condition].reads.indices {
        writer.printed(name(of: program.program.reads[index]))
      }
      writer.endArray()
    case .incident(let reason):
      writer.string("incident")
      writer.key("reason")
      writer.string(reason)
    case .registered, .handedOver, .started, .event, .redirect, .sequenceGap, .changed, .dataIssue, .declined, .held,
      .released, .lookedUp, .decision, .effect:
      break
    }
  }

  private func writeActor(name: [UInt8]?, role: [UInt8]?, isProved: Bool, _ writer: inout JSONWriter) {
    writer.key("by")
    guard name != nil || role != nil else { return writer.null() }
    writer.beginObject()
    writer.key("role")
    if let role { writer.string(role[...]) } else { writer.null() }
    writer.key("name")
    if let name { writer.string(redaction.id(name)[...]) } else { writer.null() }
    if isProved {
      writer.key("session")
      writer.boolean(true)
    }
    writer.endObject()
  }

  private func writeActivity(_ index: Int, _ writer: inout JSONWriter) {
    writer.key("activity")
    writer.printed(names.strings[program.program.activityKeys[program.activities[index].key]])
  }

  private func name(ofPoint slot: Int) -> UnsafeRawBufferPointer { names.strings[program.points[slot].name] }
}

extension JournalWriter {
  /// Makes the writer of a funnel among others.
  /// - Parameter digest: the hash function of effects' ids.
  init(
    _ program: LoadedProgram, names: PrintedNames, among workspace: LoadedWorkspace,
    digest: @escaping @Sendable ([UInt8]) -> [UInt8], redaction: Redaction?
  ) {
    self.init(
      program: program, names: names, redaction: redaction, funnels: workspace.funnels.map(\.program.name),
      effects: EffectWriter(program: program, names: names, digest: digest, redaction: redaction))
  }
}
