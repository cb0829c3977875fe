import FunnelDiagnostics
import FunnelSyntax

/// Expressions by their form.
extension FunnelChecker {
  /// Checks an expression, as deep as the parser lets it be nested; `hint` is the type that is expected, from which bare
  /// words and texts take their meaning.
  func check(_ syntax: ExpressionSyntax?, hint: FunnelType? = nil) -> TypedExpression? {
    guard let syntax else { return nil }
    switch syntax {
    case .literal(let literal): return self.literal(literal, hint: hint)
    case .name(let name): return self.name(name, hint: hint)
    case .builtin(let builtin): return value(builtin)
    case .missing: return nil
    case .call(let call): return self.call(call)
    case .parenthesized(let inner): return check(inner.inner, hint: hint)
    case .set(let set): return self.set(set, hint: hint)
    case .negation(let negation): return self.negation(negation, hint: hint)
    case .not(let not): return condition(not.operand).map { TypedExpression(.not($0), .boolean, not.span) }
    case .and(let and): return junction(and.operands, at: and.span) { .all($0) }
    case .or(let or): return junction(or.operands, at: or.span, isAlternative: true) { .any($0) }
    case .comparison(let comparison): return self.comparison(comparison)
    case .membership(let membership): return self.membership(membership)
    case .presence(let presence): return self.presence(presence)
    case .state(let test): return state(test)
    case .textTest(let test): return textTest(test)
    case .coalesce(let coalesce): return self.coalesce(coalesce, hint: hint)
    case .arithmetic(let arithmetic): return self.arithmetic(arithmetic)
    }
  }

  /// Checks an expression that must be of a type; `because` is the place that needs it.
  func require(_ syntax: ExpressionSyntax?, _ type: FunnelType, because: Label? = nil) -> TypedExpression? {
    guard let expression = check(syntax, hint: type) else { return nil }
    if let expression = converted(expression, to: type) { return expression }
    reportMismatch(expression, needed: type, because: because)
    return nil
  }

  /// Reports that an expression is not of the type that is needed.
  func reportMismatch(_ expression: TypedExpression, needed: FunnelType, because: Label?) {
    switch (expression.type, needed) {
    case (.money(let found), .money(let currency)):
      report.add(.currencies(currency, at: because?.span ?? expression.span, found, at: expression.span))
      return
    case (.integer, .money(let currency)), (.number, .money(let currency)):
      reportMissingCurrency(expression, currency, amount: because?.span)
      return
    default: break
    }
    let (help, fixes) = advice(for: expression, as: needed) ?? (nil, [])
    report.add(
      .mismatch(
        expected: describe(needed), found: describe(expression.type), at: expression.span, because: because, help: help,
        fixes: fixes))
  }

  /// Checks an expression that must be a condition.
  func condition(_ syntax: ExpressionSyntax?) -> TypedExpression? {
    guard let expression = check(syntax, hint: .boolean) else { return nil }
    if expression.type == .boolean { return expression }
    let text = syntax?.node.text ?? ""
    let example =
      switch expression.type {
      case .integer, .number: "\(text) > 0"
      case .set: "count(\(text)) > 0"
      default: "\(text) is known"
      }
    report.add(
      .notACondition(
        describe(expression.type), at: expression.span,
        help: text.utf8.count > 40
          ? "compare it with something" : "compare it with something, for example \"\(example)\""))
    return nil
  }

  /// `a and b and ...` or `a or b or ...`, however long, as one.
  private func junction(
    _ operands: [ExpressionSyntax], at span: SourceSpan, isAlternative: Bool = false,
    _ make: ([TypedExpression]) -> TypedExpression.Kind
  ) -> TypedExpression? {
    var conditions: [TypedExpression] = []
    conditions.reserveCapacity(operands.count)
    var isComplete = operands.count > 1
    for operand in operands {
      if isAlternative, let last = conditions.last, let advice = loneAlternative(operand, behind: last) {
        report.add(advice)
        isComplete = false
      } else if let condition = condition(operand) {
        conditions.append(condition)
      } else {
        isComplete = false
      }
    }
    return isComplete ? TypedExpression(make(conditions), .boolean, span) : nil
  }

  /// The mistake in `country == DE or AT`, where a value stands alone behind a comparison.
  private func loneAlternative(_ operand: ExpressionSyntax, behind previous: TypedExpression) -> Diagnostic? {
    guard case .compare(.equal, let left, _) = previous.kind, left.type != .boolean else { return nil }
    switch operand {
    case .name(let name):
      guard values[name] == nil, member(name, of: left.type) != nil else { return nil }
    case .literal(.string), .literal(.number), .literal(.money), .literal(.date): break
    default: return nil
    }
    return .loneAlternative(operand.node.text, at: operand.span, comparison: previous.span)
  }

  /// `{ a, b }` as a value.
  private func set(_ syntax: SetSyntax, hint: FunnelType?) -> TypedExpression? {
    let expected: FunnelType? = if case .set(let element)? = hint { element } else { nil }
    guard let elements = elements(of: syntax, hint: expected), let type = elements.first?.type else { return nil }
    return TypedExpression(.makeSet(elements), .set(type), syntax.span)
  }

  /// The elements of a set, all of one type.
  func elements(of syntax: SetSyntax, hint: FunnelType?) -> [TypedExpression]? {
    let operands = syntax.elements
    guard !operands.isEmpty else {
      report.add(.emptySet(at: syntax.span))
      return nil
    }
    if operands.contains(where: { if case .set = $0 { true } else { false } }) {
      report.add(.setOfSets(at: syntax.span))
      return nil
    }
    // The first element that says its own type gives it to the bare words.
    let lead = hint == nil ? operands.firstIndex { rank($0) != .bareWord } : operands.startIndex
    guard let lead else {
      report.add(.setNeedsType(operands[0].node.text, at: operands[0].span))
      return nil
    }
    guard let first = check(operands[lead], hint: hint) else { return nil }
    let type = hint ?? first.type
    let elements = operands.indices.compactMap { $0 == lead ? first : check(operands[$0], hint: type) }
    guard elements.count == operands.count else { return nil }
    if case .set = type {
      report.add(.setOfSets(at: syntax.span))
      return nil
    }
    let hasNumbers = elements.contains { $0.type == .number }
    let common = type == .integer && hasNumbers ? .number : type
    var result: [TypedExpression] = []
    for element in elements {
      if let element = converted(element, to: common) {
        result.append(element)
      } else {
        reportMismatch(element, needed: common, because: nil)
      }
    }
    return result.count == elements.count ? result : nil
  }
}
