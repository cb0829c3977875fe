import FunnelDiagnostics
import FunnelSyntax

/// Names of one sort, each with what it stands for and where it is declared, in order of declaration.
///
/// A name in a file is looked up as it stands there; a string is made only of what is declared.
struct NameTable<Meaning> {
  /// One declared name.
  struct Entry {
    let name: String
    let meaning: Meaning
    let span: SourceSpan
    fileprivate let key: UInt16
  }

  /// All entries in order of declaration.
  private(set) var entries: [Entry] = []
  /// The indices of the entries, each at the first free slot from the one of its key on; empty as long as there are few.
  private var slots: [Int32] = []

  /// So many names are looked through one by one.
  private static var few: Int { 8 }

  /// Declares a name; gives the earlier entry and changes nothing where the name is taken.
  mutating func declare(_ name: String, _ meaning: Meaning, at span: SourceSpan) -> Entry? {
    let key = NameSyntax.lookupKey(of: name)
    if let index = index(key, { $0 == name }) { return entries[index] }
    add(Entry(name: name, meaning: meaning, span: span, key: key))
    return nil
  }

  /// Declares a name that stands in a file.
  mutating func declare(_ name: NameSyntax, _ meaning: Meaning) -> Entry? {
    let key = name.lookupKey
    if let index = index(key, { name.isSpelt($0) }) { return entries[index] }
    add(Entry(name: name.text, meaning: meaning, span: name.span, key: key))
    return nil
  }

  /// What a name stands for.
  subscript(name: String) -> Entry? { index(NameSyntax.lookupKey(of: name), { $0 == name }).map { entries[$0] } }

  /// What a name in a file stands for.
  subscript(name: NameSyntax) -> Entry? { index(name.lookupKey, { name.isSpelt($0) }).map { entries[$0] } }

  /// What a name in a file means, without where that is said.
  func meaning(of name: NameSyntax) -> Meaning? {
    index(name.lookupKey, { name.isSpelt($0) }).map { entries[$0].meaning }
  }

  /// Whether a name in a file is declared.
  func holds(_ name: NameSyntax) -> Bool { index(name.lookupKey, { name.isSpelt($0) }) != nil }

  /// How many names there are.
  var count: Int { entries.count }

  /// All names in order of declaration.
  var names: some Sequence<String> { entries.lazy.map { $0.name } }

  /// Makes room for names to come.
  mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

  @inline(__always)
  private func index(_ key: UInt16, _ isName: (String) -> Bool) -> Int? {
    guard !slots.isEmpty else {
      for index in entries.indices where entries[index].key == key && isName(entries[index].name) { return index }
      return nil
    }
    var slot = Int(key) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if entries[index].key == key, isName(entries[index].name) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func add(_ entry: Entry) {
    entries.append(entry)
    guard entries.count > Self.few else { return }
    // At most half of the slots are taken, so that there is always a free one.
    if entries.count * 2 > slots.count {
      slots = [Int32](repeating: -1, count: max(slots.count * 2, Self.few * 4))
      for index in entries.indices { place(index) }
    } else {
      place(entries.count - 1)
    }
  }

  private mutating func place(_ index: Int) {
    var slot = Int(entries[index].key) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: index)
  }
}
