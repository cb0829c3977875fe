import FunnelIR

/// Which change of one data point would have led a journey elsewhere: each is tried before it is told.
extension Inquiry {
  /// Another value of one point, and where it leads.
  public struct Change: Sendable {
    /// The point's slot.
    public let slot: Int
    /// The value that it had.
    public let before: RecordedValue
    /// The value that leads elsewhere.
    public let after: RecordedValue
    /// Where the journey comes to rest then.
    public let outcome: Outcome
    /// How large the change is; see `Alternatives`.
    let size: Double
    /// Which one of those tried it was.
    let number: Int
  }

  /// What came of looking for changes.
  ///
  /// Of all changes the smallest one is told for each other place: first the change of a number, a date or a time by the
  /// smallest share (of a date or a time, of ten years), then another value of any other kind, then a value where none was, then
  /// none where one was.
  public struct Alternatives: Sendable {
    /// Where the journey came to rest as it was.
    public let outcome: Outcome
    /// The smallest change to each other place, the smallest of all first.
    public let changes: [Change]
    /// How many changes were tried.
    public let tried: Int
    /// Whether more could have been tried.
    public let isComplete: Bool
  }

  /// How many changes are tried at most.
  private static let mostTrials = 50_000

  /// Looks for changes of one point that would have led a journey elsewhere from where it set out.
  public func alternatives(to journey: Journey, from origin: Origin, at time: Int64) -> Alternatives {
    let (outcome, records) = run(journey, from: origin, at: time, keepsRecords: true)
    var candidates = CandidateValues(program)
    for condition in conditions(asked: records, from: origin) { candidates.add(condition: condition) }
    var trial = Trial(inquiry: self, journey: journey, origin: origin, time: time, outcome: outcome)
    for slot in candidates.slots { trial.vary(slot, candidates) }
    let best = trial.best.values.sorted { ($0.size, $0.number) < ($1.size, $1.number) }
    return Alternatives(
      outcome: outcome, changes: best, tried: trial.count, isComplete: trial.count < Self.mostTrials)
  }

  /// The conditions that were asked on the way.
  private func conditions(asked records: [JournalRecord], from origin: Origin) -> [Int] {
    var found: [Int] = []
    if case .intake = origin {
      found += program.program.intake.steps.map(\.condition) + program.program.intake.holds.map(\.condition)
    }
    found += program.program.watches[program.program.ownWatches.indices].filter(\.isExit).map(\.condition)
    for record in records {
      switch record.kind {
      case .decision(let index, _, _, _):
        found += program.decisions[index].branches.indices.compactMap { program.branches[$0].condition }
      case .entered(let index, _):
        let stage = program.stages[index]
        found += [stage.requirement].compactMap { $0 }
        found += stage.watches.indices.map { program.watches[$0] }.filter(\.isExit).map(\.condition)
      default: break
      }
    }
    return found
  }

  /// Tries values of one point after the other.
  private struct Trial {
    let inquiry: Inquiry
    let journey: Journey
    let origin: Origin
    let time: Int64
    let outcome: Outcome
    var best: [Outcome: Change] = [:]
    var count = 0

    /// Tries all values of a point that could make a difference.
    mutating func vary(_ slot: Int, _ candidates: CandidateValues) {
      let type = inquiry.program.points[slot].type
      let before = journey.value(ofPoint: slot, inquiry.program)
      if before.bits != nil { attempt(slot, before, RecordedValue(type: type, bits: nil, bytes: []), 3) }
      let words = (candidates.words[slot] ?? []).sorted { Int64(bitPattern: $0) < Int64(bitPattern: $1) }
      let texts = (candidates.texts[slot] ?? []).sorted { $0.lexicographicallyPrecedes($1) }
      if type.isSet { return varySet(slot, before, words, texts) }
      if type.isReference {
        // Where nothing was told, anything at all may be enough.
        let example = before.bits == nil ? [Trial.example(of: type.base)] : []
        for text in texts + example {
          attempt(slot, before, RecordedValue(type: type, bits: 0, bytes: text), size(before))
        }
      } else if let scale = Scale(type, words: words, before: before.bits, time: time, inquiry.program.program.zone) {
        vary(slot, before, scale)
      } else {
        for bits in allWords(of: type) ?? words {
          attempt(slot, before, RecordedValue(type: type, bits: bits, bytes: []), size(before))
        }
      }
    }

