import FunnelIR

/// What the journal says of a decision: how each branch stood, and what was read.
extension Interpreter {
  /// Records that a decision was asked.
  mutating func recordDecision(_ index: Int, taken: Int?) {
    // A record that nobody keeps only counts, so the work of explaining is left out.
    let kind = log.isKept ? explain(index, taken: taken) : .unblocked
    record(kind)
  }

  private mutating func explain(_ index: Int, taken: Int?) -> JournalRecord.Kind {
    let branches = program.decisions[index].branches.indices
    var reads: [RecordedRead] = []
    var seen: Set<Read> = []
    let truths = branches.map { branch -> JournalRecord.Truth in
      guard let condition = program.branches[branch].condition else { return .true }
      for place in program.conditions[condition].reads.indices {
        let read = program.program.reads[place]
        if seen.insert(read).inserted { reads.append(recorded(read)) }
      }
      return truth(condition)
    }
    return .decision(index, branches: truths, reads: reads, taken: taken.map { $0 - branches.lowerBound })
  }

  private mutating func truth(_ condition: Int) -> JournalRecord.Truth {
    if machine.isTrue(condition, journey, now: now) { return .true }
    return machine.isFalse(condition, journey, now: now) ? .false : .unknown
  }

  private mutating func recorded(_ read: Read) -> RecordedRead {
    switch read.kind {
    case .point: return .value(read, recorded(slot: read.index))
    case .let: return .value(read, value(ofLet: read.index))
    case .score:
      let score = interval(ofScore: read.index)
      return .score(read.index, low: score.low, shown: score.shown, high: score.high)
    case .label: return .index(read, index(journey.labels[read.index]))
    case .source: return .index(read, index(journey.source))
    case .stage: return .index(read, index(journey.stage))
    case .activity:
      let record = journey.activities[read.index]
      return .activity(read.index, record.activity >= 0 ? record.state : nil)
    case .owner:
      let bytes = journey.owner.map { Array(journey.bytes($0)) }
      return .value(read, RecordedValue(type: ValueType(.text), bits: journey.owner?.bits, bytes: bytes ?? []))
    case .entered: return time(read, journey.entered)
    case .started: return time(read, journey.started)
    case .lastEvent: return time(read, journey.lastEvent)
    case .now: return time(read, now)
    case .today:
      let day = program.program.zone.day(of: now).map { UInt64(bitPattern: $0) }
      return .value(read, RecordedValue(type: ValueType(.date), bits: day, bytes: []))
    }
  }

  private func index(_ index: Int32) -> Int? { index >= 0 ? Int(index) : nil }

  private func time(_ read: Read, _ instant: Int64) -> RecordedRead {
    .value(read, RecordedValue(type: ValueType(.datetime), bits: UInt64(bitPattern: instant), bytes: []))
  }

  private mutating func value(ofLet index: Int) -> RecordedValue {
    let formula = program.program.lets[index]
    return result(of: formula.entry, registers: formula.registers, formula.type)
  }

  /// A score's bounds and the number shown.
  mutating func interval(ofScore index: Int) -> (low: Int64, shown: Int64, high: Int64) {
    machine.interval(program.program.scores[index], journey, now: now)
  }
}

extension Machine {
  /// The bounds of a score and the number shown.
  mutating func interval(_ score: Score, _ journey: borrowing Journey, now: Int64) -> (
    low: Int64, shown: Int64, high: Int64
  ) {
    let end = run(score.entry, registers: score.registers, journey, now: now)
    guard end.operation == .interval else { return (0, 0, 0) }
    let value = { [words, known] (register: Int) in known[register] ? Int64(bitPattern: words[register]) : 0 }
    return (value(Int(end.a)), value(Int(end.b)), value(Int(truncatingIfNeeded: end.immediate)))
  }

  /// The bytes of a result, copied; the references of a run that is over are followed once more.
  mutating func copy(_ bits: UInt64, _ journey: borrowing Journey) -> [UInt8] {
    journey.heap.withUnsafeBytes { bytes in
      heap = bytes
      defer { heap = UnsafeRawBufferPointer(start: nil, count: 0) }
      return Array(self.bytes(bits))
    }
  }
}
