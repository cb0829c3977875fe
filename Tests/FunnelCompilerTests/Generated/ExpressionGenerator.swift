/// Writes random expressions, all of the types that are asked for.
struct ExpressionGenerator {
  typealias Sort = GeneratedProgram.Sort

  /// A name that is a value, and whether it moves with the clock.
  struct Value {
    let name: String
    let sort: Sort
    let isTimed: Bool
  }

  var random: SplitMix64
  var values: [Value] = []
  var scores: [Value] = []
  /// Decisions and their labels.
  var labels: [(name: String, labels: [String])] = []
  var activities: [String] = []
  var stages: [String] = []
  var sources: [String] = []
  /// Formulas that ask the clock in a way that can be watched.
  var watchable: [String] = []
  /// Whether the clock may be asked.
  var allowsTime = true
  /// Whether the funnel says when people work.
  var hasWorkingHours = false
  /// Whether what was written asked the clock.
  var isTimed = false

  static let members = ["red", "green", "blue"]
  static let countries = ["DE", "AT", "CH", "FR", "NO"]
  static let languages = ["de", "en", "fr", "is", "no"]
  static let words = ["alpha", "beta", "a", "", "Beta bar", "x@y.example", "ümlaut"]

  // MARK: Conditions

  mutating func condition(_ depth: Int = 2) -> String {
    if depth > 0, random.chance(45) {
      switch random.below(5) {
      case 0, 1: return "(\(condition(depth - 1)) and \(condition(depth - 1)))"
      case 2, 3: return "(\(condition(depth - 1)) or \(condition(depth - 1)))"
      default: return "(not \(condition(depth - 1)))"
      }
    }
    return "(\(atom(depth)))"
  }

  private mutating func atom(_ depth: Int) -> String {
    switch random.below(20) {
    case 0: return value(.boolean, depth)
    case 1: return "(\(value(.boolean, depth)) ?? \(random.one("true", "false")))"
    case 2, 3: return presence()
    case 4, 5, 19: return scoreTest() ?? ordered(depth)
    case 6: return labelTest() ?? finite(depth)
    case 7, 8: return activityTest() ?? ordered(depth)
    case 9: return stateTest() ?? textTest(depth)
    case 10, 11: return textTest(depth)
    case 12, 13: return finite(depth)
    case 14: return setTest(depth)
    default: return ordered(depth)
    }
  }

  /// A condition that may be watched: the clock stands in it only beside something that does not move.
  mutating func watchedCondition(_ depth: Int) -> String {
    guard random.chance(60) else { return condition(depth) }
    let timed = !watchable.isEmpty && random.chance(30) ? random.one(of: watchable, or: "") : clockComparison()
    switch random.below(5) {
    case 0: return "(\(timed) and \(condition(depth)))"
    case 1: return "(\(condition(depth)) or \(timed))"
    case 2: return "(not (\(timed)))"
    case 3 where depth > 0: return "(\(timed) and \(watchedCondition(depth - 1)))"
    default: return "(\(timed))"
    }
  }

  /// A comparison of the clock with something that does not move by itself.
  mutating func clockComparison() -> String {
    let allowed = allowsTime
    allowsTime = false
    defer { allowsTime = allowed }
    let sign = random.one("<", "<=", ">", ">=", ">=", ">=", "==")
    switch random.below(9) {
    case 0: return "today \(sign) \(value(.date, 1))"
    case 1: return "\(value(.date, 0)) + \(daySpan()) \(sign) today"
    case 2: return "now in \(range(of: .datetime))"
    case 3: return "today \(random.one("in", "not in")) \(range(of: .date))"
    case 4: return "today in { \(value(.date, 0)), \(value(.date, 0)) }"
    case 5: return "\(value(.datetime, 1)) \(sign) now"
    default: return "now \(sign) \(random.one("last_event", "entered", value(.datetime, 0))) + \(span())"
    }
  }

  private mutating func presence() -> String {
    let formulas = scores + labels.map { Value(name: $0.name, sort: .text, isTimed: false) }
    let candidates = usable(values) + (random.chance(20) ? formulas : [])
    let chosen = random.one(of: candidates, or: Value(name: "stage", sort: .text, isTimed: false))
    isTimed = isTimed || chosen.isTimed
    return "\(chosen.name) is \(random.one("missing", "known"))"
  }

  private mutating func ordered(_ depth: Int) -> String {
    let sorts = random.chance(85) ? usable(values).map(\.sort) : Sort.allCases
    let sort = random.one(of: sorts.filter(\.isOrdered), or: .datetime)
    let left = random.chance(70) ? named(sort) ?? value(sort, depth) : value(sort, depth)
    if sort == .date, allowsTime, random.chance(30) {
      isTimed = true
      return "age(\(left)) \(random.one("<", ">=")) \(random.one("0", "2", "25", "26"))"
    }
    switch random.below(8) {
    case 0: return "\(left) \(random.one("in", "not in")) \(range(of: sort))"
    case 1:
      let elements = (0...random.below(3)).map { _ in value(sort, 0) }
      return "\(left) \(random.one("in", "not in")) { \(elements.joined(separator: ", ")) }"
    default: return "\(left) \(random.one("==", "!=", "<", "<=", ">", ">=")) \(value(sort, depth))"
    }
  }

