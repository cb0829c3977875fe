import FunnelDiagnostics
import FunnelLint

/// Looking at a funnel without running it.
extension CompilationResult {
  /// What is found in the files: what the compiler found, and what the linter's rules find.
  public func check(by linter: Linter, feed: FeedSample? = nil) -> LintResult {
    guard let graph else { return LintResult(findings: diagnostics) }
    return linter.findings(in: graph, resolved, compiled: diagnostics, feed: feed)
  }
}
