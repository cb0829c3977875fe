import FunnelIR
import FunnelLint

/// What a file means, for the proof that a fix changes no lead's way.
extension CompilationResult: FixRun.Meaning {
  /// Whether every lead is proved to go where it goes under another text: the compiled programs are equal. Where the text
  /// meant nothing before, no lead went anywhere.
  public func isProvedEqual(to other: any FixRun.Meaning) -> Bool {
    guard let other = other as? CompilationResult else { return false }
    guard let workspace else { return true }
    guard let changed = other.workspace else { return false }
    return workspace.workspace == changed.workspace
  }
}
