import FunnelIR

/// Writes effects, one line of JSON each; the order of the fields is fixed for each kind.
struct EffectWriter: Sendable {
  let program: LoadedProgram
  let names: PrintedNames
  /// The hash function of ids.
  let digest: @Sendable ([UInt8]) -> [UInt8]
  /// Keeps personal values out; nil where all are written.
  let redaction: Redaction?

  /// Writes an effect and ends the line.
  func write(_ record: JournalRecord, to writer: inout JSONWriter) {
    guard case .effect(let effect) = record.kind else { return }
    writer.beginObject()
    writer.key("schemaVersion")
    writer.integer(1)
    writer.key("journey")
    writer.journeyID(lead: redaction.id(record.lead), funnel: program.program.name, entry: record.entry)
    writer.key("lead")
    writer.lead(record.lead, isNumber: record.leadIsNumber, redaction)
    writer.key("funnel")
    writer.string(program.program.name)
    writer.key("time")
    writer.datetime(record.time)
    write(effect, of: record, to: &writer)
    writer.endObject()
    writer.endLine()
  }

  /// Writes what the line of an effect, and of its record in the journal, say of it.
  func write(_ effect: Effect, of record: JournalRecord, to writer: inout JSONWriter) {
    writer.key("id")
    writer.string(id(of: effect, record))
    writer.key("stage")
    writer.printed(effect.stage < 0 ? nil : names.strings[program.stages[Int(effect.stage)].name])
    writer.key("visit")
    writer.integer(effect.visit)
    writer.key("effect")
    switch effect.kind {
    case .notify(let role, let text):
      writer.string("notify")
      write(role: role, effect, &writer)
      write("text", text, &writer)
    case .task(let role, let text, let due):
      writer.string("task")
      write(role: role, effect, &writer)
      write("text", text, &writer)
      writer.key("due")
      writer.datetime(optional: due)
    case .note(let text):
      writer.string("note")
      write("text", text, &writer)
    case .email(let role, let address, let subject, let text):
      writer.string("email")
      write(role: role, effect, &writer)
      writer.key("to")
      if let address { writer.string(address[...]) } else { writer.null() }
      write("subject", subject, &writer)
      write("text", text, &writer)
    case .webhook(let url, let fields):
      writer.string("webhook")
      writer.key("url")
      writer.printed(names.strings[url])
      write("body", fields, &writer)
    case .activity(let index, let title, let attempt, let due, let fields):
      writer.string("activity")
      write(activity: index, title, effect, &writer)
      write("with", fields, &writer)
      writer.key("attempt")
      writer.integer(attempt)
      writer.key("due")
      writer.datetime(optional: due)
    case .reminder(let index, let title, let number, let due):
      writer.string("reminder")
      write(activity: index, title, effect, &writer)
      writer.key("number")
      writer.integer(number)
      writer.key("due")
      writer.datetime(optional: due)
    }
  }

  private func write(activity index: Int, _ title: [UInt8], _ effect: Effect, _ writer: inout JSONWriter) {
    let activity = program.activities[index]
    writer.key("activity")
    writer.printed(names.strings[program.program.activityKeys[activity.key]])
    writer.key("title")
    if activity.title.isEmpty { writer.null() } else { writer.string(title[...]) }
    writer.key("kind")
    writer.printed(activity.kind.map { names.strings[$0] })
    write(role: activity.role, effect, &writer)
  }

  private func write(role: Int, _ effect: Effect, _ writer: inout JSONWriter) {
    writer.key("role")
    writer.printed(names.strings[program.program.roles[role].name])
    writer.key("assignee")
    if let assignee = effect.assignee { writer.string(redaction.id(assignee)[...]) } else { writer.null() }
  }

  private func write(_ key: StaticString, _ text: [UInt8], _ writer: inout JSONWriter) {
    writer.key(key)
    writer.string(text[...])
  }

  private func write(_ key: StaticString, _ fields: [EffectField], _ writer: inout JSONWriter) {
    writer.key(key)
    writer.beginObject()
    for field in fields {
      writer.rawKey(names.strings[field.key])
      field.value.bytes.withUnsafeBytes {
        writer.value(field.value.type, field.value.bits, $0, names, isHidden: field.isHidden)
      }
    }
    writer.endObject()
  }

  // MARK: Ids

  /// The first half of a hash over everything that tells the effect from all others of all journeys, as hexadecimal text.
  private func id(of effect: Effect, _ record: JournalRecord) -> String {
    let stage = effect.stage < 0 ? "" : program.string(program.stages[Int(effect.stage)].name)
    let cause =
      switch effect.cause {
      case .action(let index, let occurrence): "action/\(program.program.actions[index].identity)/\(occurrence)"
      case .opening(let opening): "activity/\(activity(effect.kind))/\(opening)"
      case .reminder(let number, let opening): "reminder/\(activity(effect.kind))/\(opening)/\(number)"
      }
    // Names hold no line ends, so no two causes are written alike; the lead's id, which may hold anything, comes last.
    let place = "\(program.program.name)\n\(record.entry)\n\(stage)\n\(effect.visit)\n\(cause)\n"
    let hash = digest(Array(place.utf8) + record.lead)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: hash.prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private func activity(_ kind: Effect.Kind) -> String {
    switch kind {
    case .activity(let index, _, _, _, _), .reminder(let index, _, _, _):
      program.string(program.program.activityKeys[program.activities[index].key])
    default: ""
    }
  }
}
