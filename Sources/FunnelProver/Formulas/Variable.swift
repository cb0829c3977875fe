import FunnelSemantics

/// One thing that a condition reads and that can differ from lead to lead.
struct Variable: Sendable {
  /// What is read.
  enum Subject: Hashable, Sendable {
    /// A data point as it is stored, without its default; of a set, only whether it is known.
    case point(ID<ResolvedPoint>)
    /// Whether a set point holds an element.
    case element(ID<ResolvedPoint>, LiteralValue)
    /// How many elements a set point holds besides those that are asked for.
    case others(ID<ResolvedPoint>)
    /// The label that a decision took last.
    case label(ID<ResolvedDecision>)
    /// How the activities of a name stand.
    case activity(ID<ResolvedActivityName>)
    case source, stage, owner, entered, lastEvent, now, today
    /// What a text answers, where texts are not told apart.
    case answer(VariableID, TextQuestion)
    /// A computation that is not looked into, told apart by its form and not by its place.
    case term(String)
  }

  /// What is read.
  let subject: Subject
  /// Its type, which says what the integers stand for.
  let type: FunnelType
  /// The values that it can have at all.
  var domain: ValueSet
  /// For a term that is not looked into, the term where it stands first.
  var term: TypedExpression?

  /// Whether it stands for something that is not looked into.
  var isOpaque: Bool {
    switch subject {
    case .term, .answer: true
    default: false
    }
  }
}

/// A variable's index in its space.
typealias VariableID = Int

/// How the activities of a name stand, as one integer each; overdue is a state of its own here.
enum Standing: Int64, CaseIterable, Sendable {
  case never, open, inProgress, overdueOpen, overdueInProgress, blocked, completed, failed, skipped, cancelled

  /// The standings in which an activity is said to be in a state.
  static func those(in state: TypedExpression.ActivityState) -> [Standing] {
    switch state {
    case .open: [.open, .inProgress, .overdueOpen, .overdueInProgress]
    case .inProgress: [.inProgress, .overdueInProgress]
    case .completed: [.completed]
    case .failed: [.failed]
    case .overdue: [.overdueOpen, .overdueInProgress]
    case .skipped: [.skipped]
    case .blocked: [.blocked]
    case .cancelled: [.cancelled]
    }
  }
}

extension ValueSet {
  /// The set of some standings.
  init(_ standings: [Standing]) { self.init(standings.map { $0.rawValue...$0.rawValue }) }
}
