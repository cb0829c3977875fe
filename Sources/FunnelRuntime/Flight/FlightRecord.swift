import FunnelIR

/// What is known of an activity: its state, and how often it was tried. Which of its key's activities it is, and which visit it
/// belongs to, the journey's way tells: the last visit of a stage that has one.
///
/// An activity that was tried so and so often has failed as often but for the last time, and was opened as often, or once more
/// where somebody had blocked it.
struct FlightRecord: BitwiseCopyable {
  /// From the lowest bit: three for the state and one more, 0 where none of the key was part of a visited stage; one that is set
  /// where it is blocked until somebody unblocks it; three for the attempts; one that is set where it was opened once more.
  private var bits: UInt8 = 0

  private static let most = 7

  /// Nothing is known.
  init() {}

  /// An activity that has just become part of the stage at hand.
  @inline(__always)
  init(_ state: ActivityState) { bits = state.rawValue &+ 1 }

  /// Takes up what is known; nil where it doesn't fit.
  init?(_ record: ActivityRecord) {
    guard record.activity >= 0 else { return }
    let attempts = Int(record.attempts)
    let isBlocked = record.state == .blocked
    guard record.assignee == nil, record.doer == nil, record.due == nil, !record.isOverdue, record.reminders == 0,
      !isBlocked || record.wait != .retry, 0...FlightRecord.most ~= attempts,
      record.failures == FlightRecord.failures(attempts, record.state), 0...1 ~= Int(record.openings) - attempts
    else { return nil }
    bits = record.state.rawValue + 1 | UInt8(truncatingIfNeeded: attempts) << 4
    if isBlocked, record.wait == .release { bits |= 8 }
    if Int(record.openings) > attempts { bits |= 128 }
  }

  private static func failures(_ attempts: Int, _ state: ActivityState) -> Int {
    state == .failed ? attempts : max(attempts - 1, 0)
  }

  /// Whether any activity of the key was part of a visited stage.
  var isKnown: Bool { @inline(__always) get { bits & 7 != 0 } }

  var attempts: Int { @inline(__always) get { Int(bits >> 4 & 7) } }

  /// Whether it can be tried once more and still fit; what was opened before it was ever tried does not.
  var canFail: Bool { @inline(__always) get { 1..<FlightRecord.most ~= attempts } }

  @inline(__always)
  func `is`(_ state: ActivityState) -> Bool { bits & 7 == state.rawValue &+ 1 }

  /// Whether it has one of the states in a mask; none is overdue.
  @inline(__always)
  func isIn(_ states: UInt8) -> Bool { (UInt16(states & 0x7F) << 1) >> UInt16(bits & 7) & 1 == 1 }

  var isOpen: Bool { @inline(__always) get { self.is(.open) || self.is(.inProgress) } }

  /// Whether it waits for the activities before it.
  var waitsForOthers: Bool { @inline(__always) get { bits & 0xF == ActivityState.blocked.rawValue &+ 1 } }

  @inline(__always)
  mutating func set(_ state: ActivityState) { bits = bits & 0xF0 | (state.rawValue &+ 1) }

  /// Begins another attempt.
  @inline(__always)
  mutating func open() { bits = (bits & 0xF0 &+ 16) | (ActivityState.open.rawValue &+ 1) }

  /// What is known, as of an activity and a visit.
  func record(of activity: Int, in visit: Int) -> ActivityRecord? {
    guard isKnown, let state = ActivityState(rawValue: bits & 7 - 1) else { return nil }
    var record = ActivityRecord(
      activity: Int32(truncatingIfNeeded: activity), visit: Int32(truncatingIfNeeded: visit), state: state)
    record.wait = bits & 8 != 0 ? .release : .before
    record.attempts = Int32(attempts)
    record.failures = Int32(FlightRecord.failures(attempts, state))
    record.openings = record.attempts + (bits & 128 != 0 ? 1 : 0)
    return record
  }
}
