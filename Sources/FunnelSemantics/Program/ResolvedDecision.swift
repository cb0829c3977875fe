import FunnelDiagnostics

/// A decision: the first branch whose condition is known to be true says where to go next; or a split, which deals the leads
/// out to its branches by their shares.
public struct ResolvedDecision: Hashable, Sendable {
  /// The name.
  public let name: String
  /// Whether no two branches may hold at once.
  public let isUnique: Bool
  /// Whether it is a split.
  public let isSplit: Bool
  /// The labels that its branches give, each once, in order of first appearance.
  public let labels: [String]
  /// The branches in order; the rows of a table are branches like others.
  public let branches: [Branch]
  /// The text of the `///` comment.
  public let documentation: String?
  /// Where the name is declared.
  public let span: SourceSpan

  /// One branch.
  public struct Branch: Hashable, Sendable {
    /// When it is taken; nil for `otherwise` and for a row of which no cell says anything.
    public let condition: TypedExpression?
    /// The share of a split's branch in 1/10 000 %; 0 in a decision.
    public let share: Int
    /// Where it leads.
    public let target: ResolvedTarget
    /// The index into the decision's labels.
    public let label: Int
    /// Where the branch or row stands.
    public let span: SourceSpan
  }
}
