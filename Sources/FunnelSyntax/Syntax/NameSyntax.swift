/// A name as it is declared or referred to; also a key or a column, which may be written as a string.
public struct NameSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.name
  /// The node it shows.
  public let node: SyntaxNode

  /// The name, without the backquotes or quotes it may be written in.
  public var text: String {
    guard let token else { return "" }
    let tree = node.tree
    guard tree.tokens[token].kind != .string else {
      return StringDecoder.decode(tree.bytes[tree.bytes(ofToken: token)])
    }
    return String(decoding: tree.bytes[letters(of: token)], as: UTF8.self)
  }

  /// Whether it is written in backquotes, and so never a keyword.
  public var isQuoted: Bool { token.map { node.tree.tokens[$0].kind == .quotedName } ?? false }

  /// The keyword it reads as, if it does and isn't in backquotes.
  public var keyword: Keyword? { token.flatMap { node.tree.tokens[$0].keyword } }

  private var token: Int? { node.tokens.first }

  /// Where the name stands without backquotes.
  private func letters(of token: Int) -> Range<Int> {
    let range = node.tree.bytes(ofToken: token)
    guard node.tree.tokens[token].kind == .quotedName, !range.isEmpty else { return range }
    let start = range.lowerBound + 1
    let end = node.tree.bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "`")) ?? range.upperBound
    return start..<end
  }

  // MARK: Looking names up

  /// A number by which the name is found among many without making a string of it; equal names have equal ones.
  public var lookupKey: UInt16 {
    let tokens = node.tokens
    guard !tokens.isEmpty, node.tree.tokens[tokens.lowerBound].kind != .string else { return Self.lookupKey(of: text) }
    return node.tree.tokens[tokens.lowerBound].key
  }

  /// The number of a name that stands in no file.
  public static func lookupKey(of name: String) -> UInt16 {
    var name = name
    return name.withUTF8 { WordKey.shared.key(of: UnsafeRawBufferPointer($0)) }
  }

  /// Whether it is this name.
  public func isSpelt(_ name: String) -> Bool {
    guard let token, node.tree.tokens[token].kind != .string else { return text == name }
    let range = letters(of: token)
    let letters = name.utf8.span
    var isSame = letters.count == range.count
    var index = 0
    while isSame, index < letters.count {
      isSame = node.tree.bytes[range.lowerBound + index] == letters[index]
      index += 1
    }
    // Some letters beyond ASCII can be written in several ways.
    return isSame || !name.utf8.allSatisfy { $0 < 0x80 } && text == name
  }
}
