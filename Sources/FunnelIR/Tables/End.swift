/// A way for a journey to end: a declared one, or `converted` and `lost "reason"` as they stand as targets by themselves.
public struct End: Hashable, Sendable, Codable, BitwiseCopyable {
  /// What it means for the lead.
  public enum Outcome: String, Sendable, Codable, BitwiseCopyable {
    case converted, lost
  }

  /// Its name, an index into `Program.strings`: the declared one, or `converted`, or `lost`.
  public var name: Int
  /// Its title, an index into `Program.strings`.
  public var title: Int?
  /// What it means.
  public var outcome: Outcome
  /// Why the lead was lost, an index into `Program.strings`.
  public var reason: Int?

  /// Makes an end.
  public init(name: Int, title: Int? = nil, outcome: Outcome, reason: Int? = nil) {
    self.name = name
    self.title = title
    self.outcome = outcome
    self.reason = reason
  }
}
