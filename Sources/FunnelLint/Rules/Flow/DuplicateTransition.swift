import FunnelDiagnostics
import FunnelSemantics

/// Ways out that an earlier one always takes first.
enum DuplicateTransition: FunnelRule {
  static let page = RulePage(
    .duplicateTransition,
    finds: "a way out that answers the same as an earlier one",
    why: """
      Of the clauses that answer one event or watch one condition, the first that applies takes the lead away. The \
      second one is never taken.
      """,
    avoid: """
      start -> ask
      stage ask {
        activity form by lead
        on failed form -> lost "failed"
        on failed form -> lost "no form"
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead
        on failed form -> lost "no form"
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    return repeated(funnel.exits) + repeated(funnel.handlers)
      + funnel.stages.flatMap { repeated($0.exits) + repeated($0.handlers) }
  }

  private static func repeated(_ exits: [ResolvedExit]) -> [Diagnostic] {
    exits.enumerated().compactMap { index, exit in
      exits[..<index].first { $0.condition.hasSameMeaning(as: exit.condition) }
        .map { finding("this is watched already", at: exit.span, first: $0.span) }
    }
  }

  private static func repeated(_ handlers: [ResolvedHandler]) -> [Diagnostic] {
    let ways = handlers.filter { $0.target != nil }
    return ways.enumerated().compactMap { index, way in
      ways[..<index].first { first in
        guard first.event == way.event else { return false }
        guard let condition = first.condition else { return true }
        return way.condition.map { condition.hasSameMeaning(as: $0) } ?? false
      }
      .map { finding("this is answered already", at: way.span, first: $0.span) }
    }
  }

  private static func finding(_ message: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateTransition, message, at: span, label: "never taken",
      secondary: [Label(first, "takes the lead away first")],
      help: "leave one of the two out, or give it another condition")
  }
}
