import FunnelRuntime
import FunnelSemantics

/// Writes expressions in the language's own words, however their author wrote them: one spelling for each meaning.
struct ExpressionText {
  private let funnel: ResolvedFunnel

  init(_ funnel: ResolvedFunnel) { self.funnel = funnel }

  /// An expression in words.
  func text(of expression: TypedExpression) -> String { text(expression, 0) }

  /// How tightly what an expression says is bound; whatever is bound less tightly stands in parentheses.
  private enum Strength {
    static let any = 1, all = 2, not = 3, comparison = 4, coalesce = 5, sum = 6, product = 7, single = 9
  }

  private func text(_ expression: TypedExpression, _ outer: Int) -> String {
    let (text, strength) = words(expression)
    return strength < outer ? "(\(text))" : text
  }

  private func words(_ expression: TypedExpression) -> (String, Int) {
    switch expression.kind {
    case .literal(let value): return (literal(value, expression.type), Strength.single)
    case .point(let id): return (funnel.points[id].name, Strength.single)
    case .letValue(let id): return (funnel.lets[id].name, Strength.single)
    case .score(let id): return (funnel.scores[id].name, Strength.single)
    case .lastLabel(let id): return (funnel.decisions[id].name, Strength.single)
    case .source: return ("source", Strength.single)
    case .stage: return ("stage", Strength.single)
    case .owner: return ("owner", Strength.single)
    case .entered: return ("entered", Strength.single)
    case .lastEvent: return ("last_event", Strength.single)
    case .now: return ("now", Strength.single)
    case .today: return ("today", Strength.single)
    case .not(let operand): return negation(of: operand)
    case .all(let list): return (list.map { text($0, Strength.all) }.joined(separator: " and "), Strength.all)
    case .any(let list):
      // `and` inside of `or` is put in parentheses, though it needs none: so nobody has to know.
      return (list.map { text($0, Strength.not) }.joined(separator: " or "), Strength.any)
    case .compare(let comparison, let a, let b): return binary(a, comparison.rawValue, b)
    case .isOneOf(let value, let list): return membership(value, "in", list)
    case .isInRange(let value, let low, let high): return range(value, "in", low, high)
    case .isMissing(let value): return ("\(text(value, Strength.sum)) is missing", Strength.comparison)
    case .setContains(let set, let element): return binary(element, "in", set)
    case .textTest(let test, let a, let b): return binary(a, test.rawValue, b)
    case .matches(let value, let pattern, _):
      return ("\(text(value, Strength.sum)) matches \(quoted(pattern))", Strength.comparison)
    case .activityIs(let id, let state):
      return ("\(funnel.activityNames[id].name) is \(state.rawValue)", Strength.comparison)
    case .coalesce(let a, let b):
      return ("\(text(a, Strength.sum)) ?? \(text(b, Strength.coalesce))", Strength.coalesce)
    case .arithmetic(let operation, let a, let b):
      let (sign, strength) = sign(of: operation)
      return ("\(text(a, strength)) \(sign) \(text(b, strength + 1))", strength)
    case .negate(let value): return ("-\(text(value, Strength.single))", Strength.product)
    case .shift(let value, let span):
      return ("\(text(value, Strength.sum)) \(self.span(span))", Strength.sum)
    case .toNumber(let value), .toDate(let value): return words(value)
    case .call(let function, let arguments):
      return ("\(function.rawValue)(\(arguments.map { text($0, 0) }.joined(separator: ", ")))", Strength.single)
    case .makeSet(let elements): return (set(elements), Strength.single)
    }
  }

  private func negation(of operand: TypedExpression) -> (String, Int) {
    switch operand.kind {
    case .compare(.equal, let a, let b): return binary(a, "!=", b)
    case .isMissing(let value): return ("\(text(value, Strength.sum)) is known", Strength.comparison)
    case .isOneOf(let value, let list): return membership(value, "not in", list)
    case .setContains(let set, let element): return binary(element, "not in", set)
    case .isInRange(let value, let low, let high): return range(value, "not in", low, high)
    case .coalesce: return ("not (\(text(operand, 0)))", Strength.not)
    default: return ("not \(text(operand, Strength.comparison))", Strength.not)
    }
  }

  private func binary(_ a: TypedExpression, _ sign: String, _ b: TypedExpression) -> (String, Int) {
    ("\(text(a, Strength.sum)) \(sign) \(text(b, Strength.sum))", Strength.comparison)
  }

  private func range(
    _ value: TypedExpression, _ sign: String, _ low: LiteralValue?, _ high: LiteralValue?
  ) -> (String, Int) {
    let bounds = [low, high].map { $0.map { literal($0, value.type) } ?? "" }
    return ("\(text(value, Strength.sum)) \(sign) \(bounds[0])..\(bounds[1])", Strength.comparison)
  }

