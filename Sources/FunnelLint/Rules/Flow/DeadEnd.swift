import FunnelDiagnostics
import FunnelSemantics

/// Places from which no journey ends.
enum DeadEnd: FunnelRule {
  static let page = RulePage(
    .deadEnd,
    finds: "a place from which no arrow ever leads to an end",
    why: """
      A lead that comes here stays in the funnel for ever: it is never won and never lost, and counts as work in every \
      report. An answer to a withdrawal does not count, because it is no way through.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> remind
        then -> converted
      }
      stage remind {
        activity letter by manager
        limit 9 days -> remind
        complete when false
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> remind
        then -> converted
      }
      stage remind {
        activity letter by manager
        limit 9 days -> lost "silent"
        complete when false
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let graph = FlowGraph(context.funnel)
    let out = context.drawnWaysOut
    let stuck = graph.places.filter { !out.contains($0) }
    // Where a place only leads on to others that are stuck, one of these is where to mend it.
    let closed = stuck.filter { place in
      graph.allTargets(of: place).allSatisfy { FlowGraph.Place($0) == place } || stuck.count == 1
    }
    return (closed.isEmpty ? stuck : closed).map { place in
      switch place {
      case .outcome: finding("end", "", at: context.funnel.span, graph.allTargets(of: place))
      case .decision(let id):
        finding(
          "decision", context.funnel.decisions[id].name, at: context.funnel.decisions[id].span,
          graph.allTargets(of: place))
      case .stage(let id):
        finding(
          "stage", context.funnel.stages[id].name, at: context.funnel.stages[id].span, graph.allTargets(of: place))
      }
    }
  }

  private static func finding(_ what: String, _ name: String, at span: SourceSpan, _ targets: [ResolvedTarget])
    -> Diagnostic
  {
    Diagnostic(
      .deadEnd, "no way leads from the \(what) \"\(name)\" to an end", at: span, label: "nobody gets out of here",
      secondary: targets.prefix(4).map { Label($0.span, "leads to no end either") },
      help: "add an arrow to an end, for example: limit 14 days -> lost \"went silent\"")
  }
}
