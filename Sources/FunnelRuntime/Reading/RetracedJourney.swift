import FunnelIR

/// A journey as its records tell it: what it knew and where it was, record by record. Nothing is run again.
public struct RetracedJourney {
  /// The journey as it is told so far: values, labels, stages and activities; timers and counts are not.
  public private(set) var journey = Journey()
  /// The journey's funnel.
  public let program: LoadedProgram
  private var reader: ValueReader

  /// Begins before the first record.
  public init(_ program: LoadedProgram, of journey: Journey) {
    self.program = program
    reader = ValueReader(choices: program.program.choices, zone: program.program.zone)
    self.journey.reset(for: program)
    self.journey.lead = journey.lead
    self.journey.leadIsNumber = journey.leadIsNumber
    self.journey.entry = journey.entry
    self.journey.status = .inProgress
    // What no record tells: who is responsible. It is the owner of now.
    guard let owner = journey.owner else { return }
    journey.bytes(owner).withUnsafeBytes { self.journey.writeOwner($0, program: program) }
  }

  /// The journey began.
  public mutating func begin(at time: Int64, source: String?) {
    let sources = program.program.sources
    let index = source.flatMap { name in sources.firstIndex { program.string($0.name) == name } }
    journey.source = Int32(truncatingIfNeeded: index ?? -1)
    (journey.started, journey.lastEvent, journey.clock, journey.moved) = (time, time, time, time)
  }

  /// An event of the lead came.
  public mutating func hear(at time: Int64) { journey.lastEvent = time }

  /// A data point has another value, told as JSON; false where it is not what such a point holds.
  public mutating func write(_ name: String, json: [UInt8]) -> Bool {
    guard let slot = program.points(named: name) else { return false }
    guard let value = value(json, ofPoint: slot) else { return false }
    put(value, slot)
    return true
  }

  /// The value that JSON tells of a point, missing for null; nil where it does not fit.
  private mutating func value(_ json: [UInt8], ofPoint slot: Int) -> RecordedValue? {
    let type = program.points[slot].type
    guard !json.elementsEqual("null".utf8) else { return RecordedValue(type: type, bits: nil, bytes: []) }
    // What was recorded is named as results name it, also where the feed means something else by the same word.
    if !type.isSet, type.base == .choice, let member = member(json, of: type) {
      return RecordedValue(type: type, bits: UInt64(member), bytes: [])
    }
    let field = PointField(slot: slot, name: "", type: type, path: FeedPath([]))
    var bytes: [UInt8] = []
    let end = Int32(truncatingIfNeeded: json.count)
    let bits: UInt64? = json.withUnsafeBytes { text in
      switch text.first {
      case UInt8(ascii: "["):
        return reader.set(FoundValue(kind: .array, start: 0, end: end), field, text, links: [], into: &bytes)
      case UInt8(ascii: "\""):
        let hasEscapes = text.contains(UInt8(ascii: "\\"))
        return reader.single(
          FoundValue(kind: .string, hasEscapes: hasEscapes, start: 1, end: end - 1), field, text, into: &bytes)
      case UInt8(ascii: "t"): return reader.single(FoundValue(kind: .true), field, text, into: &bytes)
      case UInt8(ascii: "f"): return reader.single(FoundValue(kind: .false), field, text, into: &bytes)
      default: return reader.single(FoundValue(kind: .number, start: 0, end: end), field, text, into: &bytes)
      }
    }
    return bits.map { RecordedValue(type: type, bits: $0, bytes: type.isReference ? bytes : []) }
  }

  private func member(_ json: [UInt8], of type: ValueType) -> Int? {
    program.program.choices[Int(type.detail)].members.firstIndex { member in
      json.count == member.name.utf8.count + 2 && json.dropFirst().starts(with: member.name.utf8)
    }
  }

  private mutating func put(_ value: RecordedValue, _ slot: Int) { journey.put(value, slot, program: program) }

  /// A decision or a split gave a label.
  public mutating func take(_ label: String, of decision: Int) {
    let row = program.decisions[decision]
    let members = program.program.choices[row.labels].members
    guard let index = members.firstIndex(where: { $0.name == label }) else { return }
    journey.labels[decision] = Int32(truncatingIfNeeded: index)
    journey.path.append(
      Journey.Turn(decision: Int32(truncatingIfNeeded: decision), label: Int32(truncatingIfNeeded: index)))
  }

  /// A stage was entered.
  public mutating func enter(_ stage: Int, at time: Int64) {
    journey.stage = Int32(truncatingIfNeeded: stage)
    journey.entered = time
    journey.history.append(Journey.Visit(stage: journey.stage, entered: time))
    journey.visits[stage] += 1
    journey.moved = time
  }

  /// The stage was left.
  public mutating func leave(at time: Int64) {
    if let last = journey.history.indices.last { journey.history[last].left = time }
    journey.stage = -1
    journey.moved = time
  }

  /// An activity has a new state.
  public mutating func change(_ activity: String, to state: ActivityState, attempt: Int, due: Int64?, at time: Int64) {
    guard let key = program.activityKeys(named: activity) else { return }
    if journey.stage >= 0 {
      let index = program.stages[Int(journey.stage)].activities.indices.first { program.activities[$0].key == key }
      if let index {
        journey.activities[key].activity = Int32(truncatingIfNeeded: index)
        journey.activities[key].visit = Int32(truncatingIfNeeded: journey.history.count - 1)
      }
    }
    journey.activities[key].state = state
    journey.activities[key].attempts = Int32(truncatingIfNeeded: attempt)
    journey.activities[key].isOverdue = false
    journey.activities[key].due = due
    if state == .open { journey.activities[key].opened = time }
  }

  /// An activity is beyond its due time.
  public mutating func makeOverdue(_ activity: String) {
    guard let key = program.activityKeys(named: activity) else { return }
    journey.activities[key].isOverdue = true
  }
}

extension Journey {
  /// Gives a point a value, or makes it missing.
  mutating func put(_ value: RecordedValue, _ slot: Int, program: LoadedProgram) {
    guard let bits = value.bits else { return clear(slot, isReference: value.type.isReference) }
    if value.type.isReference {
      _ = value.bytes.withUnsafeBytes { write(slot, bytes: $0, program: program) }
    } else {
      write(slot, bits)
    }
  }

  /// A point's value.
  func value(ofPoint slot: Int, _ program: LoadedProgram) -> RecordedValue {
    let type = program.points[slot].type
    guard isKnown(slot) else { return RecordedValue(type: type, bits: nil, bytes: []) }
    let bits = values[slot]
    return RecordedValue(
      type: type, bits: bits, bytes: type.isReference ? Array(bytes(TextReference(bits: bits))) : [])
  }
}

extension LoadedProgram {
  func points(named name: String) -> Int? { program.points.firstIndex { program.strings[$0.name] == name } }

  func activityKeys(named name: String) -> Int? { program.activityKeys.firstIndex { program.strings[$0] == name } }
}

extension RetracedJourney {
  /// A point's value.
  public func value(ofPoint slot: Int) -> RecordedValue { journey.value(ofPoint: slot, program) }
}
