import FunnelIR
import FunnelRuntime

/// The events that a scenario's steps are.
extension TestScenario {
  /// The registration of its lead.
  public func registration(in program: LoadedProgram) -> IncomingEvent {
    var event = event(.leadRegistered, given, at: start)
    if let source {
      event.source = event.keep(program.program.strings[program.program.sources[source].reference].utf8)
    }
    event.funnel = event.keep(program.program.name.utf8)
    return event
  }

  /// An event of its lead.
  public func event(_ kind: IncomingEvent.Kind, _ values: [Value], at time: Int64) -> IncomingEvent {
    var event = IncomingEvent()
    event.kind = kind
    event.time = time
    event.lead = event.keep("lead\(row.map { "-\($0)" } ?? "")".utf8)
    for value in values {
      var bits = value.value.bits ?? 0
      if value.value.bits != nil, value.value.type.isReference { bits = event.keep(value.value.bytes).bits }
      event.values.append(
        IncomingEvent.PointValue(
          slot: value.slot, isKnown: value.value.bits != nil, bits: bits, funnel: UInt16(truncatingIfNeeded: funnel)))
    }
    return event
  }

  /// An event of one of its activities, by the activity's key.
  public func event(
    _ kind: IncomingEvent.Kind, _ values: [Value], of activity: Int, by role: Int?, in program: LoadedProgram,
    at time: Int64
  ) -> IncomingEvent {
    var event = event(kind, values, at: time)
    event.activity = event.keep(program.program.strings[program.program.activityKeys[activity]].utf8)
    event.funnel = event.keep(program.program.name.utf8)
    if let role { event.role = event.keep(program.program.strings[program.program.roles[role].name].utf8) }
    return event
  }
}

extension IncomingEvent {
  /// Adds bytes to the event and gives where they stand.
  fileprivate mutating func keep(_ text: some Collection<UInt8>) -> TextReference {
    let start = bytes.count
    bytes += text
    return TextReference(
      .event, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: text.count))
  }
}
