/// `test "..." { ... }`.
public struct TestSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.test
  /// The node it shows.
  public let node: SyntaxNode

  /// What it shows.
  public var title: StringSyntax? { node.child() }

  /// Its steps in order.
  public var statements: [StatementSyntax] { node.children.compactMap { StatementSyntax($0) } }

  /// Its table, in the form with one lead a row.
  public var table: TestTableSyntax? { node.child() }
}

/// One step of a test.
public enum StatementSyntax: SyntaxView {
  /// `given { ... }`.
  case given(GivenSyntax)
  /// `source NAME`.
  case source(SourceStatementSyntax)
  /// `at DATETIME`.
  case at(AtSyntax)
  /// `after D`.
  case after(AfterStatementSyntax)
  /// `complete A by ROLE { ... }`.
  case complete(CompleteStatementSyntax)
  /// `fail A by ROLE`.
  case fail(FailSyntax)
  /// `set { ... }`.
  case set(SetStatementSyntax)
  /// `accept`, `decline` or `withdraw`.
  case happening(HappeningSyntax)
  /// `expect ...`.
  case expect(ExpectSyntax)

  /// Shows a node that is a step of a test.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .givenStatement: self = .given(GivenSyntax(node: node))
    case .sourceStatement: self = .source(SourceStatementSyntax(node: node))
    case .atStatement: self = .at(AtSyntax(node: node))
    case .afterStatement: self = .after(AfterStatementSyntax(node: node))
    case .completeStatement: self = .complete(CompleteStatementSyntax(node: node))
    case .failStatement: self = .fail(FailSyntax(node: node))
    case .setStatement: self = .set(SetStatementSyntax(node: node))
    case .happeningStatement: self = .happening(HappeningSyntax(node: node))
    case .expectStatement: self = .expect(ExpectSyntax(node: node))
    default: return nil
    }
  }

  /// The node it shows.
  public var node: SyntaxNode {
    switch self {
    case .given(let view): view.node
    case .source(let view): view.node
    case .at(let view): view.node
    case .after(let view): view.node
    case .complete(let view): view.node
    case .fail(let view): view.node
    case .set(let view): view.node
    case .happening(let view): view.node
    case .expect(let view): view.node
    }
  }
}
