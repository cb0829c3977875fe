import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Formulas and scores that nothing names.
enum UnusedFormula: FunnelRule {
  static let page = RulePage(
    .unusedFormula,
    finds: "a \"let\" or a score that nothing reads",
    why: """
      A formula that nothing reads says something about the funnel that is not so. Mostly a condition was changed and it \
      was left behind, or a condition spells out what it says.
      """,
    avoid: """
      data { size: integer }
      let large = size >= 1000
      start -> by_size
      decision by_size {
        when size >= 1000 -> converted
        otherwise         -> lost "too small"
      }
      """,
    prefer: """
      data { size: integer }
      let large = size >= 1000
      start -> by_size
      decision by_size {
        when large -> converted
        otherwise  -> lost "too small"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.declarations([.letDeclaration, .scoreDeclaration]).compactMap { declaration in
      guard let name = declaration.declaredName, !context.isNamed(name.text, besides: [declaration.kind]) else {
        return nil
      }
      let what = declaration.kind == .letDeclaration ? "formula" : "score"
      return Diagnostic(
        .unusedFormula, "the \(what) \"\(name.text)\" is never used", at: name.span, label: "nothing reads it",
        help: "leave it out, or read it where its condition is spelled out",
        fixes: [Fix("delete the \(what) \"\(name.text)\"", .safe, [Fix.Edit(declaration.removal, "")])])
    }
  }
}
