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
    var first: [ExpressionMeaning: SourceSpan] = [:]
    return exits.compactMap { exit in
      let condition = ExpressionMeaning(exit.condition)
      guard let earlier = first[condition] else {
        first[condition] = exit.span
        return nil
      }
      return finding("this is watched already", at: exit.span, first: earlier)
    }
  }

  /// An event with the condition under which it is answered.
  private struct Question: Hashable {
    let event: ResolvedHandler.Event
    let condition: ExpressionMeaning?
  }

  private static func repeated(_ handlers: [ResolvedHandler]) -> [Diagnostic] {
    var first: [Question: SourceSpan] = [:]
    return handlers.compactMap { handler in
      guard handler.target != nil else { return nil }
      let question = Question(event: handler.event, condition: handler.condition.map { ExpressionMeaning($0) })
      // An answer without a condition takes whatever comes behind it.
      if let earlier = first[Question(event: handler.event, condition: nil)] ?? first[question] {
        return finding("this is answered already", at: handler.span, first: earlier)
      }
      first[question] = handler.span
      return nil
    }
  }

  private static func finding(_ message: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
    Diagnostic(
      .duplicateTransition, message, at: span, label: "never taken",
      secondary: [Label(first, "takes the lead away first")],
      help: "leave one of the two out, or give it another condition")
  }
}
