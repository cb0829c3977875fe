import FunnelDiagnostics
import FunnelSyntax

/// Named types that nothing has.
enum UnusedType: FunnelRule {
  static let page = RulePage(
    .unusedType,
    finds: "a named type that nothing has",
    why: "Its members look as if the funnel knew them, and no data point can hold one.",
    avoid: """
      type plan = choice { basic, pro }
      data { size: integer }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """,
    prefer: """
      type plan = choice { basic, pro }
      data { wanted: plan }
      start -> by_plan
      decision by_plan {
        when wanted == pro -> converted
        otherwise          -> lost "too small"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.declarations([.typeDeclaration]).compactMap { declaration in
      guard let name = declaration.declaredName, !context.isNamed(name.text, besides: [.typeDeclaration]) else {
        return nil
      }
      return Diagnostic(
        .unusedType, "the type \"\(name.text)\" is never used", at: name.span, label: "nothing has this type",
        help: "leave it out, or give it to a data point: \"NAME: \(name.text)\"",
        fixes: [Fix("delete the type \"\(name.text)\"", .safe, [Fix.Edit(declaration.removal, "")])])
    }
  }
}
