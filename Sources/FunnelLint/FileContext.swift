import FunnelDiagnostics
import FunnelSyntax

/// What a rule about a file's text looks at.
public struct FileContext: Sendable {
  /// What the parser read.
  public let tree: SyntaxTree

  /// Makes a context.
  public init(_ tree: SyntaxTree) { self.tree = tree }

  /// All nodes of the tree, each before its children.
  public var nodes: SyntaxTree.AllNodes { tree.allNodes }
}
