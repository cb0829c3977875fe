/// A name as it is declared or referred to; also a key or a column, which may be written as a string.
public struct NameSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.name
  /// The node it shows.
  public let node: SyntaxNode

  /// The name, without the backquotes or quotes it may be written in.
  public var text: String {
    guard let token else { return "" }
    let bytes = node.tree.bytes[node.tree.bytes(ofToken: token)]
    switch node.tree.tokens[token].kind {
    case .quotedName: return String(decoding: bytes.dropFirst().prefix { $0 != UInt8(ascii: "`") }, as: UTF8.self)
    case .string: return StringDecoder.decode(bytes)
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Whether it is written in backquotes, and so never a keyword.
  public var isQuoted: Bool { token.map { node.tree.tokens[$0].kind == .quotedName } ?? false }

  /// The keyword it reads as, if it does and isn't in backquotes.
  public var keyword: Keyword? { token.flatMap { node.tree.tokens[$0].keyword } }

  private var token: Int? { node.tokens.first }
}
