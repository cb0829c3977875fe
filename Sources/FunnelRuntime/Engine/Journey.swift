import FunnelIR

/// The way of one lead through one funnel: all that the interpreter knows of it.
///
/// A value: copy it, and both go their own ways. Names are ids of the program's tables; -1 stands for none.
public struct Journey: Sendable {
  /// How a journey stands.
  public enum Status: String, Sendable, CaseIterable, BitwiseCopyable {
    /// It was not registered yet.
    case new
    case held, declined
    case inProgress = "in_progress"
    case blocked, converted, lost, cancelled
  }

  /// How a stage was left.
  public enum Leaving: String, Sendable, CaseIterable, BitwiseCopyable {
    case completed, limit, exit, failed, withdrawn, moved, cancelled
  }

  /// One visit of a stage.
  public struct Visit: Sendable, Hashable {
    /// The stage.
    public let stage: Int32
    /// When it was entered.
    public let entered: Int64
    /// When it was left; nil while the journey is in it.
    public var left: Int64?
    /// How it was left.
    public var how: Leaving?
  }

  /// A decision that was taken.
  public struct Turn: Sendable, Hashable {
    /// The decision.
    public let decision: Int32
    /// The label that it gave.
    public let label: Int32
  }

  /// What became of the events.
  public struct Counts: Sendable, Hashable {
    /// Activities completed.
    public var done = 0
    /// Failures, also those after which an attempt was left.
    public var failed = 0
    /// Events about an activity that was not open, and others that had no effect by the funnel's rules.
    public var ignored = 0
    /// Events after the journey's end.
    public var late = 0
    /// Repeats.
    public var duplicates = 0
    /// Events older than the subject's clock.
    public var outOfOrder = 0
  }

  /// Its funnel, by its place in the workspace.
  public internal(set) var funnel: Int32 = -1
  /// The subject it belongs to; -1 where nobody can come back to it.
  var subject: Int32 = -1
  /// The journey of the same subject that began before it; -1 for none. A subject holds at most one for each funnel so.
  var sibling: Int32 = -1
  /// How many journeys, one from the other, began at the instant at which it began; 0 where no other began it.
  var handOvers: Int32 = 0
  /// How many journeys of the subject other journeys began in its funnel since anything was heard of the subject, itself
  /// included; 0 where no other began it.
  var rounds: Int32 = 0
  /// The lead's id.
  public internal(set) var lead: [UInt8] = []
  /// Whether the id is written as a number.
  public internal(set) var leadIsNumber = false
  /// Which journey of the lead in this funnel it is, from 1.
  public internal(set) var entry = 1

  /// How it stands.
  public internal(set) var status = Status.new
  /// The stage it is in.
  public internal(set) var stage: Int32 = -1
  /// Where it goes as soon as it can: what a blocked journey tries again.
  public internal(set) var pending: Target?
  /// Why it is blocked for good, in words: a loop without end, or a journal beyond all bounds.
  public internal(set) var incident: String?
  /// How it ended: an index of the program's ends.
  public internal(set) var end: Int32 = -1
  /// What holds it: an index of the intake's holds.
  public internal(set) var hold: Int32 = -1
  /// Why it was declined: an index of the program's strings; -1 also where a person declined it.
  public internal(set) var declineReason: Int32 = -1

  /// When it was registered.
  public internal(set) var started: Int64 = 0
  /// When it ended.
  public internal(set) var ended: Int64?
  /// When the stage was entered.
  public internal(set) var entered: Int64 = 0
  /// When the subject's last event was.
  public internal(set) var lastEvent: Int64 = 0
  /// The instant of its last event or timer.
  public internal(set) var moved: Int64 = 0
  /// The subject's clock.
  public internal(set) var clock = Int64.min

  /// The index of the lead's source.
  public internal(set) var source: Int32 = -1
  /// The name of the person responsible, in `heap`.
  public internal(set) var owner: TextReference?
  /// Data points by slot; bits without meaning where not known.
  public internal(set) var values: [UInt64] = []
  /// One bit a slot: whether the point is known.
  var knownMask: [UInt64] = []
  /// The bytes of texts and sets.
  public internal(set) var heap: [UInt8] = []
  /// How many bytes of the heap nothing refers to any more.
  var heapWaste = 0

