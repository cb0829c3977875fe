import FunnelIR

/// What tells compiled funnels apart: what runs of them.
public enum ProgramIdentity {
  /// The bytes of compiled funnels without what only tells of them, so that funnels that do the same are the same, whatever words
  /// the compiler has for them.
  public static func bytes(of json: [UInt8]) -> [UInt8] {
    // Where there are no words, nothing needs to be taken away.
    guard json.contains("\"sizesWithoutTexts\"".utf8), var workspace = Workspace(canonicalJSON: json) else {
      return json
    }
    workspace.funnels = workspace.funnels.map(\.withoutTexts)
    return (try? workspace.canonicalJSON()) ?? json
  }
}
