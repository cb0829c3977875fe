import FunnelIR
import FunnelLint
import FunnelProver
import FunnelSemantics

/// What a file means, for the proof that a fix changes no lead's way.
extension CompilationResult: FixRun.Meaning {
  /// Whether every lead is proved to go where it goes under another text: the decisions are proved to do the same with all
  /// leads that come to them, and all the rest of the compiled programs is equal. Where the text meant nothing before, no
  /// lead went anywhere.
  public func isProvedEqual(to other: any FixRun.Meaning) -> Bool {
    guard let other = other as? CompilationResult, other.words == words else { return false }
    guard let workspace else { return true }
    guard let changed = other.workspace else { return false }
    if workspace.workspace == changed.workspace { return true }
    guard let old = resolved, let new = other.resolved, old.funnels.count == new.funnels.count else { return false }
    // With the decisions as they were, the new program must be the old one, so that only the decisions differ; then they are
    // proved to do the same. A lead that went another way would have to do so at a first decision, and there is none.
    let asBefore = zip(old.funnels, new.funnels).map { $1.replacing(decisions: $0.decisions) }
    guard zip(old.funnels, new.funnels).allSatisfy({ Self.areNumberedAlike($0.decisions, $1.decisions) }) else {
      return false
    }
    let programs = zip(asBefore, workspace.funnels).compactMap { funnel, verified -> Program? in
      let (program, findings) = ProgramLowering.lower(funnel, zone: verified.program.zone, words: words)
      return findings.isEmpty ? program : nil
    }
    guard programs.count == old.funnels.count, Workspace(programs) == workspace.workspace else { return false }
    let program = ResolvedProgram(funnels: asBefore)
    return new.funnels.enumerated().allSatisfy { number, funnel in
      let prover = Prover(program, funnel: number)
      return funnel.decisions.enumerated().allSatisfy { index, decision in
        if case .none = prover.difference(of: ID(index), from: decision) { true } else { false }
      }
    }
  }

  /// Whether decisions and their labels have the numbers that they had; labels at the end may be gone.
  private static func areNumberedAlike(_ old: [ResolvedDecision], _ new: [ResolvedDecision]) -> Bool {
    old.count == new.count
      && zip(old, new).allSatisfy { $0.name == $1.name && $0.labels.starts(with: $1.labels) }
  }
}
