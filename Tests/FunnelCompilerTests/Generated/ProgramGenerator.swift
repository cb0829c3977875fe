/// Writes a random funnel that the compiler has nothing to say against.
///
/// Stages, decisions and ends stand in one order, and what can happen without time passing leads forward in it, but for
/// the funnel's own exits.
struct ProgramGenerator {
  typealias Sort = GeneratedProgram.Sort

  private var program = GeneratedProgram()
  private var expression: ExpressionGenerator
  private var places: [Place] = []
  private var lines: [String] = []
  /// The activities of each stage.
  private var work: [String: [GeneratedProgram.Activity]] = [:]

  private enum Place {
    case stage(String)
    case decision(String)

    var name: String {
      switch self {
      case .stage(let name), .decision(let name): name
      }
    }
  }

  private init(seed: UInt64) { expression = ExpressionGenerator(random: SplitMix64(seed: seed)) }

  static func program(seed: UInt64) -> GeneratedProgram {
    var generator = ProgramGenerator(seed: seed)
    return generator.generate()
  }

  private mutating func generate() -> GeneratedProgram {
    planPlaces()
    writeHeader()
    writeData()
    writeFormulas()
    writeIntake()
    writeWaysOut()
    for index in places.indices {
      switch places[index] {
      case .stage(let name): writeStage(name, at: index)
      case .decision(let name): writeDecision(name, at: index)
      }
    }
    lines.append("  end good: converted")
    lines.append("  end bad: lost \"it was not to be\"")
    program.source = "funnel trial {\n" + lines.joined(separator: "\n") + "\n}\n"
    program.places = places.map(\.name) + ["good", "bad"]
    return program
  }

  // MARK: What there is

  private mutating func planPlaces() {
    let stages = (0...expression.random.below(4)).map { Place.stage("stage_\($0)") }
    let decisions = (0..<expression.random.below(4)).map { Place.decision("decision_\($0)") }
    places = expression.random.shuffled(stages + decisions)
    expression.stages = stages.map(\.name)
    for decision in decisions {
      let count = expression.random.within(1...3)
      expression.labels.append((decision.name, (0..<count).map { "\(decision.name)_\($0)" }))
    }
    for index in 0..<expression.random.within(1...4) {
      let role = expression.random.one("lead", "manager", "administrator", "automatic", "sales", "notary", "owner")
      program.activities.append(GeneratedProgram.Activity(name: "work_\(index)", role: role, collects: []))
    }
    for stage in stages {
      work[stage.name] = Array(expression.random.shuffled(program.activities).prefix(expression.random.below(5)))
    }
    program.activities = program.activities.filter { activity in work.values.contains { $0.contains(activity) } }
    expression.activities = program.activities.map(\.name)
  }

  private mutating func writeHeader() {
    lines.append("  version \(expression.random.within(1...9))")
    lines.append("  timezone \"\(expression.random.one("UTC", "Europe/Berlin", "America/New_York"))\"")
    writeWorkingHours()
    lines.append("  role sales: manager")
    lines.append("  role notary: stakeholder \"Notary\"")
    if expression.random.chance(40) {
      program.sources = ["web", "partner"]
      lines.append("  source web ref \"W-1\"")
      lines.append("  source partner ref \"P-1\"")
    }
    expression.sources = program.sources
    program.hasTimes = expression.random.chance(85)
    let source = program.sources.isEmpty ? "" : "  source from ref"
    lines.append("  feed leads { lead from id\(program.hasTimes ? "  time from at" : "")\(source)  owner from own }")
    if expression.random.chance(30) {
      program.hasOwnEnvelope = true
      lines.append("  feed events { type from what { \"done\" -> activity.completed  \"set\" -> lead.updated }")
      lines.append("    lead from who  sequence from nr  time from when.at  activity from work")
      lines.append("    actor from by.name  role from by.role  data from body  target from to }")
    }
  }

