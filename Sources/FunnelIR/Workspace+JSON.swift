import Foundation

extension Workspace {
  /// The workspace as canonical JSON: keys sorted, no blanks, so that equal workspaces give equal bytes.
  public func canonicalJSON() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self))
  }

  /// Reads a workspace that has not been verified; nil where the bytes are none of this format.
  public init?(canonicalJSON bytes: [UInt8]) {
    guard let workspace = try? JSONDecoder().decode(Workspace.self, from: Data(bytes)),
      workspace.formatVersion == Workspace.currentFormat
    else { return nil }
    self = workspace
  }
}
