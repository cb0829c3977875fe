import FunnelSemantics

/// All that is known of one journey.
struct ReferenceJourney {
  /// The number of its funnel.
  var funnel = 0
  /// The number of its subject.
  var subject = 0
  var lead: PlainJSON
  /// Which journey of its subject in its funnel it is, from 1.
  var entry = 1
  /// How many journeys began one from the other within the instant in which it began, itself included.
  var handOvers = 0
  /// The session tokens used on it.
  var spent: Set<UInt64> = []
  var status = "in_progress"
  var data: [ReferenceValue?]
  var source: Int?
  var owner: [UInt8]?
  let started: Int64
  /// When the last event or timer was handled.
  var moved: Int64 = 0
  var ended: Int64?
  var end: String?
  var reason: String?

  /// Each decision's last label.
  var labels: [Int?]
  /// Every label taken: `decision.label`.
  var path: [String] = []
  /// The visits of stages, the current one last.
  var history: [Visit] = []
  /// Whether the last visit is still going on.
  var isInStage = false
  /// The decision at which the journey waits, because nothing matched.
  var stuck: ID<ResolvedDecision>?
  /// Whether the stage waits for what it requires.
  var isWaiting = false
  var timers: [Timer] = []
  /// The latest opening of each activity, by its name.
  var latest: [ID<ResolvedActivityName>: ReferenceActivity] = [:]

  /// The watched clauses whose conditions held when they were last asked.
  var held: Set<ReferenceClause> = []
  /// What `on changed` looks at, as it was when it was last looked at.
  var seen: [ReferenceValue?] = []
  /// The time of the subject's last event.
  var lastEvent: Int64?
  var counts = Counts()
  /// Steps taken at the instant `stepsAt`.
  var steps = 0
  var stepsAt: Int64?
  /// Whether it went round and round within one instant.
  var isEndless = false

  var isOpen: Bool { ended == nil }
  /// The current visit.
  var visit: Visit? { isInStage ? history.last : nil }

  struct Visit {
    let stage: ID<ResolvedStage>
    let entered: Int64
    var left: Int64?
    var how: String?
    /// The stage's activities, as far as they were looked at.
    var activities: [ID<ResolvedActivityName>] = []
  }

  struct Timer {
    let due: Int64
    /// The place in the text, for timers that are due together.
    let order: Int32
    let kind: Kind

    enum Kind {
      case limit(ResolvedTarget.Place)
      case due(ID<ResolvedActivityName>)
      case retry(ID<ResolvedActivityName>)
      /// So many reminders since an opening.
      case remind(ID<ResolvedActivityName>, Int64, openedAt: Int64)
    }
  }

  struct Counts {
    var done = 0
    var failed = 0
    var ignored = 0
    var late = 0
    var duplicates = 0
    var outOfOrder = 0
  }
}

/// An activity in one visit of its stage.
struct ReferenceActivity {
  let declaration: ResolvedActivity
  var status: String
  /// Why it is blocked: `after`, `retry` or `event`.
  var obstacle: String?
  var failures: Int64 = 0
  var attempts = 0
  /// The number of the visit.
  var visit = 0
  var isPastDue = false
  var due: Int64?
  /// Who it was given to.
  var assignee: [UInt8]?
  /// Who completed it, where that was said.
  var doer: [UInt8]?

  var isOpen: Bool { status == "open" || status == "in_progress" }
  /// Whether what waits for it may open, and the stage may be left.
  var isSettled: Bool { status == "completed" || status == "skipped" }

  func isIn(_ state: TypedExpression.ActivityState) -> Bool {
    switch state {
    case .open: isOpen
    case .overdue: isOpen && isPastDue
    default: status == state.rawValue
    }
  }
}

/// A clause that is watched, of a stage or of the funnel.
struct ReferenceClause: Hashable {
  /// The stage; nil for the funnel's own.
  let stage: ID<ResolvedStage>?
  /// Where it stands in the text.
  let place: Int32
}
