/// A stage: activities that start together, and the ways out.
public struct Stage: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its name, an index into `Program.strings`.
  public var name: Int
  /// Its title, an index into `Program.strings`.
  public var title: Int?
  /// Its activities in order of declaration, a range of `Program.activities`.
  public var activities: TableRange
  /// Its timers in order of declaration, a range of `Program.timers`.
  public var timers: TableRange
  /// What must be known to be true before its activities open, an index into `Program.conditions`.
  public var requirement: Int?
  /// How many of its required activities must be completed before it is done; nil where all must be, or be skipped.
  public var needed: Int?
  /// What must hold besides for it to be done, `complete when` and `wait`: a range of `Program.ids`, each an index into
  /// `Program.conditions`.
  public var conditions: TableRange
  /// How often a journey may enter it, and where it goes instead of entering it once more.
  public var visits: VisitLimit?
  /// What it watches, a range of `Program.watches`.
  public var watches: TableRange
  /// What it answers, a range of `Program.answers`; among those of a failure, the ones that name the activity come first.
  public var answers: TableRange
  /// Its `then`; nil where it is left only in other ways.
  public var next: Target?

  /// Makes a stage.
  public init(
    name: Int, title: Int? = nil, activities: TableRange = .empty, timers: TableRange = .empty, requirement: Int? = nil,
    needed: Int? = nil, conditions: TableRange = .empty, visits: VisitLimit? = nil, watches: TableRange = .empty,
    answers: TableRange = .empty, next: Target? = nil
  ) {
    self.name = name
    self.title = title
    self.activities = activities
    self.timers = timers
    self.requirement = requirement
    self.needed = needed
    self.conditions = conditions
    self.visits = visits
    self.watches = watches
    self.answers = answers
    self.next = next
  }
}

/// `limit N visits -> T`.
public struct VisitLimit: Hashable, Sendable, Codable, BitwiseCopyable {
  /// How many visits there are at most.
  public var visits: Int
  /// Where the journey goes instead of beginning another one.
  public var target: Target

  /// Makes a limit.
  public init(visits: Int, target: Target) {
    self.visits = visits
    self.target = target
  }
}

/// A timer of a stage, the limit of a hold, or a `watch` of the whole funnel. Timers that are due at the same instant fire in
/// the order of the table.
public struct StageTimer: Hashable, Sendable, Codable, BitwiseCopyable {
  /// What happens when it fires.
  public enum Kind: String, Sendable, Codable, BitwiseCopyable {
    /// The stage, or the hold, is left for `target`; counts from entering it.
    case limit
    /// The activity becomes overdue; counts from its opening.
    case due
    /// A reminder is recorded, at most `times` times; counts from the activity's opening, then from the last reminder.
    case remind
    /// The activity opens for its next attempt; counts from the failure.
    case retry
    /// What is watched is looked at; due whenever `condition` says that time may change it.
    case watch
  }

  /// What happens.
  public var kind: Kind
  /// How long after.
  public var span: CalendarSpan
  /// For `due`, `remind` and `retry`, an index into `Program.activities`.
  public var activity: Int?
  /// For `remind`, how often at most.
  public var times: Int
  /// For `limit`, where the journey goes.
  public var target: Target?
  /// For `watch`, an index into `Program.conditions`.
  public var condition: Int?

  /// Makes a timer.
  public init(
    _ kind: Kind, span: CalendarSpan = CalendarSpan(), activity: Int? = nil, times: Int = 0, target: Target? = nil,
    condition: Int? = nil
  ) {
    self.kind = kind
    self.span = span
    self.activity = activity
    self.times = times
    self.target = target
    self.condition = condition
  }
}
