import FunnelDiagnostics
import FunnelSemantics

/// Personal data that leaves the house.
enum PersonalDataInMessage: FunnelRule {
  static let page = RulePage(
    .personalDataInMessage,
    finds: "a personal data point that is sent to the outside",
    why: """
      What a webhook or a message to a stakeholder holds leaves the house: it can't be masked or deleted there. Send the \
      lead's id and let them ask, or allow it with the reason why it is lawful.
      """,
    avoid: """
      data { email: email personal }
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "https://partner.example/new" { address: email } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      data { email: email personal }
      start -> ask
      stage ask {
        activity form by lead
        on completed form { webhook "https://partner.example/new" { provider: domain(email) } }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    let funnel = context.funnel
    return funnel.actions.flatMap { action -> [Diagnostic] in
      let values: [TypedExpression]
      let receiver: String
      switch action.kind {
      case .webhook(_, let fields): (values, receiver) = (fields.flatMap { $0.content.expressions }, "a webhook")
      case .notify(.role(let role), let text) where isOutside(role, funnel):
        (values, receiver) = (text.values, "\"\(funnel.roles[role].name)\"")
      case .task(let text, .role(let role), _) where isOutside(role, funnel):
        (values, receiver) = (text.values, "\"\(funnel.roles[role].name)\"")
      case .email(.role(let role), _, let subject, let text) where isOutside(role, funnel):
        (values, receiver) = (subject.values + text.values, "\"\(funnel.roles[role].name)\"")
      default: return []
      }
      return values.compactMap { value in
        personal(in: value, funnel).map { point in
          Diagnostic(
            .personalDataInMessage,
            "\"\(funnel.points[point].name)\" is personal, and \(receiver) is outside the house",
            at: value.span, label: "sent as it is",
            secondary: [Label(funnel.points[point].span, "declared personal here")],
            notes: ["what has been sent can't be masked or deleted any more"],
            help: "leave it out, or allow it with a reason: \"// funnelc:allow(personal-data-in-message) ...\"")
        }
      }
    }
  }

  private static func isOutside(_ role: ID<ResolvedRole>, _ funnel: ResolvedFunnel) -> Bool {
    funnel.roles[role].kind == .stakeholder
  }

  /// The personal point that a value gives away: itself, or by formulas that hand it on.
  private static func personal(in value: TypedExpression, _ funnel: ResolvedFunnel) -> ID<ResolvedPoint>? {
    var pending = [value]
    var seen: Set<ID<ResolvedLet>> = []
    while let next = pending.popLast() {
      switch next.kind {
      case .point(let point) where funnel.points[point].isPersonal: return point
      case .letValue(let id) where seen.insert(id).inserted: pending += funnel.lets[id].cases.map(\.value)
      case .coalesce(let a, let b): pending += [b, a]
      case .call(.trim, let list), .call(.lower, let list), .call(.upper, let list): pending += list
      default: break
      }
    }
    return nil
  }
}
