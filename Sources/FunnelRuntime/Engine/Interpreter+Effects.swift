import FunnelIR

/// What the outside world should do, as records.
extension Interpreter {
  /// Emits an effect of an action.
  mutating func emit(action index: Int, _ role: Int?, _ kind: (inout Interpreter) -> Effect.Kind) {
    journey.occurrences[index] += 1
    let cause = Effect.Cause.action(index, occurrence: Int(journey.occurrences[index]))
    guard journey.recordCount < Interpreter.recordLimit else { return }
    journey.recordCount += 1
    guard log.isKept || log.keepsEffects else { return }
    let record = record(of: cause, role, kind(&self))
    if log.isKept { log.records.append(record) }
    if log.keepsEffects { log.effects.append(record) }
  }

  /// Emits the effect of an activity that opens, or is tried again.
  mutating func emitOpening(_ key: Int) {
    journey.activities[key].openings += 1
    guard log.keepsEffects, journey.recordCount < Interpreter.recordLimit else { return }
    let record = journey.activities[key]
    let index = Int(record.activity)
    let activity = program.activities[index]
    let kind = Effect.Kind.activity(
      index, title: text(activity.title), attempt: Int(record.attempts), due: record.due, with: fields(activity.with))
    log.effects.append(self.record(of: .opening(Int(record.openings)), activity.role, by: record.assignee, kind))
  }

  /// Emits the effect of a reminder.
  mutating func emitReminder(_ key: Int) {
    guard log.keepsEffects, journey.recordCount < Interpreter.recordLimit else { return }
    let record = journey.activities[key]
    let index = Int(record.activity)
    let number = Int(record.reminders)
    let cause = Effect.Cause.reminder(number, opening: Int(record.openings))
    let activity = program.activities[index]
    let kind = Effect.Kind.reminder(index, title: text(activity.title), number: number, due: record.due)
    log.effects.append(self.record(of: cause, activity.role, by: record.assignee, kind))
  }

  private func record(
    of cause: Effect.Cause, _ role: Int?, by person: TextReference? = nil, _ kind: Effect.Kind
  ) -> JournalRecord {
    let visit = journey.stage >= 0 ? Int(journey.visits[Int(journey.stage)]) : journey.history.count
    let effect = Effect(
      stage: journey.stage, visit: visit, cause: cause,
      assignee: person.map { Array(journey.bytes($0)) } ?? role.map { assignee($0) },
      kind: kind)
    return JournalRecord(
      funnel: program.index, lead: journey.lead, leadIsNumber: journey.leadIsNumber, entry: journey.entry, time: now,
      kind: .effect(effect))
  }

  /// Who bears a role: the responsible person where it is the owner, else the role's name.
  private func assignee(_ index: Int) -> [UInt8] {
    let role = program.program.roles[index]
    if role.base == .owner, let owner = journey.owner { return Array(journey.bytes(owner)) }
    return Array(program.string(role.name).utf8)
  }

  // MARK: Texts and values

  /// The e-mail address that a point holds.
  func address(in slot: Int?) -> [UInt8]? {
    guard let slot, journey.isKnown(slot) else { return nil }
    let address = Array(journey.bytes(TextReference(bits: journey.values[slot])))
    guard redacts, program.personal.points[slot] else { return address }
    return address.withUnsafeBytes { Masking.mask($0, as: program.points[slot].type) }
  }

  /// A text with its values; what is missing is nothing.
  mutating func text(_ parts: TableRange) -> [UInt8] {
    var text: [UInt8] = []
    for index in parts.indices {
      switch program.program.parts[index] {
      case .string(let string): text += program.string(string).utf8
      case .value(let index):
        let value = value(index)
        guard let bits = value.bits else { continue }
        let isHidden = redacts && program.personal.values[index]
        value.bytes.withUnsafeBytes {
          if isHidden {
            text += Masking.mask($0, as: value.type)
          } else {
            program.interpolation.append(value.type, bits: bits, bytes: $0, to: &text)
          }
        }
      }
    }
    return text
  }

  /// What is handed to the outside.
  mutating func fields(_ fields: TableRange) -> [EffectField] {
    fields.indices.map { index in
      let field = program.program.fields[index]
      switch field.content {
      case .value(let value):
        return EffectField(
          key: field.key, value: self.value(value), isHidden: redacts && program.personal.values[value])
      case .text(let parts):
        let text = RecordedValue(type: ValueType(.text), bits: 0, bytes: text(parts))
        return EffectField(key: field.key, value: text, isHidden: false)
      }
    }
  }

  /// What a formula gives now.
  mutating func value(_ index: Int) -> RecordedValue {
    let value = program.program.values[index]
    return result(of: value.entry, registers: value.registers, value.type)
  }

  /// What a routine that computes a value gives now.
  mutating func result(of entry: Int, registers: Int, _ type: ValueType) -> RecordedValue {
    let end = machine.run(entry, registers: registers, journey, now: now)
    let register = Int(end.a)
    guard end.operation == .value, machine.known[register] else {
      return RecordedValue(type: type, bits: nil, bytes: [])
    }
    let bits = machine.words[register]
    return RecordedValue(type: type, bits: bits, bytes: type.isReference ? machine.copy(bits, journey) : [])
  }
}
