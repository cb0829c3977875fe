import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax

/// Data points that are only ever written.
enum WrittenNeverRead: FunnelRule {
  static let page = RulePage(
    .writtenNeverRead,
    finds: "a data point that the funnel writes and never reads",
    why: """
      Somebody is asked for it, or it is looked up, and nothing depends on the answer. If it is only kept for people to \
      see, give it a "title"; otherwise a condition was forgotten.
      """,
    avoid: """
      data { identity: choice { verified, failed } }
      start -> ask
      stage ask {
        activity passport by lead { collects identity }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      data { identity: choice { verified, failed } }
      start -> ask
      stage ask {
        activity passport by lead { collects identity }
        limit 9 days -> lost "silent"
        then -> judge
      }
      decision judge {
        when identity == verified -> converted
        otherwise                 -> lost "not verified"
      }
      """)

  private static let writers: Set<SyntaxKind> = [.collectsClause, .enrichField, .setAction, .tagAction, .untagAction]

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.points.compactMap { point in
      guard point.title == nil, context.isOwn(point.span), context.isNamed(point.name, besides: [.dataPoint]),
        !context.isNamed(point.name, besides: writers.union([.dataPoint]))
      else { return nil }
      let places = context.names[point.name].filter { writers.contains($0.parent) && !$0.isInTest }
      return Diagnostic(
        .writtenNeverRead, "the data point \"\(point.name)\" is written and never read", at: point.span,
        label: "nothing depends on it", secondary: places.prefix(4).map { Label($0.span, "written here") },
        help: "ask for it in a condition; or, if people are to see it in results, say what it is: title \"...\""
      )
    }
  }
}
