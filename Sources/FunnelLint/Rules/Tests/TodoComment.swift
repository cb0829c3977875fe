import FunnelDiagnostics
import FunnelSyntax

/// Comments that say that something is still to be done.
enum TodoComment: FileRule {
  // Written in two halves, because the project's own files may not hold it.
  private static let mark = "TO" + "DO"
  private static let marks = [mark, "FIX" + "ME", "XX" + "X"]

  static let page = RulePage(
    .todoComment,
    finds: "a comment that says that something is still to be done",
    why:
      "Leads go through the funnel as it is. What is still to be done belongs where somebody sees it, or in the funnel.",
    avoid: """
      start -> ask
      // \(mark): somebody has to call
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      start -> ask
      stage ask {
        activity form by lead
        activity call by manager
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FileContext) -> [Diagnostic] {
    context.tree.tokens.indices.compactMap { index in
      switch context.tree.tokens[index].kind {
      case .lineComment, .blockComment, .documentation: break
      default: return nil
      }
      let words = context.tree.text(ofToken: index).split { !$0.isLetter }
      guard let mark = words.first(where: { marks.contains(String($0)) }) else { return nil }
      return Diagnostic(
        .todoComment, "something is still to be done here", at: context.tree.span(ofToken: index),
        label: "says \"\(mark)\"", help: "do it, or write it where somebody looks after it")
    }
  }
}
