import FunnelDiagnostics
import FunnelLint
import FunnelRuntime

/// `funnelc explain`: says what a rule finds and why that matters.
enum ExplainVerb: Verb {
  private static let all = OptionSyntax("--all", .none, "list all rules, a line each; with --json, their pages")
  private static let json = OptionSyntax("--json", .none, "write the page as JSON, for programs")

  static let syntax = VerbSyntax(
    name: "explain",
    summary: "say what a rule finds, and why that matters",
    explanation: [
      "Shows the page of a rule: what it finds, why that matters, an example to avoid and one to prefer. A rule is named as findings name it, or by its code."
    ],
    operands: .init(
      name: "RULE", help: "a rule's name, such as empty-stage, its code, such as F0312, or an area, such as flow",
      count: 0...1),
    ownOptions: [all, json])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let isJSON = arguments.has(json)
    if let name = arguments.operands.first {
      guard !arguments.has(all) else { throw UsageError("\"--all\" needs no rule", help: "leave one of the two out") }
      if let area = RuleArea(rawValue: name) {
        let pages = RuleRegistry.pages.filter { $0.rule.traits.area == area }
        try console.output.write(
          isJSON ? RulePageText.json(pages, isList: true) : Array(RulePageText.list(pages).utf8))
        return .clean
      }
      guard let rule = DiagnosticRule(named: name), let page = RuleRegistry.page(of: rule) else { throw unknown(name) }
      try console.output.write(isJSON ? RulePageText.json([page], isList: false) : Array(RulePageText.text(page).utf8))
    } else if arguments.has(all) {
      try console.output.write(
        isJSON ? RulePageText.json(RuleRegistry.pages, isList: true) : Array(RulePageText.list(RuleRegistry.pages).utf8)
      )
    } else {
      throw UsageError("\"funnelc explain\" needs a rule", help: "\"funnelc explain --all\" lists the rules")
    }
    return .clean
  }

  private static func unknown(_ name: String) -> UsageError {
    let names = DiagnosticRule.allCases.flatMap { [$0.rawValue, $0.code] } + RuleArea.allCases.map(\.rawValue)
    let meant = Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
    return UsageError("there is no rule \"\(name)\"", help: meant ?? "\"funnelc explain --all\" lists the rules")
  }
}
