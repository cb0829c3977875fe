import FunnelDiagnostics

/// `text`, `integer` and the like.
public struct BasicTypeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.basicType
  /// The node it shows.
  public let node: SyntaxNode

  /// Which one.
  public var name: Spanned<BasicType>? { node.word(BasicType.self) }

  /// The range behind `in`, where it is written.
  public var range: RangeSyntax? { node.child() }
}

/// A type that is a single word.
public enum BasicType: String, Sendable, Hashable, CaseIterable {
  /// One of the built-in types without parts.
  case text, boolean, integer, number, date, datetime, duration, email, phone, url, country, language, document
}

/// `money EUR`.
public struct MoneyTypeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.moneyType
  /// The node it shows.
  public let node: SyntaxNode

  /// The ISO 4217 code.
  public var currency: NameSyntax? { node.child() }

  /// The range behind `in`, where it is written.
  public var range: RangeSyntax? { node.child() }
}

/// `choice { a, b = "B" }`.
public struct ChoiceTypeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.choiceType
  /// The node it shows.
  public let node: SyntaxNode

  /// The members in order.
  public var members: [ChoiceMemberSyntax] { node.all() }
}

/// `other = "Other / unknown"`.
public struct ChoiceMemberSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.choiceMember
  /// The node it shows.
  public let node: SyntaxNode

  /// The member's name.
  public var name: NameSyntax? { node.child() }

  /// What the feed says for it, where that differs.
  public var feedValue: StringSyntax? { node.child() }
}

/// `set of T`.
public struct SetTypeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.setType
  /// The node it shows.
  public let node: SyntaxNode

  /// The type of its elements.
  public var element: TypeSyntax? { node.type }
}

/// The name of a declared type.
public struct NamedTypeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.namedType
  /// The node it shows.
  public let node: SyntaxNode

  /// The name.
  public var name: NameSyntax? { node.child() }

  /// The range behind `in`, where it is written.
  public var range: RangeSyntax? { node.child() }
}

/// `a..b`, `a..` or `..b`, both inclusive.
public struct RangeSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.range
  /// The node it shows.
  public let node: SyntaxNode

  /// The lower bound, where there is one.
  public var lower: LiteralSyntax? { bound { $0 < $1 } }

  /// The upper bound, where there is one.
  public var upper: LiteralSyntax? { bound { $0 > $1 } }

  private func bound(_ side: (Int32, Int32) -> Bool) -> LiteralSyntax? {
    guard let dots = node.token(.dots)?.start else { return nil }
    return node.children.first { LiteralSyntax($0) != nil && side($0.span.start, dots) }.flatMap { LiteralSyntax($0) }
  }
}
