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
    // Of most funnels no scenario is played.
    let loaded = Once<LoadedWorkspace>()
    return linter.findings(in: graph, resolved, compiled: diagnostics, feed: feed) { number in
      guard let workspace, let funnel = resolved?.funnels[number] else { return nil }
      let replay = Once<ScenarioReplay>()
      return Replay { scenario in
        let replay = replay.value {
          ScenarioReplay(funnel, number: number, in: loaded.value { LoadedWorkspace(workspace) })
        }
        return replay.play(scenario)
      }
    }
  }
}
