import FunnelIR

extension RecordedValue {
  /// Writes a value of a known type, or reads one.
  mutating func code<Coder: FieldCoder>(_ coder: inout Coder, as type: ValueType, _ program: LoadedProgram) {
    var (bits, bytes) = (bits, bytes)
    coder.optional(&bits, new: 0) { coder, bits in
      guard type.isReference else { return coder.value(&bits, type, in: &bytes, program.program) }
      // What counts of a reference is its bytes, which stand here as in a heap of their own.
      var own = TextReference(.journey, offset: 0, length: UInt32(truncatingIfNeeded: bytes.count)).bits
      coder.value(&own, type, in: &bytes, program.program)
    }
    if Coder.isReading { self = RecordedValue(type: type, bits: bits, bytes: bytes) }
  }
}

extension RecordedRead {
  private static let kinds: [Read.Kind] = [
    .point, .let, .score, .label, .activity, .source, .stage, .owner, .entered, .started, .lastEvent, .now, .today,
  ]

  private var read: Read {
    switch self {
    case .value(let read, _), .index(let read, _): read
    case .score(let index, _, _, _): Read(.score, index)
    case .activity(let key, _): Read(.activity, key)
    }
  }

  mutating func code<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram) {
    var read = read
    let tables = program.program
    coder.choice(&read.kind, of: RecordedRead.kinds)
    let count =
      switch read.kind {
      case .point: tables.points.count
      case .let: tables.lets.count
      case .score: tables.scores.count
      case .label: tables.decisions.count
      case .activity: tables.activityKeys.count
      default: 1
      }
    coder.place(&read.index, below: count)
    guard read.index >= 0, read.index < count else { return }
    if Coder.isReading { self = RecordedRead.form(of: read) }
    switch self {
    case .value(let read, var value):
      value.code(&coder, as: type(of: read, tables), program)
      if Coder.isReading { self = .value(read, value) }
    case .score(let index, var low, var shown, var high):
      coder.number(&low)
      coder.number(&shown)
      coder.number(&high)
      if Coder.isReading { self = .score(index, low: low, shown: shown, high: high) }
    case .index(let read, var index):
      coder.optionalPlace(
        &index,
        below: read.kind == .label
          ? tables.choices[tables.decisions[read.index].labels].members.count
          : read.kind == .source ? tables.sources.count : tables.stages.count)
      if Coder.isReading { self = .index(read, index) }
    case .activity(let key, var state):
      coder.optional(&state, new: .blocked) { $0.choice(&$1, of: ActivityRecord.states) }
      if Coder.isReading { self = .activity(key, state) }
    }
  }

  private func type(of read: Read, _ program: Program) -> ValueType {
    switch read.kind {
    case .point: program.points[read.index].type
    case .let: program.lets[read.index].type
    case .owner: ValueType(.text)
    case .today: ValueType(.date)
    default: ValueType(.datetime)
    }
  }

  private static func form(of read: Read) -> RecordedRead {
    switch read.kind {
    case .score: .score(read.index, low: 0, shown: 0, high: 0)
    case .activity: .activity(read.index, nil)
    case .label, .source, .stage: .index(read, nil)
    default: .value(read, RecordedValue(type: ValueType(.boolean), bits: nil, bytes: []))
    }
  }
}

extension FieldCoder {
  /// An index of a table that may be missing.
  mutating func optionalPlace(_ value: inout Int?, below count: Int) {
    optional(&value, new: 0) { $0.place(&$1, below: count) }
  }

  /// A text as people read it.
  mutating func string(_ value: inout String) {
    var bytes = Array(value.utf8)
    text(&bytes)
    if Self.isReading { value = String(decoding: bytes, as: UTF8.self) }
  }

  /// A place in a funnel.
  mutating func target(_ target: inout Target, _ program: LoadedProgram) {
    choice(&target.kind, of: [.stage, .decision, .end])
    let count =
      switch target.kind {
      case .stage: program.program.stages.count
      case .decision: program.program.decisions.count
      case .end: program.program.ends.count
      }
    place(&target.index, below: count)
  }
}
