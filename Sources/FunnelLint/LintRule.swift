import FunnelDiagnostics

/// A rule of the linter: what it is called and how grave it is stands in the registry, what it means on its page.
///
/// A rule is a type without values, in a file of its own; it also holds the wording of what it finds.
public protocol LintRule: Sendable {
  /// Its page; the page names its entry in the registry.
  static var page: RulePage { get }
  /// Its entry in the registry; what is not the page's own, where making the page takes time.
  static var rule: DiagnosticRule { get }
}

extension LintRule {
  /// Its entry in the registry.
  public static var rule: DiagnosticRule { page.rule }
}

/// A rule that looks at what a funnel means; it is asked only where nothing is wrong with the language.
public protocol FunnelRule: LintRule {
  /// What it finds in a funnel.
  static func findings(in context: FunnelContext) -> [Diagnostic]
}

/// A rule that looks at what is written in a file; it is asked wherever the file could be read.
public protocol FileRule: LintRule {
  /// What it finds in a file.
  static func findings(in context: FileContext) -> [Diagnostic]
}
