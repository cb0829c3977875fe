import FunnelDiagnostics
import FunnelSyntax

/// Comparisons and tests.
extension FunnelChecker {
  /// Checks two operands that should be of one type, the one that says more about its own type first.
  private func operands(_ left: ExpressionSyntax, _ right: ExpressionSyntax)
    -> (left: TypedExpression, right: TypedExpression)?
  {
    let (leftRank, rightRank) = (rank(left), rank(right))
    guard leftRank <= rightRank else {
      return operands(right, left, rightRank: leftRank).map { ($0.right, $0.left) }
    }
    return operands(left, right, rightRank: rightRank)
  }

  /// Checks two operands, the one that says more about its own type first.
  private func operands(_ left: ExpressionSyntax, _ right: ExpressionSyntax, rightRank: Rank)
    -> (left: TypedExpression, right: TypedExpression)?
  {
    guard let first = check(left) else {
      // What the right side's bare words mean is not known then.
      if rightRank != .bareWord { _ = check(right) }
      return nil
    }
    guard let second = check(right, hint: first.type) else { return nil }
    guard second.type.hasMembers, case .name(let name) = left, let member = member(name, of: second.type) else {
      return (first, second)
    }
    guard let entry = values[name], first.type == second.type else {
      return (TypedExpression(.literal(member), second.type, first.span), second)
    }
    report.add(.ambiguousWord(name.text, at: name.span, member: describe(second.type), value: entry.span))
    return nil
  }

  /// `a == b` and the like.
  func comparison(_ syntax: ComparisonSyntax) -> TypedExpression? {
    guard let left = syntax.left, let right = syntax.right, let operation = syntax.operation else { return nil }
    guard let operands = operands(left, right) else { return nil }
    return comparison(
      operation.value, at: operation.span, operands.left, operands.right, span: syntax.span)
  }

  /// `a in { ... }`, `a in b..c`, `a in tags`, and their opposites.
  func membership(_ syntax: MembershipSyntax) -> TypedExpression? {
    let test: TypedExpression?
    if let range = syntax.range {
      test = self.range(syntax.value, range, span: syntax.span)
    } else if case .set(let set)? = syntax.set {
      test = oneOf(syntax.value, set, span: syntax.span)
    } else if let set = syntax.set {
      test = self.element(syntax.value, of: set, span: syntax.span)
    } else {
      test = nil
    }
    return syntax.isNegated ? test.map { TypedExpression(.not($0), .boolean, syntax.span) } : test
  }

  private func oneOf(_ value: ExpressionSyntax?, _ set: SetSyntax, span: SourceSpan) -> TypedExpression? {
    guard let value = check(value) else { return nil }
    return oneOf(value, set.elements, at: set.span, span: span)
  }

  /// `value in { elements }`.
  func oneOf(_ value: TypedExpression, _ elements: [ExpressionSyntax], at set: SourceSpan, span: SourceSpan)
    -> TypedExpression?
  {
    guard !elements.isEmpty else {
      report.add(.emptySet(at: set))
      return nil
    }
    if case .set = value.type {
      report.add(.setInSet(describe(value.type), at: value.span))
      return nil
    }
    var value = value
    var checked: [TypedExpression] = []
    checked.reserveCapacity(elements.count)
    for element in elements { if let element = check(element, hint: value.type) { checked.append(element) } }
    if checked.count == elements.count, checked.allSatisfy({ $0.type == value.type }) {
      return TypedExpression(.isOneOf(value, checked), .boolean, span)
    }
    if checked.contains(where: { $0.type == .number }), let number = converted(value, to: .number) { value = number }
    let converted = checked.compactMap { element -> TypedExpression? in
      if let element = self.converted(element, to: value.type) { return element }
      reportIncomparable(value, element)
      return nil
    }
    guard converted.count == elements.count else { return nil }
    return TypedExpression(.isOneOf(value, converted), .boolean, span)
  }

  private func range(_ value: ExpressionSyntax?, _ range: RangeSyntax, span: SourceSpan) -> TypedExpression? {
    guard let value = check(value) else { return nil }
    return self.range(value, range, span: span)
  }

