/// `type industry = choice { ... }`.
public struct TypeDeclarationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.typeDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The type's name.
  public var name: NameSyntax? { node.child() }

  /// What it stands for.
  public var type: TypeSyntax? { node.type }
}

/// A type as it is written.
public enum TypeSyntax: SyntaxView {
  /// `text`, `integer` and the like, with an optional range.
  case basic(BasicTypeSyntax)
  /// `money EUR`.
  case money(MoneyTypeSyntax)
  /// `choice { ... }`.
  case choice(ChoiceTypeSyntax)
  /// `set of T`.
  case set(SetTypeSyntax)
  /// The name of a declared type.
  case named(NamedTypeSyntax)

  /// Shows a node that is a type.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .basicType: self = .basic(BasicTypeSyntax(node: node))
    case .moneyType: self = .money(MoneyTypeSyntax(node: node))
    case .choiceType: self = .choice(ChoiceTypeSyntax(node: node))
    case .setType: self = .set(SetTypeSyntax(node: node))
    case .namedType: self = .named(NamedTypeSyntax(node: node))
    default: return nil
    }
  }

  /// The node it shows.
  public var node: SyntaxNode {
    switch self {
    case .basic(let view): view.node
    case .money(let view): view.node
    case .choice(let view): view.node
    case .set(let view): view.node
    case .named(let view): view.node
    }
  }

  /// The range behind `in`, where it is written.
  public var range: RangeSyntax? { node.child() }
}

extension SyntaxNode {
  /// The first child that is a type.
  var type: TypeSyntax? { children.lazy.compactMap { TypeSyntax($0) }.first }
}
