import FunnelDiagnostics
import FunnelSemantics

/// Stages in which a lead can stay for ever.
enum StageWithoutLimit: FunnelRule {
  static let page = RulePage(
    .stageWithoutLimit,
    finds: "a stage without a limit that waits for somebody",
    why: """
      A lead that falls silent stays here, and every count of open leads grows by it. With a limit, it is let go, or goes \
      to somebody who asks.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead { due 3 days }
        on failed -> lost "no form"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead { due 3 days }
        limit 14 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.stages.compactMap { stage in
      let waits = stage.activities.contains { !context.funnel.activities[$0].isOptional }
      guard waits, stage.limit == nil,
        !(stage.exits + context.funnel.exits).contains(where: { asksTheTime($0, context) })
      else { return nil }
      return Diagnostic(
        .stageWithoutLimit, "a lead can stay in \"\(stage.name)\" for ever", at: stage.span, label: "no limit",
        help: "add a limit: limit 14 days -> lost \"went silent\"")
    }
  }

  /// Whether a way out is taken as time passes.
  private static func asksTheTime(_ exit: ResolvedExit, _ context: FunnelContext) -> Bool {
    var seen: Set<ID<ResolvedLet>> = []
    var pending = [exit.condition]
    while let next = pending.popLast() {
      for part in next.parts {
        if part.isClock { return true }
        if case .letValue(let id) = part.kind, seen.insert(id).inserted {
          pending += context.funnel.lets[id].cases.flatMap { [$0.condition, $0.value].compactMap(\.self) }
        }
      }
    }
    return false
  }
}
