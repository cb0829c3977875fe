/// `given { point: literal, ... }`.
public struct GivenSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.givenStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// What is known at registration.
  public var entries: [EntrySyntax] { node.all() }
}

/// `source NAME`.
public struct SourceStatementSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.sourceStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// Where the lead comes from.
  public var name: NameSyntax? { node.child() }
}

/// `at DATETIME`.
public struct AtSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.atStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// When the lead registers.
  public var time: DatetimeSyntax? { node.child() }
}

/// `after D`.
public struct AfterStatementSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.afterStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// How much time passes.
  public var duration: DurationSyntax? { node.child() }
}

/// `complete A by ROLE { ... }`.
public struct CompleteStatementSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.completeStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// The activity.
  public var activity: NameSyntax? { node.child() }

  /// Who does it.
  public var by: BySyntax? { node.child() }

  /// What it collects.
  public var entries: [EntrySyntax] { node.all() }
}

/// `fail A by ROLE`.
public struct FailSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.failStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// The activity.
  public var activity: NameSyntax? { node.child() }

  /// Who reports it.
  public var by: BySyntax? { node.child() }
}

/// `set { point: literal, ... }`.
public struct SetStatementSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.setStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// What an update brings.
  public var entries: [EntrySyntax] { node.all() }
}

/// `accept`, `decline` or `withdraw`.
public struct HappeningSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.happeningStatement
  /// The node it shows.
  public let node: SyntaxNode

  /// What happens.
  public var word: Spanned<HappeningWord>? { node.word(HappeningWord.self) }
}

/// What can happen to a lead in one word.
public enum HappeningWord: String, Sendable, Hashable {
  case accept, decline, withdraw
}

/// `table { | point | expect | ... }`.
public struct TestTableSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.testTable
  /// The node it shows.
  public let node: SyntaxNode

  /// The points, one a column.
  public var columns: [NameSyntax] { node.all() }

  /// The leads.
  public var rows: [TestRowSyntax] { node.all() }
}

/// `| value | expect stage guided |`.
public struct TestRowSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.testRow
  /// The node it shows.
  public let node: SyntaxNode

  /// One value a column.
  public var cells: [TestCellSyntax] { node.all() }

  /// What becomes of the lead.
  public var expectation: ExpectationSyntax? { node.expectation }
}

/// A literal, or `-` for a point that isn't given.
public struct TestCellSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.testCell
  /// The node it shows.
  public let node: SyntaxNode

  /// The value; nil for `-`.
  public var value: ExpressionSyntax? { node.expression }
}
