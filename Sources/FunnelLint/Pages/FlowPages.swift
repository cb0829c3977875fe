import FunnelDiagnostics

/// The pages of the language's own rules about the way of a journey.
enum FlowPages {
  static let all: [RulePage] = [
    noStart,
    noOutcome,
    limitExceeded,
    splitTotal,
    transitionOnExit,
  ]

  private static let noStart = RulePage(
    .noStart,
    finds: "a funnel that does not begin anywhere",
    why: "Nobody would ever enter it. \"start -> NAME\" says where a lead goes first.",
    avoid:
      #"""
      funnel example {
        end nurture: lost "later"
      }
      """#,
    prefer:
      #"""
      funnel example {
        end nurture: lost "later"
        start -> nurture
      }
      """#)

  private static let noOutcome = RulePage(
    .noOutcome,
    finds: "a stage or decision that leads nowhere",
    why:
      "A lead that is done there would stay for ever. Say where it goes: \"then -> NAME\", or a branch.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)

  /// One more than there may be.
  private static let names = (1...17).map { "key_\($0)" }
  private static let points = names.map { "\($0): text" }.joined(separator: "  ")

  private static let limitExceeded = RulePage(
    .limitExceeded,
    finds: "more than a funnel can hold",
    why:
      "Limits keep a funnel readable and its program small: 100 stages, 256 files, groups with 10 000 activities, leads that are the same by 16 points. \"--max-stages N\" allows more stages.",
    avoid: RuleExample(
      "data { \(points) }\nintake { duplicates by \(names.joined(separator: ", ")) ignore }"),
    prefer:
      #"""
      data { email: email  phone: phone }
      intake { duplicates by email, phone ignore }
      """#)

  private static let splitTotal = RulePage(
    .splitTotal,
    finds: "a split whose shares do not come to 100 %",
    why:
      "The leads that are left over would have no branch, or there would be more branches than leads.",
    avoid:
      #"""
      start -> test_copy
      split test_copy by lead { 50% -> converted  40% -> lost "other" }
      """#,
    prefer:
      #"""
      start -> test_copy
      split test_copy by lead { 50% -> converted  50% -> lost "other" }
      """#)

  private static let transitionOnExit = RulePage(
    .transitionOnExit,
    finds: "a way out in an answer to leaving",
    why:
      "\"on exit\" runs as the lead is on its way already, so it can't send it elsewhere. Say when to leave with \"exit when\" or another clause.",
    avoid:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        on exit -> lost "left"
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#,
    prefer:
      #"""
      start -> ask
      stage ask {
        activity form by lead
        on exit { note "left" }
        limit 9 days -> lost "silent"
        then -> converted
      }
      """#)
}