  private mutating func writeWorkingHours() {
    expression.hasWorkingHours = expression.random.chance(40)
    guard expression.hasWorkingHours else { return }
    let hours = expression.random.one(
      "mon..fri 09:00..17:30", "mon..fri 09:00..12:00, mon..thu 13:00..17:30", "mon..sun 01:00..04:00",
      "sat 20:00..23:00")
    lines.append("  working hours \(hours)")
    if expression.random.chance(60) { lines.append("  holidays { 2026-10-03, 2026-10-05 }") }
  }

  /// A stretch of time for a clause, counted in working time now and then.
  private mutating func stretch(_ plain: String) -> String {
    guard expression.hasWorkingHours, expression.random.chance(50) else { return plain }
    return expression.random.one("2 business days", "5 business hours", "1 day + 1 business hour")
  }

  private mutating func writeData() {
    lines.append("  type shade = choice { red, green = \"Dark green\", blue }")
    lines.append("  data {")
    for index in 0..<expression.random.within(4...10) {
      let sort = expression.random.one(of: Sort.allCases + [.integer, .boolean, .text, .money, .choice], or: .integer)
      let name = "point_\(index)"
      var line = "    \(name): \(sort.type)"
      if sort == .integer, expression.random.chance(30) {
        line += " in \(expression.random.one("0..", "0..100", "..50"))"
      }
      var path = [name]
      var code: String?
      switch expression.random.below(6) {
      case 0:
        path = ["company", name]
        line += " from company.\(name)"
      case 1 where sort.element == nil:
        code = "C\(index)"
        path = []
        line += " from \"$.fields[?@.code=='C\(index)'].values[0].value\""
      default: break
      }
      var hasCurrency = false
      if sort == .money, code == nil, expression.random.chance(60) {
        hasCurrency = true
        line += " currency from money.\(name)"
        if path.count == 1 { line = line.replacing(" currency from", with: " from \(name) currency from") }
      }
      if expression.random.chance(15) { line += " fixed" }
      if sort.element == nil, sort != .duration, expression.random.chance(15) {
        line += " default \(defaultLiteral(sort))"
      }
      if expression.random.chance(10) { line += " personal" }
      lines.append(line)
      program.points.append(
        GeneratedProgram.Point(name: name, sort: sort, path: path, code: code, hasCurrency: hasCurrency))
      expression.values.append(ExpressionGenerator.Value(name: name, sort: sort, isTimed: false))
    }
    lines.append("  }")
  }

  private mutating func defaultLiteral(_ sort: Sort) -> String {
    switch sort {
    case .integer: expression.random.one("0", "1", "7")
    default: expression.literal(sort)
    }
  }

  private mutating func writeFormulas() {
    let sorts = Sort.allCases.filter { $0.element == nil && !$0.isText || $0 == .text }
    for index in 0..<expression.random.below(4) {
      let sort = expression.random.one(of: sorts, or: .boolean)
      let type = sort == .choice || sort.isFinite || expression.random.chance(50) ? ": \(sort.type)" : ""
      expression.isTimed = false
      var body = sort == .boolean ? expression.condition() : expression.value(sort, 2)
      if expression.random.chance(40) {
        body += " when \(expression.condition())"
        body += " else \(sort == .boolean ? expression.condition(1) : expression.value(sort, 1))"
        if expression.random.chance(50) { body += " when \(expression.condition(1))" }
      }
      lines.append("  let let_\(index)\(type) = \(body)")
      expression.values.append(ExpressionGenerator.Value(name: "let_\(index)", sort: sort, isTimed: expression.isTimed))
    }
    for index in 0..<expression.random.below(3) {
      let range = expression.random.one("", " in 0..100", " in 10..40", " in ..30", " in -10..20")
      expression.allowsTime = expression.random.chance(30)
      expression.isTimed = false
      lines.append("  score score_\(index)\(range) {")
      for _ in 0...expression.random.below(4) {
        let points = expression.random.within(1...40)
        lines.append(
          "    \(expression.random.one("award", "award", "deduct")) \(points) when \(expression.condition(1))")
      }
      lines.append("  }")
      // a score that asks the clock is read in decisions, where anything may be asked
      expression.allowsTime = true
      if !expression.isTimed {
        expression.scores.append(ExpressionGenerator.Value(name: "score_\(index)", sort: .integer, isTimed: false))
      }
    }
  }

