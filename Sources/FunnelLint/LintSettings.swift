import FunnelDiagnostics

/// Which rules are asked, and how grave what they find is.
public struct LintSettings: Sendable, Hashable {
  /// The preset to begin with.
  public var preset: RulePreset
  /// Rules that are asked besides those of the preset.
  public var selected: Set<DiagnosticRule>
  /// Rules that are not asked.
  public var ignored: Set<DiagnosticRule>
  /// Levels that count in place of the rules' own.
  public var levels: [DiagnosticRule: Severity]
  /// How far rules with a measure let things go.
  public var limits: LintLimits

  /// Makes settings; without any, what is recommended.
  public init(
    preset: RulePreset = .recommended, selected: Set<DiagnosticRule> = [], ignored: Set<DiagnosticRule> = [],
    levels: [DiagnosticRule: Severity] = [:], limits: LintLimits = LintLimits()
  ) {
    self.preset = preset
    self.selected = selected
    self.ignored = ignored
    self.levels = levels
    self.limits = limits
  }

  /// How grave what a rule finds is; nil where the rule is not asked. What the language demands is always an error.
  public func level(of rule: DiagnosticRule) -> Severity? {
    let traits = rule.traits
    if traits.preset == .language { return traits.level }
    if ignored.contains(rule) { return nil }
    guard traits.preset <= preset || selected.contains(rule) || levels[rule] != nil else { return nil }
    return levels[rule] ?? traits.level
  }
}

extension Diagnostic {
  /// The finding at the level that settings give its rule; nil where the rule is not asked. A finding that is milder
  /// than its rule stays so.
  func level(by settings: LintSettings) -> Diagnostic? {
    guard let level = settings.level(of: rule) else { return nil }
    guard severity == rule.severity, level != severity else { return self }
    var copy = self
    copy.severity = level
    return copy
  }
}
