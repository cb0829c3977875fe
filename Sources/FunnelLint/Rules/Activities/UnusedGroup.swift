import FunnelDiagnostics
import FunnelSyntax

/// Groups that nothing pastes.
enum UnusedGroup: FunnelRule {
  static let page = RulePage(
    .unusedGroup,
    finds: "a named group of activities or data points that no \"use\" pastes",
    why: "A group does nothing by itself. What is in it is not part of the funnel, although it reads as if it were.",
    avoid: """
      activities papers { activity passport by lead }
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      activities papers { activity passport by lead }
      start -> ask
      stage ask {
        activity form by lead
        use papers
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.declarations([.activitiesDeclaration, .dataDeclaration]).compactMap { declaration in
      guard let name = declaration.declaredName,
        !context.isNamed(name.text, besides: [.activitiesDeclaration, .dataDeclaration])
      else { return nil }
      let isData = declaration.kind == .dataDeclaration
      return Diagnostic(
        .unusedGroup, "the group \"\(name.text)\" is never used", at: name.span, label: "pasted nowhere",
        help: isData ? "add \"use data \(name.text)\" to the funnel" : "add \"use \(name.text)\" to a stage",
        fixes: [Fix("delete the group \"\(name.text)\"", .safe, [Fix.Edit(declaration.removal, "")])])
    }
  }
}
