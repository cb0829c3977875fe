import FunnelSemantics

/// A lead that proves a finding: what is known of it, and nothing that could be left out.
public struct Witness: Hashable, Sendable {
  /// What is known of the lead, and what is missing though the conditions ask for it, in order of declaration.
  public let values: [ResolvedTest.Value]
  /// Where the lead comes from, where that matters.
  public let source: ID<ResolvedSource>?
  /// What must have happened before, in words: `the activity "kyc" is completed`.
  public let circumstances: [String]
  /// The terms that were not looked into; with any, the finding is only possible until a run shows it.
  public let opaque: [TypedExpression]
  /// The lead and what happens to it, where a run shows it.
  public var scenario: Scenario?
  /// What a run of the interpreter said.
  public var proof: Proof

  /// What a run of the interpreter said of a witness.
  public enum Proof: Hashable, Sendable {
    /// It does what the finding says.
    case replayed
    /// It was not run, or did not come so far.
    case unproved
  }

  /// Whether the finding is more than possible.
  public var isCertain: Bool { proof == .replayed }
}
