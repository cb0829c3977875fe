import FunnelDiagnostics
import FunnelSemantics

/// `otherwise` in the place of members that could be named.
enum OtherwiseHidesChoices: FunnelRule {
  static let page = RulePage(
    .otherwiseHidesChoices,
    finds: "an \"otherwise\" that stands for members of a choice which are not named",
    why: """
      A decision that names some members and leaves the others to "otherwise" also takes there what is missing, and \
      every member that is added later. Named, a new member shows up as a gap.
      """,
    avoid: """
      data { answer: choice { yes, no, later } }
      start -> by_answer
      decision by_answer {
        when answer == yes -> converted
        when answer == no  -> lost "no"
        otherwise          -> lost "undecided"
      }
      """,
    prefer: """
      data { answer: choice { yes, no, later } }
      start -> by_answer
      decision by_answer {
        when answer == yes     -> converted
        when answer == no      -> lost "no"
        when answer == later   -> lost "undecided"
        when answer is missing -> lost "silent"
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.decisions.compactMap { decision in
      guard !decision.isSplit, let last = decision.branches.last, last.condition == nil else { return nil }
      let asked = decision.branches.compactMap(\.condition).map { members(askedIn: $0) }
      guard asked.count > 1, let first = asked[0] else { return nil }
      var named: Set<Int> = []
      for other in asked {
        guard let other, other.point == first.point else { return nil }
        named.formUnion(other.members)
      }
      let point = context.funnel.points[first.point]
      guard case .choice(let id) = point.type else { return nil }
      let hidden = context.funnel.choices[id].members.enumerated().filter { !named.contains($0.offset) }
      guard !hidden.isEmpty else { return nil }
      let names = hidden.prefix(6).map { "\"\($0.element.name)\"" }.joined(separator: ", ")
      let more = hidden.count > 6 ? " and \(hidden.count - 6) more" : ""
      return Diagnostic(
        .otherwiseHidesChoices, "\"otherwise\" also takes \(names)\(more) of \"\(point.name)\"", at: last.span,
        label: "not named anywhere in this decision",
        secondary: [Label(point.span, "members are declared here")],
        notes: ["a member that is added later goes this way too, and nobody is told"],
        help:
          "name them: \"when \(point.name) == \(hidden[0].element.name) -> ...\", and \"when \(point.name) is missing\""
      )
    }
  }

  /// The members of a point that a condition asks for, where it asks for nothing else.
  private static func members(askedIn condition: TypedExpression) -> (point: ID<ResolvedPoint>, members: [Int])? {
    switch condition.kind {
    case .compare(.equal, let a, let b):
      guard case .point(let point) = a.kind, case .member(let member)? = b.literal else { return nil }
      return (point, [member])
    case .isOneOf(let value, let list):
      guard case .point(let point) = value.kind else { return nil }
      let members = list.compactMap { if case .member(let member)? = $0.literal { member } else { nil } }
      return members.count == list.count ? (point, members) : nil
    default: return nil
    }
  }
}
