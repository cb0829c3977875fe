import FunnelDiagnostics
import FunnelLint

/// `funnelc check`: says what is wrong in funnels.
enum CheckVerb: Verb {
  static let syntax = VerbSyntax(
    name: "check",
    summary: "say what is wrong in funnels",
    explanation: [
      "Reads each funnel, checks it, and shows every mistake with the place it is at and what to type instead. Nothing is run and nothing is written."
    ],
    operands: .init(name: "FILE", help: "a funnel, as source or compiled; - is standard input", count: 1...10_000),
    ownOptions: [
      RuleOptions.preset, RuleOptions.select, RuleOptions.ignore, CommonOptions.root, CommonOptions.maxStages,
      CommonOptions.format,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    var findings = Findings(arguments)
    let check = FunnelCheck(
      root: arguments.value(CommonOptions.root), limits: arguments.limits,
      linter: Linter(try RuleOptions.settings(arguments)))
    for path in arguments.operands { try check.check(path, into: &findings) }
    try findings.show(on: console, areResult: true)
    return findings.status
  }
}
