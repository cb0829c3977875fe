import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Data points that nothing names.
enum UnusedDataPoint: FunnelRule {
  static let page = RulePage(
    .unusedDataPoint,
    finds: "a data point that the funnel never names again",
    why: """
      It is read from every lead and written into every result, and decides nothing. That can be wanted: then give it a \
      "title", so that people know what they see. Otherwise a name was probably mistyped.
      """,
    avoid: """
      data { size: integer  budget: money EUR }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """,
    prefer: """
      data { size: integer  budget: money EUR title "Yearly budget" }
      start -> by_size
      decision by_size {
        when size >= 50 -> converted
        otherwise       -> lost "too small"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    // E-mails go to the lead's address without naming it.
    let addresses = Set(context.funnel.actions.compactMap(\.address))
    return context.funnel.points.enumerated().compactMap { index, point in
      guard !addresses.contains(ID(index)) else { return nil }
      guard point.title == nil, context.isOwn(point.span), !context.isNamed(point.name, besides: [.dataPoint]) else {
        return nil
      }
      return Diagnostic(
        .unusedDataPoint, "the data point \"\(point.name)\" is never used", at: point.span,
        label: "read, and never asked for",
        help: "leave it out; or, if people are to see it in results, say what it is: title \"...\"")
    }
  }
}
