import FunnelDiagnostics
import FunnelSyntax

/// Files that belong together: the one that was named, and those that it imports, directly or not.
///
/// - Invariant: there are at most `fileLimit` files, and no file imports itself, directly or by way of others.
public struct SourceGraph: Sendable {
  /// The most files of a graph.
  public static let fileLimit = 256

  /// One file and what it imports itself, in text order.
  public struct File: Sendable {
    /// What the parser read.
    public let tree: SyntaxTree
    /// The imported files, each once.
    public var imports: [Import]

    /// Makes a file.
    public init(_ tree: SyntaxTree, imports: [Import] = []) {
      self.tree = tree
      self.imports = imports
    }
  }

  /// One `import`.
  public struct Import: Sendable {
    /// The index of the imported file.
    public let file: Int
    /// Where it is named.
    public let span: SourceSpan

    /// Makes an import.
    public init(_ file: Int, at span: SourceSpan) {
      self.file = file
      self.span = span
    }
  }

  /// The files, the named one first.
  public let files: [File]

  /// Makes a graph.
  public init(_ files: [File]) { self.files = files }

  /// Makes the graph of a file that imports nothing.
  public init(_ tree: SyntaxTree) { files = [File(tree)] }

  /// The file at an index and all that it imports, directly or not, each once and behind what it imports itself.
  /// - Complexity: O(files + imports).
  public func closure(of file: Int) -> [Int] {
    var isKnown = [Bool](repeating: false, count: files.count)
    var order: [Int] = []
    var path = [(file: file, next: 0)]
    isKnown[file] = true
    // A stack of its own, so that a chain of any length is no matter.
    while let top = path.last {
      guard top.next < files[top.file].imports.count else {
        order.append(top.file)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let next = files[top.file].imports[top.next].file
      guard !isKnown[next] else { continue }
      isKnown[next] = true
      path.append((next, 0))
    }
    return order
  }
}
