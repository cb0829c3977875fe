import FunnelDiagnostics
import FunnelLint

/// The options that say which rules are asked.
enum RuleOptions {
  /// The presets that can be asked for, the narrowest first.
  static let presets = RulePreset.allCases.filter { $0 != .language }

  static let preset = OptionSyntax(
    "--preset", .choice(presets.map(\.rawValue)),
    "which rules are asked: what is surely wrong, what is probably wrong, what a careful author wants to know, everything",
    fallback: RulePreset.recommended.rawValue)
  static let select = OptionSyntax(
    "--select", .word("RULES"), "also ask these rules: names, codes or areas, with commas", isRepeated: true)
  static let ignore = OptionSyntax(
    "--ignore", .word("RULES"), "don't ask these rules: names, codes or areas, with commas", isRepeated: true)

  /// The rules that an option names.
  static func rules(_ arguments: Arguments, _ option: OptionSyntax) throws(UsageError) -> Set<DiagnosticRule> {
    var rules: Set<DiagnosticRule> = []
    for name in arguments.values(option).flatMap({ $0.split(separator: ",") }).map(String.init) where !name.isEmpty {
      if let area = RuleArea(rawValue: name) {
        rules.formUnion(DiagnosticRule.allCases.filter { $0.traits.area == area && $0.traits.preset != .language })
        continue
      }
      guard let rule = DiagnosticRule(named: name) else { throw unknown(rule: name, option) }
      if rule.traits.preset == .language, option == ignore {
        throw UsageError(
          "\"\(name)\" is part of the language and can't be ignored", help: "mend what it reports, or leave it out here"
        )
      }
      rules.insert(rule)
    }
    return rules
  }

  private static func unknown(rule name: String, _ option: OptionSyntax) -> UsageError {
    let names = DiagnosticRule.allCases.map(\.rawValue) + RuleArea.allCases.map(\.rawValue)
    let meant = Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
    return UsageError(
      "\"\(option.name)\" names \"\(name)\", which is no rule",
      help: meant ?? "\"funnelc explain --all\" lists the rules")
  }
}
