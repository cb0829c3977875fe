public import FunnelDiagnostics

/// The lossless tree of one source file: printing its tokens in order gives the file back byte for byte.
///
/// Tokens and nodes are flat arrays. Nodes stand in preorder; a node's children are found by jumping from one subtree's
/// end to the next.
/// - Invariant: the last token is `endOfFile`; node 0 is the file and covers every token that isn't trivia.
public final class SyntaxTree: Sendable {
  /// One node: its kind, its tokens, and where its subtree ends.
  public struct Node: Sendable, Hashable {
    /// What it is.
    public let kind: SyntaxKind
    /// The index of its first token.
    public let firstToken: Int32
    /// The index behind its last token; equal to `firstToken` for a node without tokens.
    public let tokenEnd: Int32
    /// The index of the first node behind its subtree.
    public let subtreeEnd: Int32
  }

  /// The file it was read from.
  public let file: FileID
  /// The file's bytes.
  public let bytes: [UInt8]
  /// All tokens in order, white space and comments included.
  public let tokens: [Token]
  /// All nodes in preorder.
  public let nodes: [Node]

  init(file: FileID, bytes: [UInt8], tokens: [Token], nodes: [Node]) {
    self.file = file
    self.bytes = bytes
    self.tokens = tokens
    self.nodes = nodes
  }

  /// The node of the whole file.
  public var root: SyntaxNode { SyntaxNode(tree: self, index: 0) }

  /// How many bytes the file has; a file is shorter than 2^31.
  var size: Int32 { Int32(truncatingIfNeeded: bytes.count) }

  /// The typed view of the whole file.
  public var fileSyntax: FileSyntax { FileSyntax(node: root) }

  /// The source range of the token at `index`.
  public func bytes(ofToken index: Int) -> Range<Int> {
    let start = Int(tokens[index].start)
    return start..<(index + 1 < tokens.count ? Int(tokens[index + 1].start) : bytes.count)
  }

  /// The span of the token at `index`.
  public func span(ofToken index: Int) -> SourceSpan {
    SourceSpan(file: file, start: tokens[index].start, end: index + 1 < tokens.count ? tokens[index + 1].start : size)
  }

  /// The token at `index` as it is written.
  public func text(ofToken index: Int) -> String { String(decoding: bytes[bytes(ofToken: index)], as: UTF8.self) }

  /// The source put together again from the tokens; equal to `bytes`.
  public func print() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for index in tokens.indices { result += bytes[bytes(ofToken: index)] }
    return result
  }
}
