import FunnelDiagnostics
import FunnelSemantics

/// Funnels of a workspace to which no lead comes.
enum UnreachedFunnel: FunnelRule {
  static let page = RulePage(
    .unreachedFunnel,
    finds: "a funnel, among several that run together, to which no lead comes",
    why: """
      A registration goes to the funnel of its source, and to the first one where no funnel has sources. A funnel without a source \
      that no other one starts stays empty, unless events name it themselves.
      """,
    avoid: """
      funnel sales {
        source website ref "WEB"
        feed leads { time from at  source from ref }
        start -> talk
        stage talk {
          activity call by lead
          limit 9 days -> lost "silent"
          then -> converted
        }
      }
      funnel onboarding {
        start -> welcome
        stage welcome {
          activity visit by lead
          limit 9 days -> lost "silent"
          then -> converted
        }
      }
      """,
    prefer: """
      funnel sales {
        source website ref "WEB"
        feed leads { time from at  source from ref }
        start -> talk
        stage talk {
          activity call by lead
          limit 9 days -> lost "silent"
          on completed call { start onboarding }
          then -> converted
        }
      }
      funnel onboarding {
        start -> welcome
        stage welcome {
          activity visit by lead
          limit 9 days -> lost "silent"
          then -> converted
        }
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnels = context.workspace
    guard funnels.count > 1 else { return [] }
    let isRouted = funnels.contains { !$0.sources.isEmpty }
    var waiting = funnels.indices.filter { isRouted ? !funnels[$0].sources.isEmpty : $0 == 0 }
    var reached = Set(waiting)
    while let funnel = waiting.popLast() {
      for start in funnels[funnel].starts where reached.insert(start.funnel).inserted { waiting.append(start.funnel) }
    }
    let name = context.funnel.name
    guard let number = funnels.firstIndex(where: { $0.name == name }), !reached.contains(number) else { return [] }
    return [
      Diagnostic(
        .unreachedFunnel,
        "no lead comes to the funnel \"\(name)\": it has no source, and no funnel that leads come to starts it",
        at: context.funnel.span, label: "stays empty unless an event names it",
        help: "give it a source, for example \"source website ref \\\"WEB\\\"\", or start it: \"start \(name)\"")
    ]
  }
}
