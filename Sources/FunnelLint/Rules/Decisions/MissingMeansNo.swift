import FunnelDiagnostics
import FunnelProver
import FunnelSemantics

/// Conditions that are not true where something is missing.
enum MissingMeansNo: FunnelRule {
  static let page = RulePage(
    .missingMeansNo,
    finds: "a condition of \"hold\", \"exit\" or an activity that counts as \"no\" where something is not known",
    why: """
      A comparison with something that is missing is neither true nor false, and only what is known to be true counts. Often that \
      is meant: nobody leaves for a reason that nobody knows. Where it is not, say what a missing value counts as, with \"??\" or \
      \"is missing\".
      """,
    avoid: """
      data { people: integer in 0.. }
      start -> ask
      stage ask {
        activity form by lead { when people >= 10 }
        activity call by manager
        limit 9 days -> lost "silent"
        then -> converted
      }
      """,
    prefer: """
      data { people: integer in 0.. }
      start -> ask
      stage ask {
        activity form by lead { when people >= 10 or people is missing }
        activity call by manager
        limit 9 days -> lost "silent"
        then -> converted
      }
      """)

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.loneConditions.compactMap { lone in
      // These are told of as gaps.
      guard !lone.letsIn,
        context.prover.silence(.mistakable, of: lone.condition, at: lone.place).isImpossible,
        case .some(let witness) = context.prover.silence(.any, of: lone.condition, at: lone.place)
      else { return nil }
      return Diagnostic(
        .missingMeansNo, "\(lone.clause) counts as \"no\" where something is missing", at: lone.condition.span,
        label: "not known, so the lead \(lone.otherwise)", notes: context.notes(for: witness),
        help: "say what a missing value counts as: with \"?? VALUE\", or with \"is missing\"")
    }
  }
}
