import FunnelDiagnostics
import FunnelSyntax

/// What a registration goes through before its journey starts: duplicates, then what is required, then what declines.
public struct ResolvedIntake: Hashable, Sendable {
  /// What a second registration of a known lead does.
  public let duplicates: Duplicates
  /// By which points a lead is known besides its id, in the order in which they are asked.
  public let keys: [Spanned<ID<ResolvedPoint>>]
  /// How long after the lead's last journey began `restart` begins another one; nil for at once.
  public let restartAfter: CalendarSpan?
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
