import FunnelIR
import FunnelRuntime

/// Values and times for people.
struct Words {
  private let interpolation: Interpolation
  private let program: Program
  /// What is masked; nil where everything is shown.
  private let personal: PersonalData?

  init(_ program: Program, hiding personal: PersonalData?) {
    self.program = program
    self.personal = personal
    interpolation = Interpolation(choices: program.choices, zone: program.zone)
  }

  /// A value: a text in quotes, `missing` where there is none.
  func value(_ value: RecordedValue) -> String {
    guard let bits = value.bits else { return "missing" }
    var text: [UInt8] = []
    value.bytes.withUnsafeBytes { interpolation.append(value.type, bits: bits, bytes: $0, to: &text) }
    let shown = String(decoding: text.prefix(200), as: UTF8.self) + (text.count > 200 ? "..." : "")
    if value.type.isSet { return "{ \(shown) }" }
    return value.type.isReference ? "\"\(shown)\"" : shown
  }

  /// The value of a point, masked where it is personal.
  func value(_ value: RecordedValue, ofPoint slot: Int) -> String {
    self.value(value, isHidden: isPersonal(point: slot))
  }

  private func value(_ value: RecordedValue, isHidden: Bool) -> String {
    guard isHidden, value.bits != nil else { return self.value(value) }
    return String(decoding: value.bytes.withUnsafeBytes { Masking.mask($0, as: value.type) }, as: UTF8.self)
  }

  /// Whether nothing is said of a point's value.
  func isPersonal(point slot: Int) -> Bool { personal?.points[slot] ?? false }

  private func isHidden(_ read: Read) -> Bool {
    switch read.kind {
    case .point: isPersonal(point: read.index)
    case .let: personal?.lets[read.index] ?? false
    default: false
    }
  }

  /// An instant on the clock of the funnel's zone.
  func time(_ instant: Int64) -> String {
    value(RecordedValue(type: ValueType(.datetime), bits: UInt64(bitPattern: instant), bytes: []))
  }

  /// What a decision read.
  func read(_ read: RecordedRead) -> String {
    switch read {
    case .value(let read, let value): "\(name(of: read)) \(self.value(value, isHidden: isHidden(read)))"
    case .score(let index, let low, let shown, let high):
      "\(program.strings[program.scores[index].name]) \(low == high ? "\(shown)" : "between \(low) and \(high)")"
    case .index(let read, let index): "\(name(of: read)) \(index.map { member($0, of: read) } ?? "missing")"
    case .activity(let key, let state):
      "\(program.strings[program.activityKeys[key]]) \(state.map(\.word) ?? "not there")"
    }
  }

  private func name(of read: Read) -> String {
    switch read.kind {
    case .point: program.strings[program.points[read.index].name]
    case .let: program.strings[program.lets[read.index].name]
    case .score: program.strings[program.scores[read.index].name]
    case .label: program.strings[program.decisions[read.index].name]
    case .activity: program.strings[program.activityKeys[read.index]]
    case .started, .entered: "entered"
    case .lastEvent: "last_event"
    case .source, .stage, .owner, .now, .today: read.kind.rawValue
    }
  }

  private func member(_ index: Int, of read: Read) -> String {
    switch read.kind {
    case .label: program.choices[program.decisions[read.index].labels].members[index].name
    case .source: program.strings[program.sources[index].name]
    case .stage: program.strings[program.stages[index].name]
    default: "\(index)"
    }
  }
}
