import FunnelDiagnostics
import FunnelSyntax

/// A scenario that an author wrote down: a lead, what happens to it, and what is to become of it.
public struct ResolvedTest: Hashable, Sendable {
  /// What it shows.
  public let title: String
  /// Where the lead comes from; nil where nothing is said.
  public let source: ID<ResolvedSource>?
  /// When the lead registers, in microseconds since 1970; nil where nothing is said.
  public let start: Int64?
  /// What is known of the lead at registration.
  public let given: [Value]
  /// What happens then, and what is expected of it.
  public let steps: [Spanned<Step>]
  /// In the form with one lead a row, the rows; each is a lead of its own.
  public let rows: [Row]
  /// Where the title stands.
  public let span: SourceSpan

  /// A data point and its value; nil for a missing one.
  public struct Value: Hashable, Sendable {
    /// The point.
    public let point: ID<ResolvedPoint>
    /// What it holds.
    public let constant: Constant?

    /// Makes a value.
    public init(point: ID<ResolvedPoint>, constant: Constant?) {
      self.point = point
      self.constant = constant
    }
  }

  /// A value that is written out.
  public enum Constant: Hashable, Sendable {
    /// A single value.
    case single(LiteralValue)
    /// A set of them.
    case set([LiteralValue])
  }

  /// One row of a table.
  public struct Row: Hashable, Sendable {
    /// What is known of this lead besides what all rows share.
    public let given: [Value]
    /// What is expected after the steps.
    public let expectation: Spanned<Expectation>
    /// Where the row stands.
    public let span: SourceSpan
  }

  /// One thing that happens.
  public enum Step: Hashable, Sendable {
    /// The clock goes to a time.
    case at(Int64)
    /// Time passes.
    case after(CalendarSpan)
    /// An activity is completed.
    case complete(ID<ResolvedActivityName>, by: ResolvedActor?, [Value])
    /// An activity fails.
    case fail(ID<ResolvedActivityName>, by: ResolvedActor?)
    /// An update brings values.
    case set([Value])
    /// The held lead is taken on or sent away, or the lead gives up.
    case happening(HappeningWord)
    /// Something is expected.
    case expect(Expectation)
  }

  /// What is expected.
  public enum Expectation: Hashable, Sendable {
    /// The stage that the journey is in; nil for the intake.
    case stage(ID<ResolvedStage>?)
    /// The end that it came to.
    case end(ID<ResolvedEnd>)
    /// That intake declined the lead.
    case declined
    /// That it was won.
    case converted
    /// That it was lost, and the reason where it matters.
    case lost(reason: String?)
    /// That an activity is there, whose it is and how it stands, where that matters.
    case activity(ID<ResolvedActivityName>, by: ResolvedActor?, ActivityQuestion?)
    /// That an activity is not there, or was skipped.
    case noActivity(ID<ResolvedActivityName>)
    /// The label that a decision took last.
    case label(ID<ResolvedDecision>, Int)
    /// The number that a score shows.
    case score(ID<ResolvedScore>, Int64)
    /// What reading a data point gives; nil for nothing.
    case data(ID<ResolvedPoint>, Constant?)
    /// That something was to be done outside since the lead registered, or that nothing like it was.
    case effect(EffectWord, for: ResolvedActor?, text: String?, isAbsent: Bool)
  }

  /// How an activity is expected to stand.
  public enum ActivityQuestion: String, Hashable, Sendable {
    case open
    case inProgress = "in_progress"
    case completed, failed, overdue, skipped, blocked, cancelled
  }
}
