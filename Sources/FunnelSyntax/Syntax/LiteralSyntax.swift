/// A literal, by its form.
public enum LiteralSyntax: SyntaxView {
  /// `12`, `12.5`, `50k`, `12.5%`.
  case number(NumberSyntax)
  /// `50_000 EUR`.
  case money(MoneySyntax)
  /// `3 days`, in clauses also `1 day + 2 hours`.
  case duration(DurationSyntax)
  /// `"text"`.
  case string(StringSyntax)
  /// `2026-11-20`.
  case date(DateSyntax)
  /// `2026-11-20T10:00:00Z`.
  case datetime(DatetimeSyntax)
  /// `true` or `false`.
  case boolean(BooleanSyntax)

  /// Shows a node that is a literal.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .numberLiteral: self = .number(NumberSyntax(node: node))
    case .moneyLiteral: self = .money(MoneySyntax(node: node))
    case .durationLiteral: self = .duration(DurationSyntax(node: node))
    case .stringLiteral: self = .string(StringSyntax(node: node))
    case .dateLiteral: self = .date(DateSyntax(node: node))
    case .datetimeLiteral: self = .datetime(DatetimeSyntax(node: node))
    case .booleanLiteral: self = .boolean(BooleanSyntax(node: node))
    default: return nil
    }
  }

  /// The node it shows.
  public var node: SyntaxNode {
    switch self {
    case .number(let view): view.node
    case .money(let view): view.node
    case .duration(let view): view.node
    case .string(let view): view.node
    case .date(let view): view.node
    case .datetime(let view): view.node
    case .boolean(let view): view.node
    }
  }
}

/// `true` or `false`.
public struct BooleanSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.booleanLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// Which of the two.
  public var value: Bool { node.has(.true) }
}

/// `50_000 EUR`.
public struct MoneySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.moneyLiteral
  /// The node it shows.
  public let node: SyntaxNode

  /// The amount.
  public var number: NumberSyntax? { node.child() }

  /// The ISO 4217 code.
  public var currency: NameSyntax? { node.child() }
}
