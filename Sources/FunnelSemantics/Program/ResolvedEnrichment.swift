import FunnelDiagnostics
import FunnelSyntax

/// `enrich from FILE by COLUMN = EXPR { point [from COLUMN], ... }`.
public struct ResolvedEnrichment: Hashable, Sendable {
  /// The table's file as it is written, relative to the file that names it.
  public let file: Spanned<String>
  /// The column by which rows are found.
  public let column: Spanned<String>
  /// What is looked for in it.
  public let key: TypedExpression
  /// What is filled, in order.
  public let fields: [Field]

  /// A point and the column that fills it.
  public struct Field: Hashable, Sendable {
    /// The point.
    public let point: ID<ResolvedPoint>
    /// The column.
    public let column: Spanned<String>
  }
}
