/// An expression, by its form.
public enum ExpressionSyntax: SyntaxView {
  /// `12`, `5 EUR`, `"a"`, `true` and the like.
  case literal(LiteralSyntax)
  /// A name: a value, or a bare word such as a member of a choice.
  case name(NameSyntax)
  /// `now`, `today`, `entered`, `last_event`, `source`, `stage`, `owner`.
  case builtin(BuiltinSyntax)
  /// `missing`, which stands only where a test or a default gives a value.
  case missing(MissingSyntax)
  /// `domain(email)`.
  case call(CallSyntax)
  /// `(E)`.
  case parenthesized(ParenthesizedSyntax)
  /// `{ a, b }`.
  case set(SetSyntax)
  /// `-E`.
  case negation(NegationSyntax)
  /// `not E`.
  case not(NotSyntax)
  /// `E and E and ...`.
  case and(AndSyntax)
  /// `E or E or ...`.
  case or(OrSyntax)
  /// `E == E` and the like.
  case comparison(ComparisonSyntax)
  /// `E in S`, `E not in a..b`.
  case membership(MembershipSyntax)
  /// `E is missing`, `E is known`.
  case presence(PresenceSyntax)
  /// `A is completed`.
  case state(StateTestSyntax)
  /// `E contains E`, `E starts with E`, `E ends with E`, `E matches "..."`.
  case textTest(TextTestSyntax)
  /// `E ?? E`.
  case coalesce(CoalesceSyntax)
  /// `E + E` and the like.
  case arithmetic(ArithmeticSyntax)

  /// Shows a node that is an expression.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .nameExpression: self = .name(NameSyntax(node: node))
    case .builtinExpression: self = .builtin(BuiltinSyntax(node: node))
    case .missingValue: self = .missing(MissingSyntax(node: node))
    case .callExpression: self = .call(CallSyntax(node: node))
    case .parenthesizedExpression: self = .parenthesized(ParenthesizedSyntax(node: node))
    case .setExpression: self = .set(SetSyntax(node: node))
    case .negation: self = .negation(NegationSyntax(node: node))
    case .notExpression: self = .not(NotSyntax(node: node))
    case .andExpression: self = .and(AndSyntax(node: node))
    case .orExpression: self = .or(OrSyntax(node: node))
    case .comparison: self = .comparison(ComparisonSyntax(node: node))
    case .membership: self = .membership(MembershipSyntax(node: node))
    case .presence: self = .presence(PresenceSyntax(node: node))
    case .stateTest: self = .state(StateTestSyntax(node: node))
    case .textTest: self = .textTest(TextTestSyntax(node: node))
    case .coalesce: self = .coalesce(CoalesceSyntax(node: node))
    case .arithmetic: self = .arithmetic(ArithmeticSyntax(node: node))
    default:
      guard let literal = LiteralSyntax(node) else { return nil }
      self = .literal(literal)
    }
  }

  /// The node it shows.
  public var node: SyntaxNode {
    switch self {
    case .literal(let view): view.node
    case .name(let view): view.node
    case .builtin(let view): view.node
    case .missing(let view): view.node
    case .call(let view): view.node
    case .parenthesized(let view): view.node
    case .set(let view): view.node
    case .negation(let view): view.node
    case .not(let view): view.node
    case .and(let view): view.node
    case .or(let view): view.node
    case .comparison(let view): view.node
    case .membership(let view): view.node
    case .presence(let view): view.node
    case .state(let view): view.node
    case .textTest(let view): view.node
    case .coalesce(let view): view.node
    case .arithmetic(let view): view.node
    }
  }
}
