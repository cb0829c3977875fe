import FunnelDiagnostics

/// The options that say which findings make a check fail.
enum FailOptions {
  static let failLevel = OptionSyntax(
    "--fail-level", .choice(["error", "warning", "information", "never"]),
    "the mildest level at which the status is 1", fallback: "warning")
  static let maxWarnings = OptionSyntax(
    "--max-warnings", .number("N", 0...1_000_000), "so many warnings are put up with; one more, and the status is 1")
  static let baseline = OptionSyntax(
    "--baseline", .word("FILE"), "findings listed in this file don't count; what is new does")
  static let writeBaseline = OptionSyntax(
    "--write-baseline", .none, "write the findings of now into the file of --baseline")

  /// What findings mean for the process.
  static func status(of findings: DiagnosticCount, _ arguments: Arguments) -> ExitStatus {
    if let most = arguments.number(maxWarnings), findings.warnings > most { return .findings }
    let warnings = arguments.given(maxWarnings) == nil ? findings.warnings : 0
    let isFailure =
      switch arguments.value(failLevel) {
      case "never": false
      case "error": findings.errors > 0
      case "information": findings.errors + findings.warnings + findings.informations > 0
      default: findings.errors + warnings > 0
      }
    return isFailure ? .findings : .clean
  }
}
