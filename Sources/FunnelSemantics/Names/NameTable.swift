import FunnelDiagnostics

/// Names of one sort, each with what it stands for and where it is declared, in order of declaration.
struct NameTable<Meaning> {
  /// One declared name.
  struct Entry {
    let name: String
    let meaning: Meaning
    let span: SourceSpan
  }

  /// All entries in order of declaration.
  private(set) var entries: [Entry] = []
  private var indices: [String: Int] = [:]

  /// Declares a name; gives the earlier entry and changes nothing where the name is taken.
  mutating func declare(_ name: String, _ meaning: Meaning, at span: SourceSpan) -> Entry? {
    if let index = indices[name] { return entries[index] }
    indices[name] = entries.count
    entries.append(Entry(name: name, meaning: meaning, span: span))
    return nil
  }

  /// What a name stands for.
  subscript(name: String) -> Entry? { indices[name].map { entries[$0] } }

  /// How many names there are.
  var count: Int { entries.count }

  /// All names in order of declaration.
  var names: some Sequence<String> { entries.lazy.map { $0.name } }
}
