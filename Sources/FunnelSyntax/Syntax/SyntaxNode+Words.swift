extension SyntaxNode {
  /// The words that stand in it, keywords and names alike, in text order; names without their backquotes.
  public var words: [String] {
    var words: [String] = []
    for index in tokens {
      switch tree.tokens[index].kind {
      case .word: words.append(tree.text(ofToken: index))
      case .quotedName: words.append(tree.text(ofToken: index).split(separator: "`").first.map(String.init) ?? "")
      default: break
      }
    }
    return words
  }

  /// The name that a declaration gives to what it declares.
  public var declaredName: NameSyntax? { child() }
}
