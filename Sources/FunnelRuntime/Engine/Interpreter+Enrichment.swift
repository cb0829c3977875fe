import FunnelIR

/// Look-ups at registration: each fills what is still missing, so what the lead itself said always counts.
extension Interpreter {
  /// Looks the lead up in the funnel's tables, in order of declaration; a table is not asked where it could fill nothing.
  mutating func enrich() {
    for (index, lookup) in program.lookups.enumerated() {
      let enrichment = program.program.enrichments[index]
      guard lookup.cells.contains(where: { !journey.isKnown($0.field.slot) }), let key = key(of: enrichment) else {
        continue
      }
      let row = key.withUnsafeBytes { lookup.table.row(withKey: $0) }
      record(.lookedUp(index, found: row != nil))
      guard let row else { continue }
      for cell in lookup.cells where !journey.isKnown(cell.field.slot) {
        lookup.table.withCell(cell.column, ofRow: row) { fill(cell.field, $0, $1) }
      }
    }
  }

  /// Gives a point what a cell holds, or reports that it does not fit.
  private mutating func fill(_ field: PointField, _ kind: LookupTable.CellKind, _ bytes: UnsafeRawBufferPointer) {
    guard kind != .missing else { return }
    let value = FoundValue(kind, bytes)
    var found: [UInt8] = []
    let bits =
      field.type.isSet
      ? cellReader.set(value, field, bytes, links: [], into: &found)
      : cellReader.single(value, field, bytes, into: &found)
    if let bits {
      found.withUnsafeBytes { write(IncomingEvent.PointValue(slot: field.slot, isKnown: true, bits: bits), $0) }
    } else {
      note(field.slot, misfit(field, kind, bytes))
    }
  }

  private func misfit(_ field: PointField, _ kind: LookupTable.CellKind, _ bytes: UnsafeRawBufferPointer) -> String {
    guard kind == .text else { return Misfit.phrase(FoundValue(kind, bytes), field, bytes, cellReader) }
    // A text is shown in the quotes that it has on a line.
    let quoted = [UInt8(ascii: "\"")] + Array(bytes) + [UInt8(ascii: "\"")]
    let value = FoundValue(kind: .string, start: 1, end: Int32(truncatingIfNeeded: bytes.count + 1))
    return quoted.withUnsafeBytes { Misfit.phrase(value, field, $0, cellReader) }
  }

  /// The text by which a row is found; nil where the key is missing.
  private mutating func key(of enrichment: Enrichment) -> [UInt8]? {
    let end = machine.run(enrichment.entry, registers: enrichment.registers, journey, now: now)
    let register = Int(end.a)
    guard end.operation == .value, machine.known[register] else { return nil }
    let bits = machine.words[register]
    if enrichment.key.isReference { return machine.copy(bits, journey) }
    switch enrichment.key.base {
    case .integer: return Array(String(Int64(bitPattern: bits)).utf8)
    case .country, .language: return [UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)]
    case .date:
      var text: [UInt8] = []
      return text.append(day: Int64(bitPattern: bits)) ? text : nil
    default: return nil
    }
  }

  /// Reports a value that is not written.
  mutating func note(_ slot: Int, _ reason: String) {
    record(.dataIssue(slot: slot, reason: reason))
    log.issues.append(DataIssue(slot: slot, reason: reason, funnel: program.index))
  }
}
