import FunnelSyntax

/// Imports that bring nothing.
extension SourceGraph {
  /// The imports that could be left out: no name that the file declares, or that one it imports declares, stands
  /// anywhere outside of these. A file with a funnel is never for nothing.
  ///
  /// - Complexity: O(bytes + files × imports).
  var unusedImports: [Import] {
    guard files.count > 1 else { return [] }
    let declarations = files.map { file in
      file.tree.root.children.filter { $0.kind != .importDeclaration && $0.kind != .error }
    }
    let declared = declarations.map { $0.compactMap(\.declaredName?.text) }
    var readers: [String: FileSet] = [:]
    for name in declared.joined() { readers[name] = FileSet() }
    for (index, file) in files.enumerated() {
      for name in file.tree.root.names { readers[name]?.insert(index) }
    }
    let readersOf = declared.map { names in
      names.reduce(into: FileSet()) { $0.formUnion(readers[$1] ?? FileSet()) }
    }
    let closures = files.indices.map { closure(of: $0) }
    let seen = closures.map { FileSet($0) }
    return files.flatMap(\.imports).filter { item in
      let inside = closures[item.file]
      if inside.contains(where: { file in declarations[file].contains { $0.kind == .funnelDeclaration } }) {
        return false
      }
      let isRead = inside.reduce(into: FileSet()) { $0.formUnion(readersOf[$1]) }
      return !files.indices.contains { reader in
        isRead.contains(reader) && !seen[item.file].contains(reader) && seen[reader].contains(item.file)
      }
    }
  }
}

/// A set of files by their indices, without an allocation.
struct FileSet {
  private var bits = SIMD4<UInt64>()

  init() {}

  init(_ files: [Int]) { for file in files { insert(file) } }

  mutating func insert(_ file: Int) { bits[(file >> 6) & 3] |= 1 << UInt64(file & 63) }

  mutating func formUnion(_ other: FileSet) { bits |= other.bits }

  func contains(_ file: Int) -> Bool { bits[(file >> 6) & 3] >> UInt64(file & 63) & 1 == 1 }
}
