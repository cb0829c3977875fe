import FunnelIR

/// What is known of an activity since its stage was last entered.
public struct ActivityRecord: Sendable, Hashable, BitwiseCopyable {
  /// What a blocked activity waits for.
  public enum Wait: UInt8, Sendable, BitwiseCopyable {
    /// The activities that come before it.
    case before
    /// The time to its next attempt.
    case retry
    /// Whoever blocked it, to unblock it.
    case release
  }

  /// The activity, an index of the program's activities; -1 where none of this name has been part of a visited stage.
  public internal(set) var activity: Int32 = -1
  /// The visit to which it belongs, an index of the journey's history.
  public internal(set) var visit: Int32 = 0
  /// Its state.
  public internal(set) var state = ActivityState.blocked
  /// What it waits for while blocked.
  public internal(set) var wait = Wait.before
  /// Whether it is open beyond its due time.
  public internal(set) var isOverdue = false
  /// Attempts begun.
  public internal(set) var attempts: Int32 = 0
  /// Attempts failed.
  public internal(set) var failures: Int32 = 0
  /// Openings and new attempts, each of which somebody was asked to do.
  public internal(set) var openings: Int32 = 0
  /// Reminders since it opened.
  public internal(set) var reminders: Int32 = 0
  /// When it opened last.
  public internal(set) var opened: Int64 = 0
  /// When it is or was due; nil where it never opened or nothing says.
  public internal(set) var due: Int64?

  /// Who it was given to, in the journey's heap; nil where to whoever has its role.
  var assignee: TextReference?
  /// Who completed it, in the journey's heap; kept only where another activity must be done by somebody else.
  var doer: TextReference?

  /// Whether it is open or in progress.
  public var isOpen: Bool { activity >= 0 && (state == .open || state == .inProgress) }

  /// Whether it has one of the states in a mask.
  @inline(__always)
  func isIn(_ states: UInt8) -> Bool {
    activity >= 0 && (state.mask & states != 0 || (isOverdue && states & ActivityState.overdueMask != 0))
  }
}
