/// `table { | column | -> | ... }`.
public struct TableSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.table
  /// The node it shows.
  public let node: SyntaxNode

  /// What the columns look at.
  public var columns: [ExpressionSyntax] { node.expressions }

  /// The rows in order.
  public var rows: [RowSyntax] { node.all() }
}

/// `| cell | cell | -> T as L |`.
public struct RowSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.tableRow
  /// The node it shows.
  public let node: SyntaxNode

  /// One cell a column.
  public var cells: [CellSyntax] { node.all() }

  /// Where to.
  public var target: TargetSyntax? { node.child() }

  /// The label, where it differs from the target's name.
  public var label: NameSyntax? { node.child() }
}

/// `-`, or `not item, item`.
public struct CellSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.cell
  /// The node it shows.
  public let node: SyntaxNode

  /// Whether it is `-` and so always holds.
  public var isAny: Bool { node.token(.minus) != nil }

  /// Whether it begins with `not`.
  public var isNegated: Bool { node.has(.not) }

  /// The items, of which one has to hold.
  public var items: [CellItemSyntax] { node.all() }
}

/// One item of a cell.
public struct CellItemSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.cellItem
  /// The node it shows.
  public let node: SyntaxNode

  /// What it asks of the column's value.
  public var test: Test? { Test(node) }

  /// What an item asks of the column's value.
  public enum Test: Sendable, Hashable {
    /// To equal a literal or a bare word.
    case value(ExpressionSyntax)
    /// To lie within a range.
    case range(RangeSyntax)
    /// To compare so with an operand.
    case comparison(ComparisonOperator, ExpressionSyntax?)
    /// To hold, begin with, end with or match a text.
    case textTest(TextOperator, ExpressionSyntax?)
    /// To be missing, or to be known.
    case presence(Presence)

    init?(_ node: SyntaxNode) {
      if let range = node.child(RangeSyntax.self) {
        self = .range(range)
      } else if let comparison = ComparisonOperator.first(in: node) {
        self = .comparison(comparison.value, node.expression)
      } else if let operation = node.word(TextOperator.self) {
        self = .textTest(operation.value, node.expression)
      } else if let presence = node.word(Presence.self) {
        self = .presence(presence.value)
      } else if let value = node.expression {
        self = .value(value)
      } else {
        return nil
      }
    }
  }
}
