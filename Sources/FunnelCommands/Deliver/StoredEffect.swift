import FunnelCompiler

/// An effect as its line in the store tells it, as far as carrying it out needs to know.
struct StoredEffect {
  /// Everything that can be asked for.
  static let kinds = ["notify", "task", "note", "email", "webhook", "activity", "reminder"]

  /// What tells it from all others.
  let id: String
  /// What it asks for.
  let kind: String
  /// Whose it is.
  let journey: String
  /// The whole line, without its end.
  let line: [UInt8]
  /// Where a webhook goes.
  let url: String?
  /// What a webhook says.
  let body: [UInt8]

  /// Reads a line; nil where it is none.
  init?(_ line: some Sequence<UInt8>) {
    self.line = Array(line)
    guard let members = try? JSONNode.parse(self.line).members else { return nil }
    func member(_ key: String) -> JSONNode? { members.first { $0.key == key }?.node }
    // The id becomes a header and a part of what is signed.
    guard let id = member("id")?.string, id.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }), !id.isEmpty,
      let kind = member("effect")?.string, let journey = member("journey")?.string
    else { return nil }
    (self.id, self.kind, self.journey) = (id, kind, journey)
    url = member("url")?.string
    body = member("body").map { [line = self.line] in Array(line[$0.range]) } ?? []
  }

  /// Reads the lines of a commit.
  static func all(_ lines: [UInt8]) -> [StoredEffect] {
    lines.split(separator: UInt8(ascii: "\n")).compactMap { StoredEffect($0) }
  }
}
