import FunnelDiagnostics
import FunnelSemantics

/// Stages with more activities than anybody overlooks.
enum OverloadedStage: FunnelRule {
  static let rule = DiagnosticRule.overloadedStage
  static let page = RulePage(
    rule,
    finds: "a stage with very many activities",
    why: """
      All activities of a stage start together, and the lead is in it until they are all done: nobody sees how far it \
      is. How many are too many is said in funnel.json, 12 where nothing is said.
      """,
    avoid: RuleExample(
      "start -> ask\nstage ask {\n"
        + (1...13).map { "  activity question_\($0) by lead\n" }.joined()
        + "  limit 9 days -> lost \"silent\"\n  then -> converted\n}"),
    prefer: RuleExample(
      "start -> ask\nstage ask {\n"
        + (1...7).map { "  activity question_\($0) by lead\n" }.joined()
        + "  limit 9 days -> lost \"silent\"\n  then -> ask_more\n}\nstage ask_more {\n"
        + (8...13).map { "  activity question_\($0) by lead\n" }.joined()
        + "  limit 9 days -> lost \"silent\"\n  then -> converted\n}"))

  static func findings(in context: FunnelContext) -> [Diagnostic] {
    context.funnel.stages.compactMap { stage in
      guard stage.activities.count > context.limits.activities else { return nil }
      return Diagnostic(
        .overloadedStage, "the stage \"\(stage.name)\" has \(stage.activities.count) activities", at: stage.span,
        label: "more than \(context.limits.activities)", help: "split it into stages that come one after the other")
    }
  }
}
