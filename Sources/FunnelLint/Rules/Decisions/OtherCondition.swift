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
    /// Leads could, but none that is there when it is asked.
    case excluded
    /// Every lead fulfils it.
    case always
  }
}

extension FunnelContext {
  /// A condition with its clause and the moment at which it is asked, where there is one.
  private struct Asked {
    let condition: TypedExpression
    let clause: String
    let moment: Moment?

    init(_ condition: TypedExpression, _ clause: String, _ moment: Moment? = nil) {
      self.condition = condition
      self.clause = clause
      self.moment = moment
    }
  }

  /// The conditions outside of decisions, in order of declaration; what is plainly `true` or `false` is meant so.
  func findOtherConditions() -> [OtherCondition] {
    let all = asked
    // A group is pasted into several stages.
    let places = Dictionary(grouping: all, by: \.condition.span)
    var seen: Set<SourceSpan> = []
    return all.compactMap { asked in
      let condition = asked.condition
      guard condition.literal == nil, seen.insert(condition.span).inserted else { return nil }
      let answer = answer(condition, at: places[condition.span, default: []].map(\.moment))
      return OtherCondition(condition: condition, clause: asked.clause, answer: answer)
    }
  }

  private var asked: [Asked] {
    let intake = funnel.intake
    var all = intake.declines.enumerated().map { Asked($1.condition, "\"decline\"", .declining($0)) }
    all += intake.holds.enumerated().map { Asked($1.condition, "\"hold when\"", .holding($0)) }
    all += asked(funnel.exits, funnel.watches, funnel.handlers, at: .anywhere)
    for (index, stage) in funnel.stages.enumerated() {
      all += asked(stage.exits, stage.watches, stage.handlers, at: .during(ID(index)))
    }
    all += funnel.activities.compactMap { activity in
      let name = funnel.activityNames[activity.name].name
      return activity.condition.map { Asked($0, "the activity \"\(name)\"", .opening(activity.stage)) }
    }
    for score in funnel.scores { all += score.rules.map { Asked($0.condition, "the score \"\(score.name)\"") } }
    for formula in funnel.lets {
      all += formula.cases.compactMap { item in item.condition.map { Asked($0, "the formula \"\(formula.name)\"") } }
    }
    return all
  }

  private func asked(
    _ exits: [ResolvedExit], _ watches: [ResolvedWatch], _ handlers: [ResolvedHandler], at moment: Moment
  ) -> [Asked] {
    exits.map { Asked($0.condition, "\"exit when\"", moment) }
      + watches.map { Asked($0.condition, "\"whenever\"", moment) }
      + handlers.compactMap { handler in
        // Of what no stage is sure, because the lead may be in none, nothing is known.
        handler.condition.map { Asked($0, "an \"on\"", handler.event == .withdrawn ? nil : moment) }
      }
  }

  private func answer(_ condition: TypedExpression, at moments: [Moment?]) -> OtherCondition.Answer {
    if prover.isImpossible(that: [condition]) { return .never }
    let isExcluded = moments.allSatisfy { moment in
      moment.map { prover.isReached($0) && prover.isImpossible(that: [condition], at: $0) } ?? false
    }
    if isExcluded { return .excluded }
    return prover.isImpossible(that: [], without: [condition]) ? .always : .varies
  }
}
