extension ExpressionGenerator {
  /// The names that may be read here.
  func usable(_ values: [Value]) -> [Value] { allowsTime ? values : values.filter { !$0.isTimed } }

  /// A name of the sort that is asked for; nil where there is none.
  mutating func named(_ sort: Sort) -> String? {
    let fitting = usable(values).filter { $0.sort == sort }
    guard !fitting.isEmpty else { return nil }
    let value = fitting[random.below(fitting.count)]
    isTimed = isTimed || value.isTimed
    return value.name
  }

  /// A value of the sort that is asked for.
  mutating func value(_ sort: Sort, _ depth: Int) -> String {
    if depth > 0, random.chance(40), let computed = computed(sort, depth - 1) { return computed }
    if random.chance(80), let name = named(sort) { return name }
    return literal(sort)
  }

  private mutating func clock(_ word: String) -> String {
    isTimed = true
    return word
  }

  private mutating func computed(_ sort: Sort, _ depth: Int) -> String? {
    func pair(_ first: Sort, _ sign: String, _ second: Sort) -> String {
      "(\(value(first, depth)) \(sign) \(value(second, depth)))"
    }
    switch (sort, random.below(9)) {
    case (.boolean, _): return condition(depth)
    case (_, 0) where sort.isOrdered: return "\(random.one("min", "max"))(\(value(sort, depth)), \(value(sort, 0)))"
    case (_, 1): return "(\(value(sort, 0)) ?? \(value(sort, depth)))"
    case (.integer, 2): return "length(\(value(.text, depth)))"
    case (.integer, 3): return "round(\(value(.number, depth)))"
    case (.integer, 4): return "\(random.one("year", "month", "weekday"))(\(value(.date, depth)))"
    case (.integer, 5): return "days_between(\(value(.date, depth)), \(value(.date, depth)))"
    case (.integer, 6): return "hour(\(value(.datetime, depth)))"
    case (.integer, 7) where allowsTime: return clock("age(\(value(.date, depth)))")
    case (.integer, 8) where !scores.isEmpty: return "(\(random.one(of: scores, or: scores[0]).name) + 1)"
    case (.integer, _):
      return random.chance(20) ? "(-\(value(.integer, 0)))" : pair(.integer, random.one("+", "-", "*"), .integer)
    case (.number, 2): return pair(.integer, "/", .integer)
    case (.number, 3): return pair(.money, "/", .money)
    case (.number, 4): return "abs(\(value(.number, depth)))"
    case (.number, 5): return pair(.duration, "/", .duration)
    case (.number, 6): return pair(.integer, random.one("+", "-", "*"), .number)
    case (.number, _): return pair(.number, random.one("+", "-", "*", "/"), .number)
    case (.money, 2): return pair(.money, random.one("*", "/"), .number)
    case (.money, 3): return pair(.money, random.one("*", "/"), .integer)
    case (.money, 4): return "\(random.one("abs", "round"))(\(value(.money, depth)))"
    case (.money, _): return pair(.money, random.one("+", "-"), .money)
    case (.date, 2), (.date, 3): return "(\(value(.date, depth)) \(random.one("+", "-")) \(daySpan()))"
    case (.date, 4) where allowsTime: return clock("today")
    case (.datetime, 2), (.datetime, 3): return "(\(value(.datetime, depth)) \(random.one("+", "-")) \(span()))"
    case (.datetime, 4) where allowsTime: return clock("now")
    case (.datetime, 5): return "last_event"
    case (.datetime, 6): return "entered"
    case (.datetime, 7): return pair(.datetime, random.one("+", "-"), .duration)
    case (.duration, 2), (.duration, 3): return pair(.datetime, "-", .datetime)
    case (.duration, 4): return pair(.date, "-", .date)
    case (.duration, 5): return pair(.duration, random.one("*", "/"), .integer)
    case (.duration, 6): return pair(.duration, random.one("*", "/"), .number)
    case (.duration, 7): return "(1 day + 6 hours)"
    case (.duration, _): return pair(.duration, random.one("+", "-"), .duration)
    case (.text, 2), (.text, 3), (.text, 4): return "\(random.one("lower", "upper", "trim"))(\(value(.text, depth)))"
    case (.text, 5), (.text, 6): return named(.email).map { "domain(\($0))" }
    default: return nil
    }
  }

  /// A stretch of the calendar.
  mutating func span() -> String {
    if hasWorkingHours, random.chance(40) {
      return random.one("3 business hours", "1 business day", "(2 business days + 90 minutes)", "12 business hours")
    }
    return random.chance(50)
      ? daySpan() : random.one("90 minutes", "6 hours", "36 hours", "(1 day + 6 hours)", "(1 month + 1 hour)")
  }

  /// A stretch of whole days.
  mutating func daySpan() -> String {
    if hasWorkingHours, random.chance(30) { return random.one("1 business day", "(1 week + 3 business days)") }
    return random.one("1 day", "2 days", "1 week", "1 month", "30 days", "2 years", "(1 month + 3 days)")
  }

  /// A constant.
  mutating func literal(_ sort: Sort) -> String {
    if let element = sort.element { return "{ \(literal(element)), \(literal(element)) }" }
    return random.one(of: Self.constants(of: sort), or: "true")
  }

  /// A range that holds something.
  mutating func range(of sort: Sort) -> String {
    let constants = Self.constants(of: sort)
    let low = random.below(constants.count)
    let high = low + random.below(constants.count - low)
    return random.one("\(constants[low])..\(constants[high])", "\(constants[low])..", "..\(constants[high])")
  }

  /// Constants of a sort, those of ordered sorts in their order.
  static func constants(of sort: Sort) -> [String] {
    switch sort {
    case .boolean: ["true", "false"]
    case .integer: ["0", "1", "2", "5", "10", "25", "50", "1_000", "2k", "9223372036854775807"]
    case .number: ["12.5%", "0.5", "1.25", "3.0", "100.0", "1000000.5"]
    case .money: ["0 EUR", "0.0001 EUR", "10 EUR", "99.95 EUR", "10k EUR", "5M EUR"]
    case .date: ["1999-12-31", "2001-10-12", "2024-02-29", "2026-02-28", "2026-10-24", "2026-10-25"]
    case .datetime:
      [
        "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-10-01T00:00:00Z", "2026-10-10T12:00:00+02:00",
        "2026-10-25T01:30:00Z",
      ]
    case .duration: ["0 hours", "90 minutes", "1 day", "3 days", "2 weeks"]
    case .text: words.map { "\"\($0)\"" }
    case .email: ["\"x@y.example\""]
    case .phone: ["\"+49 30 1\""]
    case .url: ["\"https://a.example\""]
    case .document: ["\"deed.pdf\""]
    case .country: countries
    case .language: languages
    case .choice: members
    case .texts, .choices, .countries, .integers: []
    }
  }
}
