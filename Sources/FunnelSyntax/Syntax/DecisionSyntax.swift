/// `decision NAME first { ... }`.
public struct DecisionSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.decision
  /// The node it shows.
  public let node: SyntaxNode

  /// The decision's name.
  public var name: NameSyntax? { node.child() }

  /// How several matching branches are treated, where it is written.
  public var policy: Spanned<Policy>? { node.word(Policy.self) }

  /// Its branches in order.
  public var branches: [BranchSyntax] { node.all() }

  /// Its table, in the form with one.
  public var table: TableSyntax? { node.child() }

  /// `renamed from NAME`.
  public var renamed: RenamedSyntax? { node.child() }

  /// How several matching branches are treated.
  public enum Policy: String, Sendable, Hashable, CaseIterable {
    /// The first one counts, or there may be only one.
    case first, unique
  }
}

/// `when C -> T as L` or `otherwise -> T as L`.
public struct BranchSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.branch
  /// The node it shows.
  public let node: SyntaxNode

  /// The condition.
  public var condition: WhenSyntax? { node.child() }

  /// Whether it takes what no other branch takes.
  public var isOtherwise: Bool { node.has(.otherwise) }

  /// Where to.
  public var target: TargetSyntax? { node.child() }

  /// The label, where it differs from the target's name.
  public var label: NameSyntax? { node.child() }
}

/// `split NAME by lead { ... }`.
public struct SplitSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.split
  /// The node it shows.
  public let node: SyntaxNode

  /// The split's name.
  public var name: NameSyntax? { node.child() }

  /// Its branches in order.
  public var branches: [SplitBranchSyntax] { node.all() }
}

/// `50% -> T as L`.
public struct SplitBranchSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.splitBranch
  /// The node it shows.
  public let node: SyntaxNode

  /// The share of the leads, written as a percentage.
  public var share: NumberSyntax? { node.child() }

  /// Where to.
  public var target: TargetSyntax? { node.child() }

  /// The label, where it differs from the target's name.
  public var label: NameSyntax? { node.child() }
}
