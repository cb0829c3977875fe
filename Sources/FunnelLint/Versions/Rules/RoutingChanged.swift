import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Leads that go elsewhere.
enum RoutingChanged: VersionRule {
  static let page = RulePage(
    .routingChanged,
    finds: "a place from which some lead goes elsewhere than in the earlier version",
    why: """
      The prover compares every place from which leads go on: the start, decisions, and each clause that leads away, decisions on the way \
      followed to their ends. It shows a lead that goes elsewhere; where it finds none, there is none: other words for the same \
      conditions change nothing.
      """,
    before: """
      data { size: integer }
      start -> sort
      decision sort { when size >= 100 -> converted  otherwise -> lost "small" }
      """,
    avoid: """
      data { size: integer }
      start -> sort
      decision sort { when size > 100 -> converted  otherwise -> lost "small" }
      """,
    prefer: """
      data { size: integer }
      start -> sort
      decision sort { when size is missing or size <= 99 -> lost "small"  otherwise -> converted }
      """)

  static func changes(_ versions: VersionContext) -> [VersionChange] {
    let routes = VersionRoutes(versions)
    let comparison = routes.comparison
    return routes.all.compactMap { route in
      switch route.isOtherwise ? .undecided : comparison.compare(route.pair) {
      case .same: return nil
      case _ where route.isOtherwise:
        return change(route, "deals leads out otherwise than before", [])
      case .undecided:
        var change = change(route, "could not be compared", ["the question takes too many steps"])
        change.finding.severity = .information
        return change
      case .differs(let rerouting):
        let opaque = rerouting.witness.opaque
        let lead = LeadLine(routes.ground).text(of: rerouting.witness)
        let circumstances = rerouting.witness.circumstances.filter {
          !$0.hasSuffix("was not begun") && !$0.hasSuffix("was not taken")
        }
        let besides = circumstances.isEmpty ? "" : ", where \(circumstances.joined(separator: " and "))"
        let who = lead == "{}" && besides.isEmpty ? "every lead" : "for example this lead: \(lead)\(besides)"
        var notes = ["\(who); it went to \(rerouting.before), and goes to \(rerouting.after) now"]
        if !opaque.isEmpty {
          notes.append("that is possible as far as can be told: something in the conditions was not looked into")
        }
        return change(route, opaque.isEmpty ? "leads some leads elsewhere" : "may lead some leads elsewhere", notes)
      }
    }
  }

  private static func change(_ route: VersionRoutes.Route, _ what: String, _ notes: [String]) -> VersionChange {
    VersionChange(
      Diagnostic(
        .routingChanged, "\(route.name) \(what)", at: route.span, label: "it is so now",
        secondary: route.oldSpan.map { [Label($0, "it was so")] } ?? [], notes: notes,
        help: "check that these leads are meant"),
      touches: route.touched)
  }
}