    /// A text of a type.
    private static func example(of base: ValueType.Base) -> [UInt8] {
      switch base {
      case .email: Array("someone@example.org".utf8)
      case .phone: Array("+49 30 123456".utf8)
      case .url: Array("https://example.org".utf8)
      default: Array("something".utf8)
      }
    }

    private func size(_ before: RecordedValue) -> Double { before.bits == nil ? 2 : 1 }

    /// All values of a type that has few.
    private func allWords(of type: ValueType) -> [UInt64]? {
      switch type.base {
      case .boolean: [0, 1]
      case .choice: Array(0..<UInt64(inquiry.program.program.choices[Int(type.detail)].members.count))
      default: nil
      }
    }

    private mutating func varySet(_ slot: Int, _ before: RecordedValue, _ words: [UInt64], _ texts: [[UInt8]]) {
      let type = before.type
      let element = ValueType(type.base, detail: type.detail)
      var own: [[UInt8]] = []
      before.bytes.withUnsafeBytes { bytes in
        var elements = SetElements(bytes)
        while let next = elements.next() { own.append(Array(next)) }
      }
      let others =
        element.isReference
        ? texts
        : (allWords(of: element) ?? words).map { bits in
          withUnsafeBytes(of: bits.littleEndian) { Array($0) }
        }
      func set(_ elements: [[UInt8]]) -> RecordedValue {
        let bytes = elements.flatMap { element in
          withUnsafeBytes(of: UInt32(truncatingIfNeeded: element.count).littleEndian) { Array($0) } + element
        }
        return RecordedValue(type: type, bits: 0, bytes: bytes)
      }
      for other in others where !own.contains(other) { attempt(slot, before, set(own + [other]), size(before)) }
      for index in own.indices.prefix(100) {
        var rest = own
        rest.remove(at: index)
        attempt(slot, before, set(rest), 1)
      }
    }

    /// Tries constants and their neighbours, then goes away from the value in both directions by growing steps, and back to
    /// where it first made a difference.
    private mutating func vary(_ slot: Int, _ before: RecordedValue, _ scale: Scale) {
      for number in scale.marks { _ = attempt(slot, before, number, scale) }
      for direction: Int64 in [-1, 1] {
        var (same, step): (Int64, Int64) = (0, 1)
        while step < 1 << 50, count < mostTrials,
          let found = attempt(slot, before, scale.start &+ direction &* step, scale)
        {
          guard found == outcome else {
            close(slot, before, scale, direction, same: same, other: step)
            break
          }
          (same, step) = (step, step * 2)
        }
      }
    }

    /// Finds the nearest step that makes a difference, where one that makes none and one that does are known.
    private mutating func close(
      _ slot: Int, _ before: RecordedValue, _ scale: Scale, _ direction: Int64, same: Int64, other: Int64
    ) {
      var (same, other) = (same, other)
      while other - same > 1 {
        let middle = same + (other - same) / 2
        guard let found = attempt(slot, before, scale.start &+ direction &* middle, scale) else { return }
        if found == outcome { same = middle } else { other = middle }
      }
    }

    private let mostTrials = Inquiry.mostTrials

    private mutating func attempt(_ slot: Int, _ before: RecordedValue, _ number: Int64, _ scale: Scale) -> Outcome? {
      guard let bits = scale.bits(of: number) else { return nil }
      let after = RecordedValue(type: before.type, bits: bits, bytes: [])
      return attempt(slot, before, after, before.bits == nil ? 2 : scale.size(of: number))
    }

    /// Tries a value; nil where the point can't hold it.
    @discardableResult
    private mutating func attempt(_ slot: Int, _ before: RecordedValue, _ after: RecordedValue, _ size: Double)
      -> Outcome?
    {
      guard !after.isSame(as: before), inquiry.program.ranges[slot].contains(after), count < mostTrials else {
        return nil
      }
      count += 1
      var changed = journey
      changed.put(after, slot, program: inquiry.program)
      let found = inquiry.run(changed, from: origin, at: time).outcome
      guard found != outcome else { return found }
      if let known = best[found], known.size <= size { return found }
      best[found] = Change(slot: slot, before: before, after: after, outcome: found, size: size, number: count)
      return found
    }
  }
}
