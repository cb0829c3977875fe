import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Failures that leave a journey without a way on.
enum OutcomeNotHandled: FunnelRule {
  static let page = RulePage(
    .outcomeNotHandled,
    finds: "an activity whose failure leaves a journey in its stage for good",
    why: """
      An activity that failed for good is never done, and neither is what waits for it; so a stage that needs it is never done \
      either. Where no clause answers the failure and no limit or exit leads out, the lead stays there.
      """,
    avoid: """
      start -> check
      stage check {
        activity identity by lead { due 3 days }
        then -> converted
      }
      """,
    prefer: """
      start -> check
      stage check {
        activity identity by lead { due 3 days }
        on failed identity -> lost "not identified"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    guard !isLeft(funnel.exits, funnel.watches, funnel.handlers) else { return [] }
    return funnel.stages.compactMap { stage -> Diagnostic? in
      guard stage.limit == nil, stage.next != nil, stage.needed != 0,
        !isLeft(stage.exits, stage.watches, stage.handlers),
        !stage.activities.contains(where: { leadsAway(funnel.activities[$0].actions ?? []) })
      else { return nil }
      let unanswered = stage.activities.compactMap { stuck($0, stage, context) }
      guard let first = unanswered.first else { return nil }
      let name = funnel.activityNames[first.activity.name].name
      return Diagnostic(
        .outcomeNotHandled, "when the activity \"\(name)\" fails, nobody gets out of the stage \"\(stage.name)\"",
        at: first.activity.span, label: "its failure is not answered",
        secondary: [Label(stage.span, "has no limit and no exit")]
          + unanswered.dropFirst().prefix(4).map { Label($0.activity.span, "the same") },
        notes: first.witness.map { context.notes(for: $0) } ?? [],
        help: "answer it: on failed \(name) -> NAME; or bound the stage: limit 14 days -> lost \"went silent\"")
    }
  }

  /// An activity whose failure nobody answers and the stage cannot do without, with a lead for which that is so, where it
  /// depends on the lead.
  private static func stuck(_ id: ID<ResolvedActivity>, _ stage: ResolvedStage, _ context: FunnelContext)
    -> (activity: ResolvedActivity, witness: Witness?)?
  {
    let activity = context.funnel.activities[id]
    // The runner completes what it does itself.
    guard activity.actions == nil else { return nil }
    var failed: Set = [id]
    for follower in ActivityOrder(stage.activities, context.funnel).order
    where !failed.isDisjoint(with: context.funnel.activities[follower].after) {
      failed.insert(follower)
    }
    let required = stage.activities.filter { !context.funnel.activities[$0].isOptional }
    let lacking = required.filter { failed.contains($0) }.count
    guard lacking > 0, required.count - lacking < stage.needed ?? required.count else { return nil }

    let answers = (stage.handlers + context.funnel.handlers).filter { handler in
      guard handler.target != nil || leadsAway(handler.actions) else { return false }
      return handler.event == .failed(nil) || handler.event == .failed(activity.name)
    }
    guard !answers.contains(where: { $0.condition == nil }) else { return nil }
    let conditions = [activity.condition].compactMap(\.self)
    guard !answers.isEmpty || !conditions.isEmpty else { return (activity, nil) }
    let found = context.prover.possibility(that: conditions, without: answers.compactMap(\.condition))
    guard case .some(let witness) = found else { return nil }
    return (activity, witness)
  }

  /// Whether some clause leads out of a stage without an activity's failure.
  private static func isLeft(_ exits: [ResolvedExit], _ watches: [ResolvedWatch], _ handlers: [ResolvedHandler]) -> Bool
  {
    !exits.isEmpty || watches.contains { leadsAway($0.actions) }
      || handlers.contains { handler in
        guard handler.target != nil || leadsAway(handler.actions) else { return false }
        switch handler.event {
        case .failed, .withdrawn, .exit: return false
        case .enter, .completed, .overdue, .changed: return true
        }
      }
  }

  private static func leadsAway(_ actions: [ResolvedAction]) -> Bool {
    actions.contains { if case .go = $0.kind { true } else { false } }
  }
}
