import FunnelSemantics

/// What conditions read, also through formulas and scores.
struct Reads: Hashable, Sendable {
  /// The points.
  var points: Set<ID<ResolvedPoint>> = []
  /// The decisions whose last label is read.
  var labels: Set<ID<ResolvedDecision>> = []
  /// The names of activities whose standing is read.
  var activities: Set<ID<ResolvedActivityName>> = []
  /// Whether the stage is read, or when it was entered.
  var hasPlace = false
  /// Whether the source is read, which never changes.
  var hasSource = false
  /// Whether something is read that differs from event to event: the time, the person responsible.
  var hasMoment = false

  /// What nothing reads.
  init() {}

  /// What some expressions read.
  init(_ expressions: [TypedExpression], in funnel: ResolvedFunnel) {
    var rest = expressions
    var lets: Set<ID<ResolvedLet>> = []
    var scores: Set<ID<ResolvedScore>> = []
    while let next = rest.popLast() {
      switch next.kind {
      case .point(let id):
        guard points.insert(id).inserted else { continue }
        if let fallback = funnel.points[id].defaultValue { rest.append(fallback) }
      case .lastLabel(let id): labels.insert(id)
      case .activityIs(let id, _): activities.insert(id)
      case .stage, .entered: hasPlace = true
      case .source: hasSource = true
      case .now, .today, .lastEvent, .owner: hasMoment = true
      case .letValue(let id):
        guard lets.insert(id).inserted else { continue }
        for item in funnel.lets[id].cases { rest += [item.value] + (item.condition.map { [$0] } ?? []) }
      case .score(let id):
        guard scores.insert(id).inserted else { continue }
        rest += funnel.scores[id].rules.map(\.condition)
      // It asks for the moment without naming it.
      case .call(.age, let arguments):
        hasMoment = true
        rest += arguments
      default: next.visitOperands { rest.append($0) }
      }
    }
  }

  /// Whether both read something that is the same.
  func meets(_ other: Reads) -> Bool {
    !points.isDisjoint(with: other.points) || !labels.isDisjoint(with: other.labels)
      || !activities.isDisjoint(with: other.activities) || (hasPlace && other.hasPlace)
      || (hasMoment && other.hasMoment) || (hasSource && other.hasSource)
  }

  /// Whether another one reads all of it.
  func isWithin(_ other: Reads) -> Bool {
    points.isSubset(of: other.points) && labels.isSubset(of: other.labels)
      && activities.isSubset(of: other.activities) && (!hasPlace || other.hasPlace)
      && (!hasMoment || other.hasMoment) && (!hasSource || other.hasSource)
  }

  /// Whether nothing but the source is read.
  var isOnlyOfSource: Bool {
    hasSource && points.isEmpty && labels.isEmpty && activities.isEmpty && !hasPlace && !hasMoment
  }

  /// Adds what another one reads.
  mutating func formUnion(_ other: Reads) {
    points.formUnion(other.points)
    labels.formUnion(other.labels)
    activities.formUnion(other.activities)
    hasPlace = hasPlace || other.hasPlace
    hasMoment = hasMoment || other.hasMoment
    hasSource = hasSource || other.hasSource
  }
}

/// What facts are about; each decision is looked at once.
final class FactReads: Sendable {
  private let funnel: ResolvedFunnel
  private let decisions: [Reads]

  init(_ funnel: ResolvedFunnel) {
    self.funnel = funnel
    decisions = funnel.decisions.map { Reads($0.branches.compactMap(\.condition), in: funnel) }
  }

  /// What a fact is about; of a decision, what any of its branches reads.
  subscript(fact: Fact) -> Reads {
    switch fact {
    case .isKnown(let id), .isMissing(let id):
      var reads = Reads()
      reads.points = [id]
      return reads
    case .isTrue(let condition), .isNotTrue(let condition): return Reads([condition], in: funnel)
    case .takes(let id, _): return decisions[id.index]
    }
  }

  /// What a decision reads.
  subscript(id: ID<ResolvedDecision>) -> Reads { decisions[id.index] }
}
