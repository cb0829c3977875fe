/// `funnel NAME "title" { ... }`.
public struct FunnelDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.funnelDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The funnel's name.
  public var name: NameSyntax? { node.child() }

  /// What people see instead of the name.
  public var title: TextSyntax? { node.child() }

  /// `version N`.
  public var version: VersionSyntax? { node.child() }

  /// `timezone "Europe/Berlin"`.
  public var timezone: TimezoneSyntax? { node.child() }

  /// `working hours mon..fri 09:00..17:30`.
  public var workingHours: WorkingHoursSyntax? { node.child() }

  /// `holidays { ... }`.
  public var holidays: HolidaysSyntax? { node.child() }

  /// The titles of system stages.
  public var titles: [SystemTitleSyntax] { node.all() }

  /// The declared roles.
  public var roles: [RoleDeclarationSyntax] { node.all() }

  /// The declared sources.
  public var sources: [SourceDeclarationSyntax] { node.all() }

  /// The `feed` blocks.
  public var feeds: [FeedBlockSyntax] { node.all() }

  /// The `data` blocks.
  public var data: [DataDeclarationSyntax] { node.all() }

  /// `use data NAME`.
  public var usedData: [UseDataSyntax] { node.all() }

  /// Data points, named groups of them, and used groups, in the order in which they are written.
  public var dataAndUses: [DataOrUse] { node.children.compactMap { DataOrUse($0) } }

  /// The named types.
  public var types: [TypeDeclarationSyntax] { node.all() }

  /// `enrich from ...`.
  public var enrichments: [EnrichSyntax] { node.all() }

  /// The formulas.
  public var lets: [LetDeclarationSyntax] { node.all() }

  /// The scores.
  public var scores: [ScoreDeclarationSyntax] { node.all() }

  /// What is asked of a lead before it enters.
  public var intake: IntakeSyntax? { node.child() }

  /// `exit when ...` for the whole funnel.
  public var exits: [ExitSyntax] { node.all() }

  /// `whenever ...` for the whole funnel.
  public var watches: [WheneverSyntax] { node.all() }

  /// `on ...` for the whole funnel.
  public var handlers: [OnSyntax] { node.all() }

  /// `start -> T`.
  public var start: StartSyntax? { node.child() }

  /// The decisions.
  public var decisions: [DecisionSyntax] { node.all() }

  /// The splits.
  public var splits: [SplitSyntax] { node.all() }

  /// The stages.
  public var stages: [StageSyntax] { node.all() }

  /// `activities NAME { ... }`.
  public var activityGroups: [ActivitiesDeclarationSyntax] { node.all() }

  /// The named ends.
  public var ends: [EndDeclarationSyntax] { node.all() }

  /// The tests.
  public var tests: [TestSyntax] { node.all() }

  /// A block of data points, or a used group of them.
  public enum DataOrUse: Sendable, Hashable {
    /// `data { ... }` or `data NAME { ... }`.
    case data(DataDeclarationSyntax)
    /// `use data NAME`.
    case use(UseDataSyntax)

    init?(_ node: SyntaxNode) {
      switch node.kind {
      case .dataDeclaration: self = .data(DataDeclarationSyntax(node: node))
      case .useDataDeclaration: self = .use(UseDataSyntax(node: node))
      default: return nil
      }
    }
  }
}
