/// A funnel as flat tables with integer ids: what the compiler makes and the interpreter runs.
///
/// No name is looked up to run it. Names, titles and reasons are indices into `strings`; a list of ids is a range of `ids`.
/// `Verifier` accepts only programs in which every index is within its table and all code ends.
public struct Program: Hashable, Sendable, Codable {
  /// The funnel's name.
  public var name: String
  /// The funnel's title.
  public var title: String?
  /// The funnel's version, pinned on each journey that starts under it.
  public var version: Int
  /// The zone that dates, hours and calendar days are told in.
  public var zone: ZoneTable
  /// When people work; nil where nothing counts in working time.
  public var workingTime: WorkingTime?

  /// Names, titles and reasons.
  public var strings: [String] = []
  /// The bytes of constants: texts, and sets in the form that `ValueType` gives.
  public var constants: ConstantPool = ConstantPool()
  /// Constants of `in { ... }`: runs sorted as signed numbers, or runs of references into `constants` sorted by bytes.
  public var words: [Int64] = []
  /// Lists of ids.
  public var ids: [Int] = []
  /// Spans that code adds.
  public var spans: [CalendarSpan] = []
  /// The members of choices, and the labels of decisions.
  public var choices: [ChoiceTable] = []
  /// What `matches` runs.
  public var automata: [Automaton] = []

  /// All register code; each routine ends with an end, and jumps lead further on only.
  public var code: [Instruction] = []
  /// Conditions.
  public var conditions: [Condition] = []
  /// What conditions read.
  public var reads: [Read] = []
  /// When watched conditions may change though nothing happens.
  public var wakes: [Wake] = []
  /// The words of the conditions of intake and decisions, each whole followed by its parts; nil in a program that has none.
  public var conditionTexts: [ConditionText]?
  /// How long the tables are without these words; nil where there are none.
  public var sizesWithoutTexts: TableSizes?

  /// What is read from feeds.
  public var feed: FeedPlan
  /// Data points, by slot.
  public var points: [DataPoint] = []
  /// Formulas with a name.
  public var lets: [Let] = []
  /// Scores, in the order in which results show them.
  public var scores: [Score] = []
  /// Sources; empty where the funnel reads no reference.
  public var sources: [LeadSource] = []
  /// Roles.
  public var roles: [Role] = []

  /// The tables in which leads are looked up, in order.
  public var enrichments: [Enrichment] = []
  /// What happens before a journey starts.
  public var intake = Intake()
  /// Where a journey starts.
  public var start: Target
  /// Decisions.
  public var decisions: [Decision] = []
  /// The decisions' branches.
  public var branches: [Branch] = []
  /// Stages.
  public var stages: [Stage] = []
  /// The stages' activities.
  public var activities: [Activity] = []
  /// The distinct names of activities, indices into `strings`.
  public var activityKeys: [Int] = []
  /// The stages' timers, and the funnel's.
  public var timers: [StageTimer] = []
  /// What things were called in earlier versions.
  public var formerNames: [FormerName] = []
  /// What the stages and the funnel watch.
  public var watches: [Watch] = []
  /// What the stages and the funnel answer.
  public var answers: [Answer] = []
  /// What `on changed` looks at: points, lets, scores and labels.
  public var observed: [Read] = []
  /// What clauses and activities do.
  public var actions: [Action] = []
  /// The pieces of texts.
  public var parts: [TextPart] = []
  /// What is handed to the outside.
  public var fields: [Field] = []
  /// Formulas of texts, fields and `set`.
  public var values: [Value] = []
  /// Ends.
  public var ends: [End] = []

  /// What the funnel itself watches, a range of `watches`.
  public var ownWatches = TableRange.empty
  /// The timers of what the funnel itself watches, all of kind `watch`, a range of `timers`.
  public var ownTimers = TableRange.empty
  /// What the funnel itself answers in every stage, a range of `answers`.
  public var ownAnswers = TableRange.empty

  /// Makes a program with empty tables.
  public init(name: String, title: String? = nil, version: Int, zone: ZoneTable, feed: FeedPlan, start: Target) {
    self.name = name
    self.title = title
    self.version = version
    self.zone = zone
    self.feed = feed
    self.start = start
  }
}
