import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Branches that could be one.
enum MergeableBranches: FunnelRule {
  static let page = RulePage(
    .mergeableBranches,
    finds: "two branches that lead to the same place and differ in one comparison of the same value",
    why: """
      One branch says the same in fewer words: \"when country in { DE, AT }\" for two of a country each. It is proved that no lead \
      would go elsewhere, also over the branches between the two.
      """,
    avoid: """
      start -> region
      data { country: country }
      decision region {
        when country == DE -> converted
        when country == AT -> converted
        otherwise -> lost "not served"
      }
      """,
    prefer: """
      start -> region
      data { country: country }
      decision region {
        when country in { DE, AT } -> converted
        otherwise -> lost "not served"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.decisions.enumerated().flatMap { index, decision -> [Diagnostic] in
      guard !decision.isSplit, !decision.isOneWay else { return [] }
      var groups: [Place: [Int]] = [:]
      var merged: Set<Int> = []
      var found: [Diagnostic] = []
      for (later, branch) in decision.branches.enumerated() {
        let place = Place(target: branch.target.place, label: branch.label)
        let earlier = groups[place, default: []].last { earlier in
          !merged.contains(later) && isSimpler(decision.branches[earlier].condition, branch.condition)
            && context.prover.canMerge(later, into: earlier, of: ID(index))
        }
        groups[place, default: []].append(later)
        guard let earlier else { continue }
        merged.insert(later)
        found.append(finding(decision, earlier, later))
      }
      return found
    }
  }

  private struct Place: Hashable {
    let target: ResolvedTarget.Place
    let label: Int
  }

  private static func finding(_ decision: ResolvedDecision, _ earlier: Int, _ later: Int) -> Diagnostic {
    let isLast = decision.branches[later].condition == nil
    return Diagnostic(
      .mergeableBranches,
      isLast
        ? "this branch of the decision \"\(decision.name)\" only takes leads that would go there anyway"
        : "two branches of the decision \"\(decision.name)\" could be one",
      at: decision.branches[isLast ? earlier : later].span, label: "leads to the same place",
      secondary: [Label(decision.branches[isLast ? later : earlier].span, isLast ? "takes all others" : "as this one")],
      help: isLast ? "leave it out" : "say it in one branch, with \"or\" or \"in\"")
  }

  /// Whether both conditions are the same but for one comparison, in which both ask something of the same value.
  private static func isSimpler(_ first: TypedExpression?, _ second: TypedExpression?) -> Bool {
    guard let first else { return false }
    guard let second else { return true }
    var (left, right) = (first.conjuncts, second.conjuncts)
    for part in left {
      guard let place = right.firstIndex(where: { $0.hasSameMeaning(as: part) }) else { continue }
      right.remove(at: place)
      if let place = left.firstIndex(of: part) { left.remove(at: place) }
    }
    guard left.count == 1, right.count == 1, let a = left[0].comparedValue, let b = right[0].comparedValue else {
      return false
    }
    return a.hasSameMeaning(as: b)
  }
}

extension ResolvedDecision {
  /// Whether all branches lead to one place under one label.
  var isOneWay: Bool {
    guard let first = branches.first else { return false }
    return branches.allSatisfy { $0.target.place == first.target.place && $0.label == first.label }
  }
}

extension TypedExpression {
  /// The conditions that must all hold for it.
  fileprivate var conjuncts: [TypedExpression] {
    if case .all(let parts) = kind { parts } else { [self] }
  }

  /// What is compared with constants.
  fileprivate var comparedValue: TypedExpression? {
    switch kind {
    case .compare(_, let value, let other):
      if other.literal != nil { value } else { value.literal != nil ? other : nil }
    case .isOneOf(let value, let elements): elements.allSatisfy { $0.literal != nil } ? value : nil
    case .isInRange(let value, _, _), .isMissing(let value): value
    case .not(let operand): operand.comparedValue
    default: nil
    }
  }
}
