import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Decisions that nobody comes to.
enum UnusedDecision: FunnelRule {
  static let page = RulePage(
    .unusedDecision,
    finds: "a decision or split that no arrow leads to",
    why: "Nobody is ever asked it. Mostly an arrow was forgotten, or leads to another place than was meant.",
    avoid: """
      data { size: integer }
      start -> converted
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """,
    prefer: """
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let graph = FlowGraph(context.funnel)
    var used = Set((graph.beginnings + graph.anywhere).map { FlowGraph.Place($0) }).union(context.entrances)
    for place in graph.places {
      used.formUnion(graph.targets(of: place).map { FlowGraph.Place($0) }.filter { $0 != place })
    }
    let withdrawals = context.funnel.handlers + context.funnel.stages.flatMap(\.handlers)
    used.formUnion(withdrawals.compactMap(\.target).map { FlowGraph.Place($0) })
    return context.funnel.decisions.enumerated().compactMap { index, decision in
      guard !used.contains(.decision(ID(index))) else { return nil }
      let what = decision.isSplit ? "split" : "decision"
      return Diagnostic(
        .unusedDecision, "no arrow leads to the \(what) \"\(decision.name)\"", at: decision.span,
        label: "nobody is ever asked", help: "lead an arrow to it: \"-> \(decision.name)\", or leave it out")
    }
  }
}
