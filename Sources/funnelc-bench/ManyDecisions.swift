/// A funnel of many decisions over fifteen data points, no two alike, each leading on to the next: what
/// `Tests/Workloads/many_decisions.py` writes, with other numbers.
struct ManyDecisions {
  private static let integers = [
    ("employees", 50_000), ("seats", 2000), ("visits", 500), ("branches", 300), ("age", 120),
  ]
  private static let amounts = [("revenue", 90_000_000), ("budget", 4_000_000), ("price", 900_000)]
  private static let countries = ["AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "NL", "PL"]
  private static let industries = ["software", "banking", "insurance", "retail", "energy", "health", "media"]
  private static let plans = ["trial", "basic", "pro", "enterprise"]
  private static let stages = 60

  private let decisions: Int
  private var random = SplitMix64(seed: 20_000)

  /// Writes the text of a funnel whose decisions have five branches each.
  static func text(decisions: Int) -> String {
    var funnel = ManyDecisions(decisions: decisions)
    return funnel.lines().joined(separator: "\n") + "\n"
  }

  private init(decisions: Int) { self.decisions = decisions }

  private mutating func lines() -> [String] {
    var lines = ["/// A large funnel to measure with.", "funnel large {", "  data {"]
    lines += Self.integers.map { "    \($0): integer in 0..\($1)" } + Self.amounts.map { "    \($0.0): money EUR" }
    lines += [
      "    country: country", "    industry: choice { \(Self.industries.joined(separator: ", ")) }",
      "    plan: choice { \(Self.plans.joined(separator: ", ")) }", "    site: url", "    partner: text",
      "    phone: phone personal", "    founded: date", "  }", "  start -> d0",
    ]
    for number in 0..<decisions { lines += decision(number) }
    for number in 0..<Self.stages {
      lines += [
        "  stage s\(number) {", "    activity call_\(number) by manager { due 3 days }",
        "    limit 10 days -> lost \"no answer\"", "    then -> converted", "  }",
      ]
    }
    return lines + ["}"]
  }

  private mutating func decision(_ number: Int) -> [String] {
    var lines = ["  decision d\(number) {"]
    for branch in 0..<4 {
      let first = random.below(14)
      let second = first + 1 + random.below(14 - first)
      lines.append("    when \(comparison(first))")
      lines.append("      and \(comparison(second)) -> \(target(behind: number)) as b\(branch)")
    }
    lines.append("    otherwise -> \(number + 1 < decisions ? "d\(number + 1)" : "s0") as onward")
    return lines + ["  }"]
  }

  /// A condition on the data point of a number, most often with a constant that nothing else in the file has.
  private mutating func comparison(_ point: Int) -> String {
    switch point {
    case 0..<5:
      let (name, limit) = Self.integers[point]
      return "\(name) \([">=", "<", ">", "<="][random.below(4)]) \(2 + random.below(limit - 3))"
    case 5..<8:
      let (name, limit) = Self.amounts[point - 5]
      return "\(name) \([">=", "<"][random.below(2)]) \(1 + random.below(limit - 1)) EUR"
    case 8: return "country in { \(some(of: Self.countries)) }"
    case 9: return "industry in { \(some(of: Self.industries)) }"
    case 10: return "plan \(["==", "!="][random.below(2)]) \(Self.plans[random.below(4)])"
    case 11:
      return "founded < \(1950 + random.below(70))-\(10 + random.below(3))-\(10 + random.below(19))"
    default: return "\(["partner", "phone", "site"][point - 12]) is \(random.below(2) == 0 ? "known" : "missing")"
    }
  }

  private mutating func some(of names: [String]) -> String {
    let start = random.below(names.count - 4)
    return names[start..<start + 2 + random.below(3)].joined(separator: ", ")
  }

  /// Where a branch leads: a decision further on, a stage or an end.
  private mutating func target(behind number: Int) -> String {
    if number + 2 < decisions, random.below(10) < 3 {
      return "d\(number + 1 + random.below(min(39, decisions - number - 1)))"
    }
    return ["s\(random.below(Self.stages))", "lost \"not a fit\"", "converted"][random.below(3)]
  }
}
