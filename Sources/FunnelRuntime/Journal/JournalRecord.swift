import FunnelIR

/// One thing that happened on a journey.
///
/// Ids are those of the program's tables; texts of the feed are copied, because records outlive the line they come from.
public struct JournalRecord: Sendable, Hashable {
  /// The journey's funnel, by its place in the workspace.
  public let funnel: Int
  /// The lead's id.
  public let lead: [UInt8]
  /// Whether the id is written as a number.
  public let leadIsNumber: Bool
  /// Which journey of the lead it is, from 1.
  public let entry: Int
  /// When it happened.
  public let time: Int64
  /// What happened.
  public let kind: Kind

  /// What can happen.
  public enum Kind: Sendable, Hashable {
    /// The lead was registered.
    case registered(source: Int32)
    /// The journey was moved from one version of its funnel to another.
    case migrated(from: Int, to: Int)
    /// Another journey of the subject began this one: its funnel, and which one of the lead's there.
    case handedOver(from: Int, entry: Int)
    /// The journey began another one of the subject in a funnel, or none where one is open there.
    case started(funnel: Int, entry: Int?)
    /// An event came; `isProved` says that a session token proved who did it.
    case event(
      IncomingEvent.Kind, activity: Int?, actor: [UInt8]?, role: [UInt8]?, isProved: Bool, fate: Fate, outOfOrder: Bool)
    /// Who came by a session has nothing left that is open, and can be sent back to where they came from.
    case redirect(actor: [UInt8], role: [UInt8])
    /// Numbers are missing in the order of the lead's events.
    case sequenceGap(expected: Int64, found: Int64)
    /// A point changed.
    case changed(slot: Int, before: RecordedValue, after: RecordedValue)
    /// The lead was looked up in the table of an enrichment; what was found follows as changes.
    case lookedUp(Int, found: Bool)
    /// A value does not fit its point.
    case dataIssue(slot: Int, reason: String)
    /// The lead was declined at intake, for a reason of the funnel's or because somebody did.
    case declined(reason: Int?)
    /// The lead is held at intake.
    case held
    /// The lead is held no longer; how it left, nil where somebody accepted or declined it.
    case released(Journey.Leaving?)
    /// A decision was asked.
    case decision(Int, branches: [Truth], reads: [RecordedRead], taken: Int?)
    /// A split dealt the lead its branch, an index of the program's branches; `draw` is its number from 0 to 999 999.
    case split(Int, draw: Int, branch: Int)
    /// A stage was not entered once more, because it limits its visits.
    case visitLimit(stage: Int, visits: Int)
    /// A stage was entered; `visit` counts all stages' visits from 1.
    case entered(stage: Int, visit: Int)
    /// A stage was left.
    case left(stage: Int, Journey.Leaving)
    /// An activity has a new state.
    case activity(Int, ActivityState, attempt: Int, due: Int64?)
    /// An activity was given to a person.
    case reassigned(activity: Int, to: [UInt8])
    /// An activity is beyond its due time.
    case overdue(activity: Int)
    /// Somebody is to be reminded of an activity.
    case reminder(activity: Int, number: Int)
    /// Somebody outside is to do something.
    case effect(Effect)
    /// The journey can't go on.
    case blocked(Target)
    /// The journey goes on.
    case unblocked
    /// The journey ended.
    case ended(Journey.Status, end: Int?)
    /// An overflow or a division by zero made a value missing.
    case overflow(condition: Int)
    /// The journey was stopped, because it ran in a circle or made too many records.
    case incident(String)
  }

  /// What became of an event.
  public enum Fate: String, Sendable {
    case handled, ignored, late
  }

  /// What a condition is known to be.
  public enum Truth: String, Sendable {
    case `true`, `false`, unknown
  }
}

/// A value as it was when it was recorded.
public struct RecordedValue: Sendable, Hashable {
  /// Its type.
  public let type: ValueType
  /// Its bits; nil where it is missing.
  public let bits: UInt64?
  /// Its bytes, where the type is one of references.
  public let bytes: [UInt8]

  /// Makes a value.
  public init(type: ValueType, bits: UInt64?, bytes: [UInt8]) {
    self.type = type
    self.bits = bits
    self.bytes = bytes
  }

  /// Whether both are missing, or hold the same; the order of a set's elements is no matter.
  public func isSame(as other: RecordedValue) -> Bool {
    guard type == other.type, bits != nil, other.bits != nil else { return bits == nil && other.bits == nil }
    guard type.isReference else { return bits == other.bits }
    guard type.isSet else { return bytes == other.bytes }
    return bytes.withUnsafeBytes { own in
      other.bytes.withUnsafeBytes { SetElements(own).isSame(as: SetElements($0)) }
    }
  }
}

/// One thing that a decision read, and its value.
public enum RecordedRead: Sendable, Hashable {
  /// A point, a let, `owner`, or a time.
  case value(Read, RecordedValue)
  /// A score: its bounds and the number shown.
  case score(Int, low: Int64, shown: Int64, high: Int64)
  /// A decision's last label, the source or the stage, as an index.
  case index(Read, Int?)
  /// The state of the latest opening of an activity, if there was one.
  case activity(Int, ActivityState?)
}

/// Where records are put; keeps none where nobody reads them.
public struct RecordLog: Sendable {
  /// Whether anybody reads the records.
  public let isKept: Bool
  /// Whether anybody reads the effects.
  public let keepsEffects: Bool
  /// The records since they were last taken away.
  public internal(set) var records: [JournalRecord] = []
  /// Values that were not written since the issues were last taken away, whether or not records are kept.
  var issues: [DataIssue] = []
  /// The effects since they were last taken away, those that the journal tells as activities and reminders included.
  public internal(set) var effects: [JournalRecord] = []

  /// Makes an empty log.
  public init(isKept: Bool, keepsEffects: Bool = false) {
    self.isKept = isKept
    self.keepsEffects = keepsEffects
  }

  /// Forgets the records, once they are written.
  public mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    effects.removeAll(keepingCapacity: true)
  }
}
