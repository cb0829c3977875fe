import FunnelDiagnostics
import FunnelSyntax

/// What a registration goes through before its journey starts: duplicates, then what is required, then what declines.
public struct ResolvedIntake: Hashable, Sendable {
  /// What a second registration of a known lead does.
  public let duplicates: Duplicates
  /// The points that must be known.
  public let required: [Spanned<ID<ResolvedPoint>>]
  /// Reasons to decline, in order.
  public let declines: [Decline]

  /// What a second registration of a known lead id does.
  public enum Duplicates: String, Hashable, Sendable {
    case ignore, update, restart
    /// Each line is a journey of its own.
    case unchecked
  }

  /// A reason to decline a lead.
  public struct Decline: Hashable, Sendable {
    /// The reason, shown to people.
    public let reason: String
    /// When it applies.
    public let condition: TypedExpression
    /// Where it stands.
    public let span: SourceSpan
  }
}
