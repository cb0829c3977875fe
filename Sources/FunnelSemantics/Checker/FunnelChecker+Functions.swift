import FunnelDiagnostics
import FunnelSyntax

/// The functions of the language.
extension FunnelChecker {
  /// `domain(email)` and the like.
  func call(_ syntax: CallSyntax) -> TypedExpression? {
    guard let name = syntax.function else { return nil }
    guard let function = BuiltinFunction(rawValue: name.text) else {
      let functions = BuiltinFunction.allCases.map(\.rawValue)
      let nearest = report.suggestion.nearest(to: name.text, among: functions)
      let known = "the functions are \(functions.joined(separator: ", "))"
      report.add(.unknown("function named", name.text, at: name.span, nearest: nearest, help: known))
      return nil
    }
    let operands = syntax.arguments
    guard function.arity.contains(operands.count) else {
      report.add(
        .wrongArgumentCount(name.text, needs: function.needs, got: operands.count, at: syntax.span))
      return nil
    }
    if function == .age { clockUse = clockUse ?? syntax.span }
    var arguments: [TypedExpression] = []
    for operand in operands {
      guard let argument = check(operand, hint: arguments.first?.type ?? function.hint) else { return nil }
      guard let fitting = self.argument(argument, of: function) else {
        let help = function == .domain ? "declare the point as \"email\"" : nil
        report.add(
          .wrongArgument(
            name.text, needs: function.needs, found: describe(argument.type), at: argument.span, help: help))
        return nil
      }
      arguments.append(fitting)
    }
    switch function {
    case .min, .max:
      guard let common = common(arguments) else { return nil }
      return TypedExpression(.call(function, common), common[0].type, syntax.span)
    case .round where arguments[0].type == .integer: return arguments[0]
    case .round where arguments[0].type == .number:
      return TypedExpression(.call(function, arguments), .integer, syntax.span)
    case .abs, .round: return TypedExpression(.call(function, arguments), arguments[0].type, syntax.span)
    case .domain, .lower, .upper, .trim:
      return TypedExpression(.call(function, arguments), .text, syntax.span)
    case .length, .count, .age, .year, .month, .weekday, .hour, .daysBetween:
      return TypedExpression(.call(function, arguments), .integer, syntax.span)
    }
  }

  /// The argument as the function takes it; nil where it does not take it.
  private func argument(_ argument: TypedExpression, of function: BuiltinFunction) -> TypedExpression? {
    let type = argument.type
    let fits =
      switch function {
      case .domain: type == .email
      case .length, .lower, .upper, .trim: type.isText
      case .count: if case .set = type { true } else { false }
      case .hour: type == .datetime
      case .min, .max: type.isOrdered
      case .abs: type.isOrdered && type != .date && type != .datetime
      case .round: if case .money = type { true } else { type == .number || type == .integer }
      case .age, .year, .month, .weekday, .daysBetween: type == .date
      }
    if fits { return argument }
    guard function.hint == .date, type == .datetime else { return nil }
    return TypedExpression(.toDate(argument), .date, argument.span)
  }

  /// The arguments of `min` and `max` as values of one type.
  private func common(_ arguments: [TypedExpression]) -> [TypedExpression]? {
    let first = arguments.first { $0.type == .number } ?? arguments[0]
    let common = arguments.compactMap { argument -> TypedExpression? in
      if let argument = converted(argument, to: first.type) { return argument }
      reportIncomparable(first, argument)
      return nil
    }
    return common.count == arguments.count ? common : nil
  }
}

extension BuiltinFunction {
  /// How many arguments it takes.
  fileprivate var arity: ClosedRange<Int> {
    switch self {
    case .min, .max: 2...1000
    case .daysBetween: 2...2
    default: 1...1
    }
  }

  /// The type of its argument, where there is only one.
  fileprivate var hint: FunnelType? {
    switch self {
    case .age, .year, .month, .weekday, .daysBetween: .date
    case .hour: .datetime
    case .domain: .email
    case .length, .lower, .upper, .trim: .text
    default: nil
    }
  }

  /// What it takes, in words.
  fileprivate var needs: String {
    switch self {
    case .domain: "one email"
    case .length, .lower, .upper, .trim: "one text"
    case .count: "one set"
    case .age, .year, .month, .weekday: "one date or datetime"
    case .hour: "one datetime"
    case .min, .max: "two or more numbers, amounts, dates or durations"
    case .abs: "one number, amount or duration"
    case .round: "one number or amount"
    case .daysBetween: "two dates or datetimes"
    }
  }
}
