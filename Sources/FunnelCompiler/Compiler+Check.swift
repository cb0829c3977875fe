import FunnelDiagnostics
import FunnelLint
import FunnelProver
import FunnelRuntime
import FunnelSemantics

/// Looking at a funnel without running it.
extension CompilationResult {
  /// What is found in the files: what the compiler found, and what the linter's rules find.
  public func check(by linter: Linter, feed: FeedSample? = nil) -> LintResult {
    guard let graph else { return LintResult(findings: diagnostics) }
    let loaded = workspace.map { LoadedWorkspace($0) }
    return linter.findings(in: graph, resolved, compiled: diagnostics, feed: feed) { number in
      guard let loaded, let funnel = resolved?.funnels[number] else { return nil }
      let replay = ScenarioReplay(funnel, number: number, in: loaded)
      return Replay { replay.play($0) }
    }
  }
}