  private mutating func scoreTest() -> String? {
    guard let score = scores.isEmpty ? nil : scores[random.below(scores.count)] else { return nil }
    let sign = random.one("==", "!=", "<", "<=", ">", ">=")
    switch random.below(7) {
    case 0: return "\(score.name) in \(random.within(0...20))..\(random.within(20...90))"
    case 1: return "\(score.name) \(random.one("in", "not in")) { 0, \(random.within(1...30)), 10, 20 }"
    case 2: return "\(score.name) \(sign) \(random.one(of: scores, or: score).name)"
    case 3: return "\(value(.integer, 0)) \(sign) \(score.name)"
    case 4: return "\(value(.number, 0)) \(sign) \(score.name)"
    case 5: return "(\(score.name) ?? 7) > \(random.within(0...40))"
    default: return "\(score.name) \(sign) \(random.within(-20...80))"
    }
  }

  private mutating func labelTest() -> String? {
    guard !labels.isEmpty else { return nil }
    let (name, labels) = labels[random.below(labels.count)]
    let label = random.one(of: labels, or: "none")
    if random.chance(50) { return "\(name) \(random.one("==", "!=")) \(label)" }
    return
      "\(name) \(random.one("in", "not in")) { \(Set([label, random.one(of: labels, or: label)]).sorted().joined(separator: ", ")) }"
  }

  private mutating func activityTest() -> String? {
    guard !activities.isEmpty else { return nil }
    let state = random.one("open", "in_progress", "completed", "failed", "overdue", "skipped", "blocked", "cancelled")
    return "\(random.one(of: activities, or: "")) is \(state)"
  }

  private mutating func stateTest() -> String? {
    switch random.below(3) {
    case 0 where !sources.isEmpty: return "source \(random.one("==", "!=")) \(random.one(of: sources, or: ""))"
    case 1 where !stages.isEmpty: return "stage \(random.one("==", "!=")) \(random.one(of: stages, or: ""))"
    case 2: return "owner \(random.one("==", "!=")) \"\(random.one("Ann", "Bob"))\""
    default: return nil
    }
  }

  private mutating func textTest(_ depth: Int) -> String {
    let text = value(.text, depth)
    switch random.below(7) {
    case 0: return "\(text) starts with \(value(.text, 0))"
    case 1: return "\(text) ends with \(value(.text, 0))"
    case 2: return "\(text) contains \(value(.text, 0))"
    case 3: return "\(text) matches \"\(pattern())\""
    case 4: return "\(text) \(random.one("in", "not in")) { \(literal(.text)), \(value(.text, 0)) }"
    default: return "\(text) \(random.one("==", "!=")) \(value(.text, depth))"
    }
  }

  /// A regular expression; backslashes are doubled, as a string wants them.
  private mutating func pattern(_ depth: Int = 2) -> String {
    let atoms = ["a", "b", "e", ".", "[a-c]", "[^a]", "\\\\w", "\\\\d", "\\\\.", "@", "ü", "\\\\s"]
    let piece =
      depth > 0 && random.chance(30) ? "(\(pattern(depth - 1))|\(pattern(depth - 1)))" : random.one(of: atoms, or: "a")
    let repeated = piece + (random.chance(40) ? random.one("*", "+", "?", "{2}", "{1,3}", "{0,}") : "")
    var text = random.chance(60) && depth > 0 ? repeated + pattern(depth - 1) : repeated
    if depth == 2, random.chance(30) { text = "^" + text }
    if depth == 2, random.chance(30) { text += "$" }
    return text
  }

  private mutating func finite(_ depth: Int) -> String {
    let sort = random.one(of: [Sort.country, .language, .choice], or: .country)
    guard let left = named(sort) else { return ordered(depth) }
    switch random.below(4) {
    case 0: return "\(left) \(random.one("in", "not in")) { \(literal(sort)), \(literal(sort)) }"
    case 1: return "\(left) \(random.one("==", "!=")) \(named(sort) ?? literal(sort))"
    default: return "\(left) \(random.one("==", "!=")) \(literal(sort))"
    }
  }

  private mutating func setTest(_ depth: Int) -> String {
    let sort = random.one(of: [Sort.texts, .choices, .countries, .integers], or: .texts)
    guard let set = named(sort), let element = sort.element else { return ordered(depth) }
    switch random.below(3) {
    case 0: return "count(\(set)) > \(random.below(3))"
    case 1: return "\(set) contains \(literal(element))"
    default: return "\(literal(element)) \(random.one("in", "not in")) \(set)"
    }
  }
}
