import FunnelDiagnostics
import FunnelSyntax

/// What a rule about a file's text looks at.
public struct FileContext: Sendable {
  /// What the parser read.
  public let tree: SyntaxTree

  /// Makes a context.
  public init(_ tree: SyntaxTree) { self.tree = tree }

  /// The nodes of some kinds, each before those inside it.
  public func nodes(of kinds: Set<SyntaxKind>) -> [SyntaxNode] { tree.nodes(of: kinds) }
}
