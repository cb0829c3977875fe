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
  /// What makes a lead wait until it is accepted, in order.
  public let holds: [Hold]

  /// What a second registration of a known lead id does.
  public enum Duplicates: String, Hashable, Sendable {
    case ignore, update, restart
    /// Each line is a journey of its own.
    case unchecked
  }

  /// `hold when C [limit D -> T]`.
  public struct Hold: Hashable, Sendable {
    /// When a lead is held.
    public let condition: TypedExpression
    /// How long at most, and where it goes then.
    public let limit: ResolvedStage.Limit?
    /// Where it stands.
    public let span: SourceSpan
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