  /// Each decision's last label.
  public internal(set) var labels: [Int32] = []
  /// Each activity key's latest record.
  public internal(set) var activities: [ActivityRecord] = []
  /// When each timer is due, those of the funnel first, then the stage's, in the order of the table; `Int64.max` for none.
  var timers: [Int64] = []
  /// The earliest of `timers`.
  var nextTimer = Int64.max
  /// Whether what is watched was true when last asked, by the table of watches, so that it counts only as it becomes true.
  var wasTrue: [Bool] = []
  /// What `on changed` looks at, as it was when it was last looked at.
  var observed: [RecordedValue] = []
  /// How often each action ran in the visit at hand.
  var occurrences: [Int32] = []
  /// Whether the activities of the stage at hand have opened.
  var hasOpened = false

  /// The session tokens that were used and are not expired yet.
  var usedSessions: [UsedSession] = []

  /// How often each stage was entered.
  var visits: [Int32] = []

  /// The decisions taken.
  public internal(set) var path: [Turn] = []
  /// The stages visited.
  public internal(set) var history: [Visit] = []
  /// What became of the events.
  public internal(set) var counts = Counts()

  /// Steps taken at the instant `stepsAt`.
  var steps = 0
  /// See `steps`.
  var stepsAt = Int64.min
  /// Records that the journey has made.
  public internal(set) var recordCount = 0

  /// Makes a journey that was not registered yet.
  public init() {}

  /// Whether nothing but being counted can happen any more.
  public var isEnded: Bool { @inline(__always) get { ended != nil } }

  /// Whether a timer waits.
  public var hasTimers: Bool { @inline(__always) get { nextTimer != .max } }

  /// Whether a point is known.
  @inline(__always)
  public func isKnown(_ slot: Int) -> Bool { knownMask[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }

  /// Makes the journey as good as new and keeps its room.
  mutating func reset(for program: LoadedProgram) {
    funnel = Int32(truncatingIfNeeded: program.index)
    (subject, sibling, handOvers, rounds) = (-1, -1, 0, 0)
    let slots = program.points.count
    values.refill(0, slots)
    knownMask.refill(0, (slots + 63) / 64)
    labels.refill(-1, program.decisions.count)
    activities.refill(ActivityRecord(), program.activityKeys.count)
    wasTrue.refill(false, program.watches.count)
    occurrences.refill(0, program.actionCount)
    visits.refill(0, program.stages.count)
    if !observed.isEmpty { observed.removeAll(keepingCapacity: true) }
    if !heap.isEmpty { heap.removeAll(keepingCapacity: true) }
    timers.refill(.max, program.ownTimers.count)
    if !path.isEmpty { path.removeAll(keepingCapacity: true) }
    if !history.isEmpty { history.removeAll(keepingCapacity: true) }
    lead.removeAll(keepingCapacity: true)
    (leadIsNumber, entry, status, stage, pending, incident) = (false, 1, .new, -1, nil, nil)
    (end, declineReason, started, ended, entered, lastEvent, moved) = (-1, -1, 0, nil, 0, 0, 0)
    usedSessions.removeAll(keepingCapacity: true)
    (clock, source, owner, heapWaste, nextTimer, counts) = (.min, -1, nil, 0, .max, Counts())
    (steps, stepsAt, recordCount, hasOpened, hold) = (0, .min, 0, false, -1)
  }
}

extension Array where Element: BitwiseCopyable {
  /// Replaces the elements by so many equal ones and keeps the room.
  @inline(__always)
  fileprivate mutating func refill(_ element: Element, _ count: Int) {
    if self.count == count {
      withUnsafeMutableBufferPointer { $0.update(repeating: element) }
    } else {
      removeAll(keepingCapacity: true)
      append(contentsOf: repeatElement(element, count: count))
    }
  }
}
