import FunnelDiagnostics

/// What a later version of a funnel changes, and whom that touches.
public struct VersionChange: Sendable {
  /// The change.
  public var finding: Diagnostic
  /// Which journeys of the earlier version it touches while they are under way; names are those of the earlier version.
  public let touched: Touched

  /// Journeys under way.
  public enum Touched: Hashable, Sendable {
    /// Those in a stage.
    case stage(String)
    /// Those in a stage in which the activity is not over.
    case activity(String, stage: String)
    /// Those of which a data point has one of these members, by their numbers.
    case members([Int], of: String)
    /// Those of which a data point is known.
    case known(String)
    /// Those of which a data point is missing, in a stage or in all.
    case missing(String, stage: String?)
    /// Those that are held and have not begun.
    case held
    /// Those that wait at a decision, or are in one of these stages, which lead to it.
    case decision(String, stages: [String])
    /// All.
    case all
  }

  /// Makes a change.
  init(_ finding: Diagnostic, touches touched: Touched) {
    self.finding = finding
    self.touched = touched
  }
}

/// A rule about two versions of a funnel.
protocol VersionRule: Sendable {
  /// The page that explains it.
  static var page: RulePage { get }

  /// What it finds.
  static func changes(_ versions: VersionContext) -> [VersionChange]
}

extension RulePage {
  /// The name under which the page of a rule about versions shows the earlier version.
  public static let earlierVersion = "earlier.funnel"

  /// Makes the page of a rule about versions: both examples come after the same earlier version.
  init(_ rule: DiagnosticRule, finds: String, why: String..., before: String, avoid: String, prefer: String) {
    func example(_ text: String) -> RuleExample { RuleExample(text, files: [.init(Self.earlierVersion, before)]) }
    self.init(rule, finds: finds, paragraphs: why, avoid: example(avoid), prefer: example(prefer))
  }
}
