import FunnelIR

/// Looking on: what a run that is observed shows between two events.
extension FunnelRun {
  /// The journey that began last; nil before the first.
  public var latestJourney: Journey? { kept.last }

  /// Everything that was recorded so far.
  public var records: [JournalRecord] { observed }

  /// The number that a score shows on the latest journey at an instant.
  public mutating func shown(score index: Int, at instant: Int64) -> Int64? {
    guard let journey = kept.last else { return nil }
    return interpreter.machine.interval(program.program.scores[index], journey, now: journey.ended ?? instant).shown
  }

  /// What reading a data point of the latest journey gives: its value, or the one that stands for it.
  public func reading(point slot: Int) -> RecordedValue {
    let point = program.points[slot]
    guard let journey = kept.last, journey.isKnown(slot) else {
      let bytes = point.fallback.map { point.type.isReference ? program.constantBytes($0) : [] }
      return RecordedValue(type: point.type, bits: point.fallback, bytes: bytes ?? [])
    }
    let bits = journey.values[slot]
    return RecordedValue(
      type: point.type, bits: bits, bytes: point.type.isReference ? Array(journey.bytes(TextReference(bits: bits))) : []
    )
  }
}

extension LoadedProgram {
  /// The bytes of a constant text or set.
  fileprivate func constantBytes(_ bits: UInt64) -> [UInt8] {
    let reference = TextReference(bits: bits)
    return Array(program.constants.bytes.dropFirst(reference.offset).prefix(reference.length))
  }
}
