/// Looking at all nodes of a tree, whatever they are.
extension SyntaxTree {
  /// All nodes, each before its children.
  public var allNodes: AllNodes { AllNodes(tree: self) }

  /// The nodes of some kinds, each before those inside it.
  /// - Complexity: O(nodes), in a few steps for each.
  public func nodes(of kinds: Set<SyntaxKind>) -> [SyntaxNode] {
    var isWanted = [Bool](repeating: false, count: 256)
    for kind in kinds { isWanted[Int(kind.rawValue)] = true }
    var found: [SyntaxNode] = []
    for index in nodes.indices where isWanted[Int(nodes[index].kind.rawValue)] {
      found.append(SyntaxNode(tree: self, index: index))
    }
    return found
  }

  /// The nodes of a tree as a collection.
  public struct AllNodes: RandomAccessCollection, Sendable {
    let tree: SyntaxTree

    /// The first place.
    public var startIndex: Int { 0 }
    /// The place behind the last.
    public var endIndex: Int { tree.nodes.count }

    /// The node at a place.
    public subscript(index: Int) -> SyntaxNode { SyntaxNode(tree: tree, index: index) }
  }
}

extension SyntaxNode {
  /// The nodes inside it, each before its children, itself first.
  public var subtree: Slice<SyntaxTree.AllNodes> { tree.allNodes[index..<Int(tree.nodes[index].subtreeEnd)] }
}

extension NameSyntax {
  /// Shows a node that is a name, where it stands alone or as a value.
  public init?(_ node: SyntaxNode) {
    guard node.kind == .name || node.kind == .nameExpression else { return nil }
    self.init(node: node)
  }
}

extension TargetSyntax {
  /// Shows a node that is the place behind an arrow.
  public init?(_ node: SyntaxNode) {
    guard node.kind == Self.kind else { return nil }
    self.init(node: node)
  }
}

extension StringSyntax {
  /// Shows a node that is a string.
  public init?(_ node: SyntaxNode) {
    guard node.kind == Self.kind else { return nil }
    self.init(node: node)
  }
}
