import FunnelSemantics

/// What is certain of a lead that came by one way, or by one of several that are not told apart.
///
/// Facts about data hold from when they were found until the journey can wait, because an update may then change any point.
/// The label that a decision gave last, and how activities stand, change only as decisions are taken and stages entered.
struct Way: Hashable, Sendable {
  /// How many conditions are remembered, the latest; forgetting one is never wrong.
  private static let conditionLimit = 8

  /// What is certain of the data.
  private(set) var facts: [Fact] = []
  /// The labels that each decision may have given last; one that is not there was not taken.
  var labels: [ID<ResolvedDecision>: ValueSet] = [:]
  /// How each activity may stand; one that is not there was never begun.
  var standings: [ID<ResolvedActivityName>: ValueSet] = [:]

  /// An activity that was never begun.
  static let neverBegun = ValueSet([Standing.never])

  /// The labels that a decision may have given last.
  func label(of decision: ID<ResolvedDecision>) -> ValueSet { labels[decision] ?? .missing }

  /// How an activity may stand.
  func standing(of activity: ID<ResolvedActivityName>) -> ValueSet { standings[activity] ?? Self.neverBegun }

  /// Adds facts; those that are there stay where they are.
  mutating func add(_ more: [Fact]) {
    for fact in more where !facts.contains(fact) { facts.append(fact) }
    var conditions = facts.count { !$0.isAboutPoint }
    guard conditions > Self.conditionLimit else { return }
    facts.removeAll { fact in
      guard !fact.isAboutPoint, conditions > Self.conditionLimit else { return false }
      conditions -= 1
      return true
    }
  }

  /// Forgets the facts for which something holds.
  mutating func forget(where isForgotten: (Fact) -> Bool) { facts.removeAll(where: isForgotten) }

  /// What is certain by whichever of two ways a lead came.
  func joined(_ other: Way) -> Way {
    var result = Way()
    result.facts = facts.filter { other.facts.contains($0) }
    for id in Set(labels.keys).union(other.labels.keys) { result.labels[id] = label(of: id).union(other.label(of: id)) }
    for id in Set(standings.keys).union(other.standings.keys) {
      result.standings[id] = standing(of: id).union(other.standing(of: id))
    }
    return result
  }

  /// Whether everything that is certain by another way is certain by this one.
  func implies(_ other: Way) -> Bool {
    guard other.facts.allSatisfy({ facts.contains($0) }) else { return false }
    let isWithin = { (a: ValueSet, b: ValueSet) in a.intersection(b) == a }
    return Set(labels.keys).union(other.labels.keys).allSatisfy { isWithin(label(of: $0), other.label(of: $0)) }
      && Set(standings.keys).union(other.standings.keys).allSatisfy {
        isWithin(standing(of: $0), other.standing(of: $0))
      }
  }
}

extension Fact {
  /// Whether it only says that a point is known or missing.
  fileprivate var isAboutPoint: Bool {
    switch self {
    case .isKnown, .isMissing: true
    case .isTrue, .isNotTrue, .takes: false
    }
  }
}
