import FunnelDiagnostics
import FunnelSyntax

/// What is known about one funnel while it is resolved: its names, their types, and what was found wrong.
///
/// Its extensions each resolve one area of the language. A method that gives nil has reported why, or stands on something
/// that was reported where it is declared or parsed; so nothing is reported twice.
final class FunnelChecker {
  /// What a name among the values stands for.
  enum ValueName: Hashable {
    case point(ID<ResolvedPoint>)
    case formula(ID<ResolvedLet>)
    case score(ID<ResolvedScore>)
    case decision(ID<ResolvedDecision>)
  }

  /// What is known about the type of a `let`.
  enum FormulaType {
    /// It was not looked at yet.
    case pending
    case known(FunnelType)
    /// Something in it is wrong.
    case failed
  }

  /// How much a funnel may hold.
  let limits: LanguageLimits
  /// The findings.
  @exclusivity(unchecked) var report: Report

  // The names. Those that are looked up for every word of a condition are not watched for being changed at the same time:
  // looking up calls nothing that declares.
  @exclusivity(unchecked) var values = NameTable<ValueName>()
  @exclusivity(unchecked) var places = NameTable<ResolvedTarget.Place>()
  var types = NameTable<TypeSyntax?>()
  var roles = NameTable<ID<ResolvedRole>>()
  @exclusivity(unchecked) var sources = NameTable<ID<ResolvedSource>>()
  @exclusivity(unchecked) var stages = NameTable<ID<ResolvedStage>>()
  var activityNames = NameTable<ID<ResolvedActivityName>>()
  var dataGroups = NameTable<DataDeclarationSyntax>()
  var activityGroups = NameTable<ActivitiesDeclarationSyntax>()

  /// Whether the funnel says when people work.
  var hasWorkingHours = false

  /// The names that things had in earlier versions.
  var formerNames: [ResolvedFormerName] = []

  // Their types
  /// The types of the points; nil where the declaration is wrong.
  @exclusivity(unchecked) var pointTypes: [FunnelType?] = []
  /// The ranges of the points that have one.
  var pointRanges: [ID<ResolvedPoint>: RangedType] = [:]
  /// Where the points are declared that keep their first value.
  var fixedPoints: [ID<ResolvedPoint>: SourceSpan] = [:]
  @exclusivity(unchecked) var formulaTypes: [FormulaType] = []
  /// The choice types, and the members of each by name.
  var choices: [ResolvedChoice] = []
  @exclusivity(unchecked) var members: [NameTable<Int>] = []
  /// What the names of types stand for, as far as it was looked at; nil for a name whose declaration is wrong.
  var resolvedTypes: [String: RangedType?] = [:]
  /// The labels of each decision.
  @exclusivity(unchecked) var labels: [NameTable<Int>] = []
  /// The names by which messages call the types.
  var describe = TypeDescription()

  /// The formulas as far as they could be resolved.
  var formulas: (lets: [ResolvedLet?], scores: [ResolvedScore?]) = ([], [])

  // What stands in the expression that is being checked
  /// Whether it must be a constant, in which names are members alone.
  @exclusivity(unchecked) var expectsConstant = false
  /// Whether the constant is a value of a test, which messages say.
  var isInTest = false
  /// The lets and scores it reads.
  var dependencies: [ValueName] = []
  /// Whether it reads a `let` that was not looked at yet.
  var isDeferred = false
  /// Where it first depends on the clock.
  var clockUse: SourceSpan?
  /// The lets and scores that depend on the clock.
  @exclusivity(unchecked) var clockReaders: Set<ValueName> = []

  /// The funnels that run together.
  let neighbourhood: Neighbourhood
  /// The funnels that actions start.
  var starts: [ResolvedStart] = []

  init(report: Report, limits: LanguageLimits, among neighbourhood: Neighbourhood) {
    self.neighbourhood = neighbourhood
    self.report = report
    self.limits = limits
  }
}
