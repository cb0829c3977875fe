import FunnelDiagnostics

/// A choice type.
public struct ResolvedChoice: Hashable, Sendable {
  /// The type's own name; nil where it is written with a point.
  public let name: String?
  /// The members.
  public let members: [Member]
  /// Where it is declared.
  public let span: SourceSpan

  /// One member of a choice.
  public struct Member: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The text that stands for it in a feed; the name unless the declaration says otherwise.
    public let feedValue: String
    /// Where it is declared.
    public let span: SourceSpan
  }
}
