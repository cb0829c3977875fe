import FunnelIR

/// Looking on: what a run that is observed shows between two events.
extension FunnelRun {
  /// The journey that began last in a funnel; nil before the first.
  public func latestJourney(in funnel: Int) -> Journey? { kept.last { Int($0.funnel) == funnel } }

  /// Everything that was recorded so far, on the journeys of all funnels.
  public var records: [JournalRecord] { observed }

  /// The number that a score shows on the latest journey of a funnel at an instant.
  public func shown(score index: Int, in funnel: Int, at instant: Int64) -> Int64? {
    guard let journey = latestJourney(in: funnel) else { return nil }
    let score = lanes[funnel].program.program.scores[index]
    return lanes[funnel].interpreter.machine.interval(score, journey, now: journey.ended ?? instant).shown
  }

  /// What reading a data point of the latest journey of a funnel gives: its value, or the one that stands for it.
  public func reading(point slot: Int, in funnel: Int) -> RecordedValue {
    let program = lanes[funnel].program
    let point = program.points[slot]
    guard let journey = latestJourney(in: funnel), journey.isKnown(slot) else {
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
