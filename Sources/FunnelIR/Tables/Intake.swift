/// What happens to a lead before its journey starts.
public struct Intake: Hashable, Sendable, Codable {
  /// What a second registration of a known lead does.
  public enum Duplicates: String, Sendable, Codable {
    /// Nothing; also where nothing is declared.
    case ignore
    /// It updates the data of the open journey.
    case update
    /// It cancels an open journey, and starts a new one.
    case restart
    /// Nobody looks: each registration is a journey of its own.
    case unchecked
  }

  /// What people call the place where leads wait to be accepted, an index into `Program.strings`.
  public var title: Int?
  /// What a second registration does.
  public var duplicates: Duplicates
  /// By which points a lead is known besides its id: slots, in the order in which they are asked.
  public var keys: [Int]
  /// How long after the lead's last journey began another one may begin; before that, `restart` does nothing.
  public var restartAfter: CalendarSpan?
  /// The reasons to decline in the order in which they are asked: `require`, then `decline`.
  public var steps: [Step]
  /// What makes a lead wait until it is accepted, in the order in which they are asked.
  public var holds: [Hold]

  /// One reason to decline a lead.
  public struct Step: Hashable, Sendable, Codable {
    /// The lead is declined where this is known to be true, an index into `Program.conditions`.
    public var condition: Int
    /// What is given as the reason, an index into `Program.strings`.
    public var reason: Int

    /// Makes a step; `require P` is one whose condition is `P is missing`.
    public init(condition: Int, reason: Int) {
      self.condition = condition
      self.reason = reason
    }
  }

  /// One reason to hold a lead.
  public struct Hold: Hashable, Sendable, Codable {
    /// The lead is held where this is known to be true, an index into `Program.conditions`.
    public var condition: Int
    /// Its `limit`, a range of `Program.timers` that is empty or holds that one.
    public var timers: TableRange

    /// Makes a hold.
    public init(condition: Int, timers: TableRange = .empty) {
      self.condition = condition
      self.timers = timers
    }
  }

  /// Makes an intake.
  public init(
    duplicates: Duplicates = .ignore, keys: [Int] = [], restartAfter: CalendarSpan? = nil, steps: [Step] = [],
    holds: [Hold] = []
  ) {
    self.duplicates = duplicates
    self.keys = keys
    self.restartAfter = restartAfter
    self.steps = steps
    self.holds = holds
  }
}