  /// `value in low..high`.
  func range(_ value: TypedExpression, _ range: RangeSyntax, span: SourceSpan) -> TypedExpression? {
    guard value.type.isOrdered else {
      report.add(.unordered(describe(value.type), "in \(range.node.text)", at: range.span, operand: value.span))
      return nil
    }
    var value = value
    let bounds = [range.lower, range.upper].compactMap(\.self)
    if value.type == .integer, bounds.contains(where: { isFraction($0) }), let number = converted(value, to: .number) {
      value = number
    }
    guard let ends = self.range(range, value.type, because: Label(value.span, "this is \(describe(value.type))")) else {
      return nil
    }
    return TypedExpression(.isInRange(value, low: ends.low, high: ends.high), .boolean, span)
  }

  private func isFraction(_ literal: LiteralSyntax) -> Bool {
    if case .number(let number) = literal { number.integer == nil && number.double != nil } else { false }
  }

  /// `value in tags`.
  private func element(_ value: ExpressionSyntax?, of set: ExpressionSyntax, span: SourceSpan) -> TypedExpression? {
    guard let value, let set = check(set) else { return nil }
    guard case .set(let type) = set.type else {
      report.add(.notASet(describe(set.type), at: set.span))
      return nil
    }
    guard let element = require(value, type, because: Label(set.span, "this is \(describe(set.type))")) else {
      return nil
    }
    return TypedExpression(.setContains(set: set, element: element), .boolean, span)
  }

  /// `a is missing`, `a is known`.
  func presence(_ syntax: PresenceSyntax) -> TypedExpression? {
    guard let presence = syntax.presence, let value = check(syntax.value) else { return nil }
    return self.presence(presence.value, value, span: syntax.span)
  }

  /// Whether a value is missing, or known.
  func presence(_ presence: Presence, _ value: TypedExpression, span: SourceSpan) -> TypedExpression {
    let isMissing = TypedExpression(.isMissing(value), .boolean, span)
    return presence == .missing ? isMissing : TypedExpression(.not(isMissing), .boolean, span)
  }

  /// `kyc is completed`.
  func state(_ syntax: StateTestSyntax) -> TypedExpression? {
    guard let state = syntax.state, let activity = syntax.activity else { return nil }
    guard case .name(let name) = activity else {
      report.add(.stateOfOther(state.value.rawValue, at: activity.span))
      return nil
    }
    guard let id = activityName(name), let asked = TypedExpression.ActivityState(rawValue: state.value.rawValue) else {
      return nil
    }
    return TypedExpression(.activityIs(id, asked), .boolean, syntax.span)
  }

  /// The activities of a name.
  func activityName(_ name: NameSyntax) -> ID<ResolvedActivityName>? {
    if let entry = activityNames[name] { return entry.meaning }
    reportUnknown("activity named", name.text, at: name.span, among: Array(activityNames.names))
    return nil
  }

  /// `a contains b` and the like.
  func textTest(_ syntax: TextTestSyntax) -> TypedExpression? {
    guard let operation = syntax.operation, let value = check(syntax.value) else { return nil }
    return textTest(operation.value, value, syntax.operand, span: syntax.span)
  }

  /// `value contains operand` and the like.
  func textTest(_ operation: TextOperator, _ value: TypedExpression, _ operand: ExpressionSyntax?, span: SourceSpan)
    -> TypedExpression?
  {
    if case .set(let type) = value.type, operation == .contains {
      guard let element = require(operand, type, because: Label(value.span, "this is \(describe(value.type))")) else {
        return nil
      }
      return TypedExpression(.setContains(set: value, element: element), .boolean, span)
    }
    guard value.type.isText else {
      report.add(.textNeeded(operation.written, describe(value.type), at: value.span))
      return nil
    }
    if operation == .matches {
      guard case .literal(.string(let pattern))? = operand else { return nil }
      do {
        _ = try Pattern(parsing: pattern.value)
      } catch {
        report.add(.invalidPattern(error, at: pattern.span))
        return nil
      }
      return TypedExpression(.matches(value, pattern: Array(pattern.value.utf8), at: pattern.span), .boolean, span)
    }
    guard let text = check(operand, hint: .text), let test = TypedExpression.TextTest(rawValue: operation.written)
    else {
      return nil
    }
    guard text.type.isText else {
      report.add(.textNeeded(operation.written, describe(text.type), at: text.span))
      return nil
    }
    return TypedExpression(.textTest(test, value, text), .boolean, span)
  }
}

extension TextOperator {
  /// The operator as it is written.
  fileprivate var written: String {
    switch self {
    case .contains, .matches: rawValue
    case .starts, .ends: "\(rawValue) with"
    }
  }
}
