import FunnelDiagnostics

/// A named formula: the value of the first case that holds, missing where none does.
public struct ResolvedLet: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The type of all its cases.
  public let type: FunnelType
  /// The cases in order; only the last may be without a condition.
  public let cases: [Case]
  /// Where the name is declared.
  public let span: SourceSpan

  /// One case of a formula.
  public struct Case: Hashable, Sendable {
    /// When it applies; nil where always.
    public let condition: TypedExpression?
    /// What it gives.
    public let value: TypedExpression
  }
}

/// A score: the points of all rules whose condition holds, summed, then clamped once.
public struct ResolvedScore: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The least value; nil where open.
  public let lowest: Int64?
  /// The greatest value; nil where open.
  public let highest: Int64?
  /// The rules.
  public let rules: [Rule]
  /// Where the name is declared.
  public let span: SourceSpan

  /// One line of a score.
  public struct Rule: Hashable, Sendable {
    /// What is added; negative for `deduct`.
    public let points: Int64
    /// When it counts.
    public let condition: TypedExpression
    /// Where it stands.
    public let span: SourceSpan
  }
}
