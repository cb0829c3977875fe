/// Where a value stands in a feed's object: dotted words, or a string that holds a JSONPath.
public struct PathSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.path
  /// The node it shows.
  public let node: SyntaxNode

  /// One step down.
  public enum Step: Sendable, Hashable {
    /// The value of a key.
    case key(String)
    /// The element at an index from 0; a negative one counts from the end.
    case index(Int)
    /// The first element, itself an object, in which the path `key` holds the given text, or the given number, `true`,
    /// `false` or `null` as written.
    case firstWhere(key: [String], equals: String, isText: Bool)
    /// Every element.
    case each
  }

  /// The steps from the outside in; nil where the path is broken, which the parser has reported.
  public var steps: [Step]? {
    let own = node.ownTokens
    guard let first = own.first else { return nil }
    if node.tree.tokens[first].kind == .string {
      let text = StringDecoder.decode(node.tree.bytes[node.tree.bytes(ofToken: first)])
      return try? JSONPathParser.parse(text)
    }
    return own.compactMap { token -> Step? in
      switch node.tree.tokens[token].kind {
      case .word: .key(node.tree.text(ofToken: token))
      case .quotedName: .key(String(node.tree.text(ofToken: token).dropFirst().dropLast()))
      default: nil
      }
    }
  }
}
