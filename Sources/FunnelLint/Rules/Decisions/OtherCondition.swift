import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// A condition that is asked outside of decisions.
struct OtherCondition: Sendable {
  /// The condition.
  let condition: TypedExpression
  /// The clause that it belongs to, as people write it: `"exit when"`.
  let clause: String
  /// What the prover knows of it.
  let answer: Answer

  /// How a condition is answered.
  enum Answer: Sendable {
    /// Some leads fulfil it, others do not, or it could not be told.
    case varies
    /// No lead fulfils it.
    case never
    /// Every lead fulfils it.
    case always
  }
}

extension FunnelContext {
  /// The conditions outside of decisions, in order of declaration; what is plainly `true` or `false` is meant so.
  func findOtherConditions() -> [OtherCondition] {
    let intake = funnel.intake
    var all =
      intake.declines.map { ($0.condition, "\"decline\"") } + intake.holds.map { ($0.condition, "\"hold when\"") }
    all += (funnel.exits + funnel.stages.flatMap(\.exits)).map { ($0.condition, "\"exit when\"") }
    all += (funnel.watches + funnel.stages.flatMap(\.watches)).map { ($0.condition, "\"whenever\"") }
    let handlers = funnel.handlers + funnel.stages.flatMap(\.handlers)
    all += handlers.compactMap { handler in handler.condition.map { ($0, "\"on\"") } }
    all += funnel.activities.compactMap { activity in
      activity.condition.map { ($0, "the activity \"\(funnel.activityNames[activity.name].name)\"") }
    }
    for score in funnel.scores { all += score.rules.map { ($0.condition, "the score \"\(score.name)\"") } }
    for formula in funnel.lets {
      all += formula.cases.compactMap { item in item.condition.map { ($0, "the formula \"\(formula.name)\"") } }
    }
    var seen: Set<SourceSpan> = []
    return all.compactMap { condition, clause in
      // A group is pasted into several stages.
      guard condition.literal == nil, seen.insert(condition.span).inserted else { return nil }
      return OtherCondition(condition: condition, clause: clause, answer: answer(condition))
    }
  }

  private func answer(_ condition: TypedExpression) -> OtherCondition.Answer {
    if prover.possibility(that: [condition]).isImpossible { return .never }
    return prover.possibility(that: [], without: [condition]).isImpossible ? .always : .varies
  }
}