  private mutating func writeIntake() {
    lines.append("  intake {")
    if expression.random.chance(20), let point = program.points.first { lines.append("    require \(point.name)") }
    if expression.random.chance(30) { lines.append("    decline \"no thanks\" when \(expression.condition(1))") }
    if expression.random.chance(25) {
      program.hasHolds = true
      for _ in 0...expression.random.below(2) {
        let limit = expression.random.chance(70) ? " limit \(stretch("3 days")) -> \(anyTarget())" : ""
        lines.append("    hold when \(expression.condition(1))\(limit)")
      }
    }
    switch expression.random.below(8) {
    case 0:
      lines.append("    duplicates unchecked")
      program.isUnchecked = true
    case 1: lines.append("    duplicates update")
    case 2: lines.append("    duplicates restart")
    case 3: lines.append("    duplicates ignore")
    default: break
    }
    lines.append("  }")
  }

  private mutating func writeWaysOut() {
    for _ in 0..<expression.random.below(3) where expression.random.chance(40) {
      expression.allowsTime = false
      lines.append("  exit when \(expression.condition()) -> \(anyTarget())")
      expression.allowsTime = true
    }
    if expression.random.chance(70) { lines.append("  on withdrawn -> \(anyTarget())") }
    if expression.random.chance(50) { lines.append("  on failed -> \(anyTarget())") }
    lines.append("  start -> \(places[0].name)")
  }

  // MARK: Places

  /// A place behind the one at an index, or an end.
  private mutating func target(behind index: Int) -> String {
    let later = places[(index + 1)...].map(\.name)
    if !later.isEmpty, expression.random.chance(80) { return expression.random.one(of: later, or: "good") }
    return expression.random.one("converted", "good", "bad", "lost \"gone\"", "lost \"elsewhere\"")
  }

  private mutating func anyTarget() -> String { target(behind: expression.random.below(places.count) - 1) }

  private mutating func writeDecision(_ name: String, at index: Int) {
    let labels = expression.labels.first { $0.name == name }?.labels ?? []
    lines.append("  decision \(name)\(expression.random.one("", " first")) {")
    if expression.random.chance(30) {
      writeTable(labels, at: index)
    } else {
      for label in labels.dropLast() {
        lines.append("    when \(expression.condition()) -> \(target(behind: index)) as \(label)")
      }
      let last = expression.random.chance(75) ? "otherwise" : "when \(expression.condition())"
      lines.append("    \(last) -> \(target(behind: index)) as \(labels.last ?? name)")
    }
    lines.append("  }")
  }

  private mutating func writeTable(_ labels: [String], at index: Int) {
    let columns = (0..<expression.random.within(1...3)).map { _ in
      expression.random.one(
        of: expression.values.filter { [.integer, .country, .choice, .boolean, .money, .text].contains($0.sort) },
        or: ExpressionGenerator.Value(name: "owner", sort: .text, isTimed: false))
    }
    lines.append("    table {")
    lines.append("      | \(columns.map(\.name).joined(separator: " | ")) | -> |")
    for label in labels {
      let isLast = label == labels.last && expression.random.chance(60)
      let cells = columns.map { isLast ? "-" : cell($0.sort) }
      lines.append("      | \(cells.joined(separator: " | ")) | -> \(target(behind: index)) as \(label) |")
    }
    lines.append("    }")
  }

  private mutating func cell(_ sort: Sort) -> String {
    switch expression.random.below(7) {
    case 0, 1: return "-"
    case 2: return expression.random.one("missing", "known")
    case 3: return "not \(expression.literal(sort))"
    case 4 where sort.isOrdered: return "\(expression.random.one(">=", "<", "!=")) \(expression.literal(sort))"
    case 5 where sort == .integer: return "0..10, 50"
    case 6 where sort != .boolean: return "\(expression.literal(sort)), missing"
    default: return expression.literal(sort)
    }
  }

