/// `-E`.
public struct NegationSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.negation
  /// The node it shows.
  public let node: SyntaxNode

  /// What is negated.
  public var operand: ExpressionSyntax? { node.expression }
}

/// `not E`.
public struct NotSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.notExpression
  /// The node it shows.
  public let node: SyntaxNode

  /// What is denied.
  public var operand: ExpressionSyntax? { node.expression }
}

/// `E and E and ...`.
public struct AndSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.andExpression
  /// The node it shows.
  public let node: SyntaxNode

  /// Two or more.
  public var operands: [ExpressionSyntax] { node.expressions }
}

/// `E or E or ...`.
public struct OrSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.orExpression
  /// The node it shows.
  public let node: SyntaxNode

  /// Two or more.
  public var operands: [ExpressionSyntax] { node.expressions }
}

/// `E == E` and the like.
public struct ComparisonSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.comparison
  /// The node it shows.
  public let node: SyntaxNode

  /// Left of the operator.
  public var left: ExpressionSyntax? { node.operand(0) }

  /// The operator.
  public var operation: Spanned<ComparisonOperator>? { ComparisonOperator.first(in: node) }

  /// Right of the operator.
  public var right: ExpressionSyntax? { node.operand(1) }
}

/// How two values are compared.
public enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
  /// `==`
  case equal = "=="
  /// `!=`
  case notEqual = "!="
  /// `<`
  case less = "<"
  /// `<=`
  case lessOrEqual = "<="
  /// `>`
  case greater = ">"
  /// `>=`
  case greaterOrEqual = ">="

  /// The operator that a kind of token writes.
  init?(_ kind: TokenKind) {
    switch kind {
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    default: return nil
    }
  }

  static func first(in node: SyntaxNode) -> Spanned<ComparisonOperator>? { node.operatorToken { Self($0) } }
}

/// `E in S`, `E not in a..b`.
public struct MembershipSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.membership
  /// The node it shows.
  public let node: SyntaxNode

  /// What is looked for.
  public var value: ExpressionSyntax? { node.expression }

  /// Whether it is `not in`.
  public var isNegated: Bool { node.has(.not) }

  /// The range, in the form with one.
  public var range: RangeSyntax? { node.child() }

  /// The set, in the form with one.
  public var set: ExpressionSyntax? { node.operand(1) }
}

/// `E is missing` or `E is known`.
public struct PresenceSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.presence
  /// The node it shows.
  public let node: SyntaxNode

  /// What is asked about.
  public var value: ExpressionSyntax? { node.expression }

  /// What is asked.
  public var presence: Spanned<Presence>? { node.word(Presence.self) }
}

/// Whether a value is there.
public enum Presence: String, Sendable, Hashable, CaseIterable {
  /// Nobody has it, or somebody gave it.
  case missing, known
}

/// `A is completed`.
public struct StateTestSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.stateTest
  /// The node it shows.
  public let node: SyntaxNode

  /// The activity, a bare name.
  public var activity: ExpressionSyntax? { node.expression }

  /// The state.
  public var state: Spanned<ActivityState>? { node.word(ActivityState.self) }
}

/// The state of an activity that a condition can ask for.
public enum ActivityState: String, Sendable, Hashable, CaseIterable {
  /// One of the states, or being overdue.
  case open, inProgress = "in_progress", completed, failed, overdue, skipped, blocked, cancelled
}

/// `E contains E`, `E starts with E`, `E ends with E`, `E matches "..."`.
public struct TextTestSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.textTest
  /// The node it shows.
  public let node: SyntaxNode

  /// What is looked at.
  public var value: ExpressionSyntax? { node.operand(0) }

  /// The operator.
  public var operation: Spanned<TextOperator>? { node.word(TextOperator.self) }

  /// What is looked for.
  public var operand: ExpressionSyntax? { node.operand(1) }
}

/// How a text, or a set, is looked at.
public enum TextOperator: String, Sendable, Hashable, CaseIterable {
  /// Holds it, begins with it, ends with it, matches it as a regular expression.
  case contains, starts, ends, matches
}

/// `E ?? E`.
public struct CoalesceSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.coalesce
  /// The node it shows.
  public let node: SyntaxNode

  /// What is taken where it is known.
  public var value: ExpressionSyntax? { node.operand(0) }

  /// What is taken otherwise.
  public var fallback: ExpressionSyntax? { node.operand(1) }
}

/// `E + E` and the like.
public struct ArithmeticSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.arithmetic
  /// The node it shows.
  public let node: SyntaxNode

  /// Left of the operator.
  public var left: ExpressionSyntax? { node.operand(0) }

  /// The operator.
  public var operation: Spanned<ArithmeticOperator>? { node.operatorToken { ArithmeticOperator($0) } }

  /// Right of the operator.
  public var right: ExpressionSyntax? { node.operand(1) }
}

/// How two numbers, amounts or times are combined.
public enum ArithmeticOperator: String, Sendable, Hashable, CaseIterable {
  /// `+`
  case plus = "+"
  /// `-`
  case minus = "-"
  /// `*`
  case times = "*"
  /// `/`
  case dividedBy = "/"

  /// The operator that a kind of token writes.
  init?(_ kind: TokenKind) {
    switch kind {
    case .plus: self = .plus
    case .minus: self = .minus
    case .star: self = .times
    case .slash: self = .dividedBy
    default: return nil
    }
  }
}
