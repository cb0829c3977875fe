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

  /// What a second registration does.
  public var duplicates: Duplicates
  /// The reasons to decline in the order in which they are asked: `require`, then `decline`.
  public var steps: [Step]

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

  /// Makes an intake.
  public init(duplicates: Duplicates = .ignore, steps: [Step] = []) {
    self.duplicates = duplicates
    self.steps = steps
  }
}
