extension Workspace {
  /// The workspace as canonical JSON: keys sorted, no blanks, so that equal workspaces give equal bytes.
  public func canonicalJSON() throws -> [UInt8] {
    let text = CanonicalText()
    try encode(to: CanonicalEncoder(text: text, place: text.root))
    return text.bytes
  }

  /// Reads a workspace that has not been verified; nil where the bytes are none of this format.
  public init?(canonicalJSON bytes: [UInt8]) {
    guard let document = JSONDocument(bytes),
      let workspace = try? Workspace(from: DocumentDecoder(document: document, index: 0)),
      workspace.formatVersion == Workspace.currentFormat
    else { return nil }
    self = workspace
  }
}
