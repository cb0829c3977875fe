import FunnelSemantics

extension Prover {
  /// Whether a later branch of a decision could be joined to an earlier one without any lead going elsewhere; where the later
  /// one takes all that is left, whether the earlier one could be left out.
  ///
  /// Whether both lead to the same place is not looked at.
  public func canMerge(_ later: Int, into earlier: Int, of id: ID<ResolvedDecision>) -> Bool {
    let branches = funnel.decisions[id].branches
    guard earlier >= 0, earlier < later, later < branches.count else { return false }
    let between = branches[(earlier + 1)..<later].compactMap(\.condition)
    guard !between.isEmpty else { return true }
    let before = branches[..<earlier].compactMap(\.condition)
    let moved = branches[later].condition.map { [$0] } ?? branches[earlier].condition.map { [$0] } ?? []
    let staying = branches[later].condition == nil ? [] : branches[earlier].condition.map { [$0] } ?? []
    return between.allSatisfy { isImpossible(that: moved + [$0], without: before + staying) }
  }
}
