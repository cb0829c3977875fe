/// A finding that does not count, because a person said so.
public struct SetAside: Sendable, Hashable {
  /// Where a person said so.
  public enum Place: String, Sendable, Hashable {
    /// In the text: `// funnelc:allow(rule) reason`.
    case comment
    /// In a list of findings that were there before.
    case baseline
  }

  /// What was found.
  public let finding: Diagnostic
  /// Where a person said that it does not count.
  public let place: Place
  /// Why not; empty where nobody says.
  public let reason: String

  /// Sets a finding aside.
  public init(_ finding: Diagnostic, by place: Place, reason: String) {
    self.finding = finding
    self.place = place
    self.reason = reason
  }
}
