import FunnelIR

/// Data points: writing what an event brings.
extension Interpreter {
  /// Writes the points that an event holds.
  /// - Parameter collects: the slots that may be written, ascending; nil for all.
  mutating func write(_ event: borrowing IncomingEvent, only collects: TableRange?) {
    for index in event.issues.indices {
      let slot = event.issues[index].slot
      guard event.issues[index].funnel == program.index else { continue }
      if let collects, !isListed(slot, in: collects) { continue }
      let reason = event.issues[index].reason
      record(.dataIssue(slot: slot, reason: reason))
    }
    for index in event.values.indices {
      let value = event.values[index]
      guard Int(value.funnel) == program.index, value.slot < program.points.count else { continue }
      if let collects, !isListed(value.slot, in: collects) { continue }
      event.bytes.withUnsafeBytes { write(value, $0) }
    }
  }

  /// Writes the points of a lead of which nothing is known yet, where nobody keeps a record of it.
  mutating func writeFirst(_ event: borrowing IncomingEvent) {
    for index in event.values.indices where event.values[index].isKnown {
      let slot = event.values[index].slot
      guard slot < program.points.count else { continue }
      let bits = event.values[index].bits
      if program.isReference[slot] {
        event.bytes.withUnsafeBytes { write(slot, bits, $0.part(TextReference(bits: bits))) }
      } else {
        journey.write(slot, bits)
        record(.unblocked)
      }
    }
  }

  /// Writes one value, whose bytes stand in the given ones.
  mutating func write(_ value: IncomingEvent.PointValue, _ bytes: UnsafeRawBufferPointer) {
    let isReference = program.points[value.slot].type.isReference && value.isKnown
    write(
      value.slot, value.isKnown ? value.bits : nil, isReference ? bytes.part(TextReference(bits: value.bits)) : nothing)
  }

  private var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

  /// Writes a point.
  /// - Parameters:
  ///   - bits: its new value; nil to make it missing, and without meaning where it is a text or a set.
  ///   - text: the bytes of a text or a set; not the journey's own.
  mutating func write(_ slot: Int, _ bits: UInt64?, _ text: UnsafeRawBufferPointer) {
    let point = program.points[slot]
    let isReference = point.type.isReference
    let wasKnown = journey.isKnown(slot)
    if wasKnown == (bits != nil), !wasKnown || isSame(slot, bits, text, isReference) { return }
    if point.isFixed, wasKnown {
      if bits != nil { note(slot, "the point is fixed, and its first value stays") }
      return
    }
    let before = log.isKept ? recorded(slot: slot) : nil
    if let bits {
      if !isReference {
        journey.write(slot, bits)
      } else if !journey.write(slot, bytes: text, program: program) {
        note(slot, "the lead's texts are too large together")
      }
    } else {
      journey.clear(slot, isReference: isReference)
    }
    recordChange(slot, before)
  }

  private mutating func recordChange(_ slot: Int, _ before: RecordedValue?) {
    // Only a record that is kept needs the values.
    guard log.isKept else { return record(.unblocked) }
    let after = recorded(slot: slot)
    record(.changed(slot: slot, before: before ?? after, after: after))
  }

  private func isSame(_ slot: Int, _ bits: UInt64?, _ text: UnsafeRawBufferPointer, _ isReference: Bool) -> Bool {
    guard isReference else { return journey.values[slot] == bits }
    return journey.bytes(TextReference(bits: journey.values[slot])).withUnsafeBytes { equalBytes($0, text) }
  }

  private func isListed(_ slot: Int, in slots: TableRange) -> Bool {
    slots.indices.contains { program.ids[$0] == slot }
  }

  /// A point's value as it is now.
  func recorded(slot: Int) -> RecordedValue {
    let type = program.points[slot].type
    guard journey.isKnown(slot) else { return RecordedValue(type: type, bits: nil, bytes: []) }
    let bits = journey.values[slot]
    return RecordedValue(
      type: type, bits: bits, bytes: type.isReference ? Array(journey.bytes(TextReference(bits: bits))) : [])
  }
}
