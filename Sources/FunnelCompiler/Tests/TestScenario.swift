import FunnelDiagnostics
import FunnelIR
import FunnelRuntime

/// A test in terms of its funnel's tables: one lead and its steps. A test with a table gives one for each row.
public struct TestScenario: Sendable {
  /// When a lead registers where its test does not say: Monday, 5 January 2026, 09:00 UTC.
  public static let defaultStart: Int64 = 1_767_603_600_000_000

  /// The funnel whose test it is, by its place in the workspace.
  public let funnel: Int
  /// What the test shows.
  public let title: String
  /// The number of the row, from 1; nil in a test without a table.
  public let row: Int?
  /// The lead's source, an index of the program's sources; the first declared where the test names none.
  public let source: Int?
  /// When the lead registers.
  public let start: Int64
  /// What is known of the lead at registration, by ascending slot.
  public let given: [Value]
  /// What happens then, and what is expected.
  public let steps: [Step]
  /// Where the title stands, or the row.
  public let span: SourceSpan

  /// A data point and what it holds.
  public struct Value: Sendable, Hashable {
    /// The point's slot.
    public let slot: Int
    /// The value; missing where its bits are.
    public let value: RecordedValue
  }

  /// One step, and where it stands.
  public struct Step: Sendable {
    /// What happens.
    public let action: Action
    /// Where it stands.
    public let span: SourceSpan
  }

  /// What happens.
  public enum Action: Sendable {
    /// The clock goes to an instant.
    case at(Int64)
    /// Time passes.
    case after(CalendarSpan)
    /// An activity, by its key, is completed by whoever bears a role, and brings values.
    case complete(Int, role: Int?, [Value])
    /// An activity, by its key, fails.
    case fail(Int, role: Int?)
    /// An update brings values.
    case update([Value])
    /// The held lead is taken on or sent away, or the lead gives up: an event without anything else in it.
    case event(IncomingEvent.Kind)
    /// Something is expected.
    case expect(Expectation)
  }

  /// What is expected; numbers are indices of the program's tables.
  public enum Expectation: Sendable {
    /// The stage; nil for the intake.
    case stage(Int?)
    /// The end's name, an index of the program's ends.
    case end(Int)
    /// To be declined at intake.
    case declined
    /// To be won.
    case converted
    /// To be lost, and the reason where it matters.
    case lost(reason: String?)
    /// An activity by its key, its role, and how it stands.
    case activity(Int, role: Int?, ActivityExpectation?)
    /// That an activity, by its key, is absent or skipped.
    case noActivity(Int)
    /// The label that a decision took last.
    case label(decision: Int, Int)
    /// What a score shows.
    case score(Int, Int64)
    /// What reading a data point gives.
    case data(Value)
    /// Something that was to be done outside since the lead registered, or that nothing like it was.
    case effect(EffectExpectation)
  }

  /// Something that is to be done outside.
  public struct EffectExpectation: Sendable, Hashable {
    /// What is looked for.
    public enum Kind: String, Sendable {
      case notification, task, note, email, webhook
    }

    /// What is looked for.
    public let kind: Kind
    /// Whom it is for, an index of the program's roles; nil for kinds that are for nobody.
    public let role: Int?
    /// The text, an e-mail's subject or a webhook's address, where it matters.
    public let text: String?
    /// Whether there is to be none.
    public let isAbsent: Bool
  }

  /// How an activity is expected to stand.
  public enum ActivityExpectation: Sendable, Hashable {
    /// To be open, in progress or not.
    case open
    /// To be open beyond its due time.
    case overdue
    /// To have a state.
    case state(ActivityState)
  }
}
