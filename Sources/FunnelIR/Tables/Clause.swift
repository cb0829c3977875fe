/// A condition that is watched, in a stage or in the whole funnel: `exit when C -> T`, `whenever C { ... }`.
///
/// Its actions run as the condition becomes known to be true; an arrow is the one action `go`.
public struct Watch: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Whether it is an `exit when`, which is asked before the activities of a stage open, too.
  public var isExit: Bool
  /// What people call it, an index into `Program.strings`.
  public var name: Int
  /// What is watched, an index into `Program.conditions`.
  public var condition: Int
  /// What is done, a range of `Program.actions`.
  public var actions: TableRange

  /// Makes a watch.
  public init(isExit: Bool, name: Int, condition: Int, actions: TableRange) {
    self.isExit = isExit
    self.name = name
    self.condition = condition
    self.actions = actions
  }
}

/// An answer to something that happened, in a stage or in the whole funnel: `on EVENT [A] [when C] { ... }`.
public struct Answer: Hashable, Sendable, Codable, BitwiseCopyable {
  /// What can be answered.
  public enum Event: String, Sendable, Codable, CaseIterable, BitwiseCopyable {
    case enter, exit, completed, failed, overdue, changed, withdrawn
  }

  /// What is answered.
  public var event: Event
  /// For `completed`, `failed` and `overdue` the key of the activity, an index into `Program.activityKeys`, nil for any; for
  /// `changed` an index into `Program.observed`; nil for the rest.
  public var subject: Int?
  /// What people call it, an index into `Program.strings`.
  public var name: Int
  /// When it applies, an index into `Program.conditions`; nil for always.
  public var condition: Int?
  /// What is done, a range of `Program.actions`.
  public var actions: TableRange

  /// Makes an answer.
  public init(_ event: Event, subject: Int? = nil, name: Int, condition: Int? = nil, actions: TableRange) {
    self.event = event
    self.subject = subject
    self.name = name
    self.condition = condition
    self.actions = actions
  }
}
