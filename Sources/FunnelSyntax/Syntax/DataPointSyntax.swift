/// `employees: integer in 0.. from company.employees`.
public struct DataPointSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.dataPoint
  /// The node it shows.
  public let node: SyntaxNode

  /// The point's name.
  public var name: NameSyntax? { node.child() }

  /// Its type.
  public var type: TypeSyntax? { node.type }

  /// `from PATH`.
  public var source: FromSyntax? { node.child() }

  /// `currency from PATH`.
  public var currency: CurrencySyntax? { node.child() }

  /// `fixed`.
  public var fixed: FixedSyntax? { node.child() }

  /// `default LITERAL`.
  public var fallback: DefaultSyntax? { node.child() }

  /// `personal`.
  public var personal: PersonalSyntax? { node.child() }

  /// `title "..."`.
  public var title: TitleSyntax? { node.child() }

  /// `renamed from NAME`.
  public var renamed: RenamedSyntax? { node.child() }
}

/// `from PATH`.
public struct FromSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.fromModifier
  /// The node it shows.
  public let node: SyntaxNode

  /// Where the value stands in the lead object.
  public var path: PathSyntax? { node.child() }
}

/// `currency from PATH`.
public struct CurrencySyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.currencyModifier
  /// The node it shows.
  public let node: SyntaxNode

  /// Where the currency stands in the lead object.
  public var path: PathSyntax? { node.child() }
}

/// `fixed`.
public struct FixedSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.fixedModifier
  /// The node it shows.
  public let node: SyntaxNode
}

/// `default LITERAL`.
public struct DefaultSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.defaultModifier
  /// The node it shows.
  public let node: SyntaxNode

  /// What reading the missing point gives: a literal, a bare word, or a set of these.
  public var value: ExpressionSyntax? { node.expression }
}

/// `personal`.
public struct PersonalSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.personalModifier
  /// The node it shows.
  public let node: SyntaxNode
}

/// `title "..."`.
public struct TitleSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.titleModifier
  /// The node it shows.
  public let node: SyntaxNode

  /// What people see instead of the name.
  public var title: TextSyntax? { node.child() }
}

/// `renamed from NAME`.
public struct RenamedSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.renamedClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The name it had in an earlier version.
  public var name: NameSyntax? { node.child() }
}
