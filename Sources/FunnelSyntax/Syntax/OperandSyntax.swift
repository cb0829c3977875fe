/// A value that every journey has.
public struct BuiltinSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.builtinExpression
  /// The node it shows.
  public let node: SyntaxNode

  /// Which one.
  public var value: BuiltinValue? { node.word(BuiltinValue.self)?.value }
}

/// A value that every journey has.
public enum BuiltinValue: String, Sendable, Hashable, CaseIterable {
  /// The moment, the day, when the stage was entered, the latest event, the source, the stage, the responsible person.
  case now, today, entered, lastEvent = "last_event", source, stage, owner
}

/// `missing` as a value.
public struct MissingSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.missingValue
  /// The node it shows.
  public let node: SyntaxNode
}

/// `domain(email)`.
public struct CallSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.callExpression
  /// The node it shows.
  public let node: SyntaxNode

  /// The function.
  public var function: NameSyntax? { node.child() }

  /// The arguments.
  public var arguments: [ExpressionSyntax] { node.expressions }
}

/// `(E)`.
public struct ParenthesizedSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.parenthesizedExpression
  /// The node it shows.
  public let node: SyntaxNode

  /// The expression between the parentheses.
  public var inner: ExpressionSyntax? { node.expression }
}

/// `{ a, b }`.
public struct SetSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.setExpression
  /// The node it shows.
  public let node: SyntaxNode

  /// The elements.
  public var elements: [ExpressionSyntax] { node.expressions }
}
