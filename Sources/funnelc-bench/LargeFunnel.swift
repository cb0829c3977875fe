/// A large funnel that somebody could have written: a hundred stages, and decisions of twenty branches over fifteen points.
struct LargeFunnel {
  private var lines: [String] = []
  private let stages: Int
  private let decisions: Int
  private let hasLongWays: Bool

  /// Writes the text of a funnel.
  /// - Parameters:
  ///   - hasLongWays: whether decisions also follow one another without a stage between them.
  static func text(stages: Int, decisions: Int, hasLongWays: Bool = true) -> String {
    var funnel = LargeFunnel(stages: stages, decisions: decisions, hasLongWays: hasLongWays)
    funnel.write()
    return funnel.lines.joined(separator: "\n") + "\n"
  }

  private init(stages: Int, decisions: Int, hasLongWays: Bool) {
    self.stages = stages
    self.decisions = decisions
    self.hasLongWays = hasLongWays
  }

  private mutating func write() {
    lines = [
      "/// A funnel to measure with.", "funnel large {", "  data {", "    email: email", "    country: country",
      "    industry: choice { software, banking, insurance, retail, health, public }",
      "    channel: choice { web, fair, partner, phone }", "    plan: choice { basic, pro, enterprise }",
      "    employees: integer in 0..1_000_000", "    age: integer in 0..200", "    visits: integer in 0..100_000",
      "    seats: integer in 0..100_000", "    revenue: money EUR", "    budget: money EUR", "    price: money EUR",
      "    consent: boolean", "    tags: set of text", "    founded: date", "  }",
      "  score fit in 0..100 {", "    award 40 when employees >= 200",
      "    award 30 when industry in { software, banking }",
      "    award 20 when revenue >= 1M EUR", "    deduct 50 when email ends with \"@example.com\"", "  }",
      "  intake { require email, country }", "  exit when \"unsubscribed\" in tags -> lost \"unsubscribed\"",
      "  start -> d0",
    ]
    for number in 0..<decisions { writeDecision(number) }
    for number in 0..<stages {
      lines += [
        "  stage s\(number) {", "    activity talk\(number) by lead { due 3 days  collects seats, plan }",
        "    activity look\(number) by manager { optional  when fit >= 40 }",
        "    on failed talk\(number) -> lost \"no talk\"", "    limit 14 days -> lost \"silent\"",
        "    then -> \(number < decisions - 1 ? "d\(number + 1)" : "converted")", "  }",
      ]
    }
    lines.append("}")
  }

  private mutating func writeDecision(_ number: Int) {
    lines.append("  decision d\(number) {")
    for branch in 0..<19 {
      let target = "s\((number * 19 + branch) % stages)"
      // Where decisions follow one another, what the first one found still holds in the next.
      let isShort = hasLongWays && branch == 18 && number % 4 != 3 && number + 1 < decisions
      lines.append(
        "    when \(condition(number, branch)) -> \(isShort ? "d\(number + 1)" : target) as b\(branch)")
    }
    lines += ["    otherwise -> s\(number % stages) as rest", "  }"]
  }

  /// A condition that no earlier branch takes all leads of.
  private func condition(_ number: Int, _ branch: Int) -> String {
    let low = branch * 50
    let industries = ["software", "banking", "insurance", "retail", "health", "public"]
    let countries = ["DE", "AT", "CH", "FR", "NL", "PL", "IT", "ES"]
    switch (number + branch) % 6 {
    case 0:
      return
        "employees in \(low)..\(low + 49) and industry in { \(industries[branch % 6]), \(industries[(branch + 1) % 6]) }"
    case 1: return "country == \(countries[branch % 8]) and (revenue >= \(branch + 1)M EUR or seats > \(low))"
    case 2: return "budget >= price and plan == pro and visits in \(low)..\(low + 80)"
    case 3: return "fit >= \(5 * (branch % 20)) and channel == web and age in \(branch)..\(branch + 3)"
    case 4: return "not (consent ?? false) and email ends with \"@firm\(branch).com\""
    default:
      return
        "founded >= 20\(10 + branch)-01-01 and \"lead\(branch)\" in tags and country in { \(countries[branch % 8]), BE }"
    }
  }
}