  private func membership(_ value: TypedExpression, _ sign: String, _ list: [TypedExpression]) -> (String, Int) {
    ("\(text(value, Strength.sum)) \(sign) \(set(list))", Strength.comparison)
  }

  private func set(_ elements: [TypedExpression]) -> String {
    elements.isEmpty ? "{ }" : "{ \(elements.map { text($0, 0) }.joined(separator: ", ")) }"
  }

  private func sign(of operation: ArithmeticOperation) -> (String, Int) {
    switch operation {
    case .addIntegers, .addNumbers, .addMoney, .addDurations, .addElapsed: ("+", Strength.sum)
    case .subtractIntegers, .subtractNumbers, .subtractMoney, .subtractDurations, .subtractElapsed,
      .subtractDatetimes, .subtractDates:
      ("-", Strength.sum)
    case .multiplyIntegers, .multiplyNumbers, .multiplyMoneyByInteger, .multiplyMoneyByNumber,
      .multiplyDurationByInteger, .multiplyDurationByNumber:
      ("*", Strength.product)
    case .divideNumbers, .divideMoneyByInteger, .divideMoneyByNumber, .divideMoney, .divideDurationByInteger,
      .divideDurationByNumber, .divideDurations:
      ("/", Strength.product)
    }
  }

  // MARK: Constants

  private func literal(_ value: LiteralValue, _ type: FunnelType) -> String {
    switch value {
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .number(let value):
      return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    case .money(let amount):
      guard case .money(let currency) = type else { return money(amount) }
      return "\(money(amount)) \(currency.code)"
    case .date(let day):
      var text: [UInt8] = []
      return text.append(day: day) ? String(decoding: text, as: UTF8.self) : "a day beyond the calendar"
    case .datetime(let instant):
      var text: [UInt8] = []
      return text.append(instant: instant) ? String(decoding: text, as: UTF8.self) : "a time beyond the calendar"
    case .duration(let microseconds): return duration(microseconds)
    case .text(let bytes): return quoted(bytes)
    case .code(let code): return code.text
    case .member(let index): return member(index, of: type)
    }
  }

  private func member(_ index: Int, of type: FunnelType) -> String {
    let names =
      switch type {
      case .choice(let id): funnel.choices[id].members.map(\.name)
      case .label(let id): funnel.decisions[id].labels
      case .source: funnel.sources.map(\.name)
      case .stage: funnel.stages.map(\.name)
      default: [String]()
      }
    return names.indices.contains(index) ? names[index] : "\(index)"
  }

  private func money(_ amount: Int64) -> String {
    let (whole, fraction) = amount.magnitude.quotientAndRemainder(dividingBy: 10_000)
    let sign = amount < 0 ? "-" : ""
    guard fraction == 0 else {
      var digits = String(10_000 + fraction).dropFirst()
      while digits.count > 2, digits.last == "0" { digits.removeLast() }
      return "\(sign)\(whole).\(digits)"
    }
    if whole >= 1_000_000, whole % 1_000_000 == 0 { return "\(sign)\(whole / 1_000_000)M" }
    if whole >= 1_000, whole % 1_000 == 0 { return "\(sign)\(whole / 1_000)k" }
    return "\(sign)\(whole)"
  }

  /// A length of time in the largest unit of which it is a whole number.
  private func duration(_ microseconds: Int64) -> String {
    for (unit, name) in [(86_400_000_000, "day"), (3_600_000_000, "hour"), (60_000_000, "minute")] as [(Int64, String)]
    where microseconds % unit == 0 {
      return count(microseconds / unit, name)
    }
    return count(microseconds / 1_000_000, "second")
  }

  private func span(_ span: CalendarSpan) -> String {
    let parts = [
      (span.months, 1, "month"), (span.days, 1, "day"), (span.businessDays, 1, "business day"),
      (span.businessTime, 3_600_000_000, "business hour"), (span.microseconds, 60_000_000, "minute"),
    ].filter { $0.0 != 0 }
    let isBackward = parts.contains { $0.0 < 0 }
    let words = parts.map { count(Int64($0.0.magnitude) / Int64($0.1), $0.2) }.joined(
      separator: isBackward ? " - " : " + ")
    return (isBackward ? "- " : "+ ") + (words.isEmpty ? "0 days" : words)
  }

  private func count(_ number: Int64, _ unit: String) -> String { "\(number) \(unit)\(number == 1 ? "" : "s")" }

  private func quoted(_ bytes: [UInt8]) -> String {
    var text = ""
    for character in String(decoding: bytes, as: UTF8.self) {
      switch character {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      default: text.append(character)
      }
    }
    return "\"\(text)\""
  }
}