  private mutating func writeStage(_ name: String, at index: Int) {
    lines.append("  stage \(name) {")
    var names: [String] = []
    for activity in work[name] ?? [] {
      writeActivity(activity, after: names)
      names.append(activity.name)
    }
    if expression.random.chance(60) {
      // Before, between or behind the activities: timers due together fire in the order of the text.
      let limit = expression.random.one("2 days", "36 hours", "1 week", "10 days", "1 month")
      let place = lines.count - expression.random.below(names.count + 1)
      lines.insert("    limit \(stretch(limit)) -> \(anyTarget())", at: place)
    }
    if expression.random.chance(35) {
      expression.allowsTime = false
      lines.append("    exit when \(expression.condition(1)) -> \(target(behind: index))")
      expression.allowsTime = true
    }
    if let activity = names.first, expression.random.chance(20) {
      lines.append("    exit when \(activity) is overdue -> \(target(behind: index))")
    }
    if let activity = names.first, expression.random.chance(40) {
      lines.append("    on failed \(activity) -> \(anyTarget())")
    }
    if expression.random.chance(30) { lines.append("    on failed when \(expression.condition(1)) -> \(anyTarget())") }
    if expression.random.chance(15) {
      lines.append("    on withdrawn when \(expression.condition(1)) -> \(anyTarget())")
    }
    let clauses = lines.reversed().prefix { !$0.hasPrefix("  stage") }
    writeCompletion(hasRequired: clauses.contains { $0.hasPrefix("    activity") && !$0.contains("optional") })
    lines.append("    then -> \(target(behind: index))")
    lines.append("  }")
  }

  /// What a stage waits for before it begins, when it is done, and how often it may be entered.
  private mutating func writeCompletion(hasRequired: Bool) {
    if expression.random.chance(15) {
      lines.append("    requires \(expression.random.one(of: program.points.map(\.name), or: "point_0"))")
    }
    if expression.random.chance(30) {
      expression.allowsTime = false
      let condition = expression.condition(1)
      expression.allowsTime = true
      let counted = expression.random.one("any", "1 of them", "all")
      lines.append("    complete when \(hasRequired && expression.random.chance(60) ? counted : condition)")
    }
    if expression.random.chance(15) {
      lines.append("    limit \(expression.random.within(1...2)) visits -> \(expression.random.one("good", "bad"))")
    }
  }

  private mutating func writeActivity(_ activity: GeneratedProgram.Activity, after earlier: [String]) {
    var clauses: [String] = []
    if expression.random.chance(20) { clauses.append("kind \(expression.random.one("call", "form", "blessing"))") }
    if expression.random.chance(35) { clauses.append("when \(expression.condition(1))") }
    if expression.random.chance(20) { clauses.append("optional") }
    if !earlier.isEmpty, expression.random.chance(35) {
      clauses.append("after \(earlier.prefix(expression.random.within(1...2)).joined(separator: ", "))")
    }
    if expression.random.chance(35) {
      clauses.append("due \(stretch(expression.random.one("1 day", "36 hours", "2 days", "1 week")))")
    }
    if expression.random.chance(20) {
      clauses.append("remind every 12 hours at most \(expression.random.within(1...3)) times")
    }
    if expression.random.chance(35) {
      clauses.append(
        "retry \(expression.random.one("1 time", "2 times", "1 time every \(stretch("5 hours"))", "2 times every 1 day"))"
      )
    }
    if expression.random.chance(50) {
      let points = expression.random.shuffled(program.points.map(\.name)).prefix(expression.random.within(1...3))
      clauses.append("collects \(points.joined(separator: ", "))")
    }
    lines.append(
      "    activity \(activity.name) by \(activity.role) { \(expression.random.shuffled(clauses).joined(separator: "  ")) }"
    )
  }
}
