/// An activity of a stage.
public struct Activity: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its key, an index into `Program.activityKeys`: activities of the same name in different stages share it, and with it
  /// their state.
  public var key: Int
  /// Its title, a range of `Program.parts`; empty where it has none.
  public var title: TableRange
  /// Its kind, an index into `Program.strings`.
  public var kind: Int?
  /// Who does it, an index into `Program.roles`.
  public var role: Int
  /// The key of the activity whose doer may not do this one too, an index into `Program.activityKeys`.
  public var otherThan: Int?
  /// When it is part of the stage, an index into `Program.conditions`, asked once on entry; nil for always.
  public var condition: Int?
  /// Whether the stage can be done without it.
  public var isOptional: Bool
  /// The activities it waits for: a range of `Program.ids`, each an index into `Program.activities` of the same stage.
  public var after: TableRange
  /// How often it may be tried again after a failure.
  public var retries: Int
  /// Its timers, indices into `Program.timers`, among those of the stage.
  public var due: Int?
  /// See `due`.
  public var remind: Int?
  /// See `due`; nil where the next attempt is open at once.
  public var retry: Int?
  /// The points its completion may write: a range of `Program.ids`, each a slot, ascending.
  public var collects: TableRange
  /// What is handed to whoever does it, a range of `Program.fields`.
  public var with: TableRange
  /// What the runner does as it opens, and completes it: a range of `Program.actions`; nil where somebody else does it.
  public var does: TableRange?

  /// Makes an activity.
  public init(
    key: Int, title: TableRange = .empty, kind: Int? = nil, role: Int, otherThan: Int? = nil, condition: Int? = nil,
    isOptional: Bool = false,
    after: TableRange = .empty, retries: Int = 0, due: Int? = nil, remind: Int? = nil, retry: Int? = nil,
    collects: TableRange = .empty, with: TableRange = .empty, does: TableRange? = nil
  ) {
    self.key = key
    self.title = title
    self.kind = kind
    self.role = role
    self.otherThan = otherThan
    self.condition = condition
    self.isOptional = isOptional
    self.after = after
    self.retries = retries
    self.due = due
    self.remind = remind
    self.retry = retry
    self.collects = collects
    self.with = with
    self.does = does
  }
}

/// What can become of an activity.
public enum ActivityState: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case blocked, open, inProgress, completed, failed, skipped, cancelled

  /// The state's bit in the mask of `Operation.activityIs`; `A is open` asks for `open` and `inProgress`.
  public var mask: UInt8 { 1 << rawValue }
  /// The bit that asks whether the activity is overdue, which is a flag beside its state.
  public static let overdueMask: UInt8 = 1 << 7

  /// The word that stands for it in results.
  public var word: String {
    switch self {
    case .blocked: "blocked"
    case .open: "open"
    case .inProgress: "in_progress"
    case .completed: "completed"
    case .failed: "failed"
    case .skipped: "skipped"
    case .cancelled: "cancelled"
    }
  }
}
