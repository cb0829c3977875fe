extension SyntaxNode {
  /// The names that stand in it, those it declares and those it refers to, in text order.
  public var names: [String] {
    (index..<Int(tree.nodes[index].subtreeEnd)).compactMap { index in
      switch tree.nodes[index].kind {
      case .name, .nameExpression: NameSyntax(node: SyntaxNode(tree: tree, index: index)).text
      default: nil
      }
    }
  }

  /// The name that a declaration gives to what it declares.
  public var declaredName: NameSyntax? { child() }
}
