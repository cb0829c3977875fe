import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Decisions about which not all could be told.
enum NotDecidable: FunnelRule {
  static let rule = DiagnosticRule.notDecidable
  static let page = RulePage(
    rule,
    finds: "a decision about which some question could not be answered",
    why: """
      Every question takes a bounded number of steps, so that checking always ends. Where they run out, nothing is claimed: the \
      decision may be right or wrong. Smaller decisions, one after the other, can be answered.
      """,
    avoid: RuleExample(seats(10, for: 11)),
    prefer: RuleExample(seats(3, for: 3)))

  /// So many people on so many seats, no two on one: for one person too many, a search in small steps takes very long.
  private static func seats(_ seats: Int, for people: Int) -> String {
    let points = (1...people).map { "  seat\($0): integer in 1..\(seats)" }.joined(separator: "\n")
    let pairs = (1...people).flatMap { a in (1..<a).map { "seat\($0) != seat\(a)" } }.joined(separator: " and ")
    return """
      start -> seated
      data {
      \(points)
      }
      decision seated {
        when \(pairs) -> converted
        otherwise -> lost "no seat"
      }
      """
  }

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.decisions.compactMap { decision, analysis in
      guard analysis.undecided > 0 else { return nil }
      return Diagnostic(
        .notDecidable, "not everything about the decision \"\(decision.name)\" could be told", at: decision.span,
        label: "\(analysis.undecided) \(analysis.undecided == 1 ? "question" : "questions") took too many steps",
        help: "divide it into smaller decisions, one after the other")
    }
  }
}
