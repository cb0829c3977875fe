/// The places of a funnel.
extension ProgramGenerator {
  mutating func writeDecision(_ name: String, at index: Int) {
    let labels = expression.labels.first { $0.name == name }?.labels ?? []
    text.add("  decision \(name)\(expression.random.one("", " first")) {")
    if expression.random.chance(30) {
      writeTable(labels, at: index)
    } else {
      for label in labels.dropLast() {
        text.add("    when \(expression.condition()) -> \(target(behind: index)) as \(label)")
      }
      let last = expression.random.chance(75) ? "otherwise" : "when \(expression.condition())"
      text.add("    \(last) -> \(target(behind: index)) as \(labels.last ?? name)")
    }
    text.add("  }")
  }

  private mutating func writeTable(_ labels: [String], at index: Int) {
    let columns = (0..<expression.random.within(1...3)).map { _ in
      expression.random.one(
        of: expression.values.filter { [.integer, .country, .choice, .boolean, .money, .text].contains($0.sort) },
        or: ExpressionGenerator.Value(name: "owner", sort: .text, isTimed: false))
    }
    text.add("    table {")
    text.add("      | \(columns.map(\.name).joined(separator: " | ")) | -> |")
    for label in labels {
      let isLast = label == labels.last && expression.random.chance(60)
      let cells = columns.map { isLast ? "-" : cell($0.sort) }
      text.add("      | \(cells.joined(separator: " | ")) | -> \(target(behind: index)) as \(label) |")
    }
    text.add("    }")
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

  /// A split, of which a border may lie just below or above the draw of a lead.
  mutating func writeSplit(_ name: String, at index: Int) {
    let labels = expression.labels.first { $0.name == name }?.labels ?? []
    var borders: Set<Int> = []
    while borders.count < labels.count - 1 {
      let draw = ReferenceSplit.draw(name, Array("L-\(expression.random.within(1...3))".utf8))
      let border =
        expression.random.chance(60) ? draw + expression.random.below(2) : expression.random.within(1...99) * 10_000
      if border > 0, border < 1_000_000 { borders.insert(border) }
    }
    var last = 0
    text.add("  split \(name) by lead {")
    for (border, label) in zip(borders.sorted() + [1_000_000], labels) {
      let share = border - last
      last = border
      let digits = String(10_000 + share % 10_000).dropFirst()
      text.add("    \(share / 10_000).\(digits)% -> \(target(behind: index)) as \(label)")
    }
    text.add("  }")
  }

  mutating func writeStage(_ name: String, at index: Int) {
    text.add("  stage \(name) {")
    var names: [String] = []
    let limit = expression.random.one("2 days", "36 hours", "1 week", "10 days", "1 month")
    let activities = work[name] ?? []
    let ofGroup = expression.random.chance(40) ? expression.random.below(activities.count + 1) : 0
    var hasRequired = false
    for (number, activity) in activities.enumerated() {
      if number == 0, ofGroup > 0 { text.beginGroup(activities: "tasks_of_\(name)") }
      if number == ofGroup { text.endGroup() }
      hasRequired = !writeActivity(activity, after: names, limit: limit, at: index) || hasRequired
      names.append(activity.name)
    }
    text.endGroup()
    if expression.random.chance(60) {
      // Before, between or behind the activities: timers due together fire in the order of the text.
      let place = text.count - expression.random.below(names.count - ofGroup + 1)
      text.insert("    limit \(stretch(limit)) -> \(anyTarget())", at: place)
    }
    for _ in 0..<expression.random.below(3) where expression.random.chance(45) {
      text.add("    exit when \(watchedCondition()) -> \(target(behind: index))")
    }
    if let activity = names.first, expression.random.chance(20) {
      text.add("    exit when \(activity) is overdue -> \(target(behind: index))")
    }
    var clauses = (0..<expression.random.below(4)).map { _ in clause(inStage: names, at: index) }
    if let activity = names.first, expression.random.chance(40) {
      clauses.append("on failed \(activity) -> \(anyTarget())")
    }
    if expression.random.chance(30) { clauses.append("on failed when \(expression.condition(1)) -> \(anyTarget())") }
    if expression.random.chance(10) { clauses.append("on failed { \(actions(leadingTo: nil)) }") }
    if expression.random.chance(15) { clauses.append("on withdrawn when \(expression.condition(1)) -> \(anyTarget())") }
    for clause in expression.random.shuffled(clauses) { text.add("    \(clause)") }
    writeCompletion(hasRequired: hasRequired)
    text.add("    then -> \(target(behind: index))")
    text.add("  }")
  }

  /// What a stage waits for before it begins, when it is done, and how often it may be entered.
  private mutating func writeCompletion(hasRequired: Bool) {
    if expression.random.chance(15) {
      text.add("    requires \(expression.random.one(of: program.points.map(\.name), or: "point_0"))")
    }
    if expression.random.chance(25) {
      let condition = watchedCondition()
      let counted = expression.random.one("any", "1 of them", "all")
      text.add("    complete when \(hasRequired && expression.random.chance(60) ? counted : condition)")
    }
    if expression.random.chance(20) {
      text.add("    wait \(stretch(expression.random.one("1 day", "36 hours", "2 days")))")
    }
    if expression.random.chance(15) { text.add("    wait until \(watchedCondition())") }
    if expression.random.chance(15) {
      text.add("    limit \(expression.random.within(1...2)) visits -> \(expression.random.one("good", "bad"))")
    }
  }

  /// Writes an activity, and says whether it is optional.
  private mutating func writeActivity(
    _ activity: GeneratedProgram.Activity, after earlier: [String], limit: String, at index: Int
  ) -> Bool {
    var clauses: [String] = []
    if expression.random.chance(20) { clauses.append("kind \(expression.random.one("call", "form", "blessing"))") }
    if expression.random.chance(35) { clauses.append("when \(expression.condition(1))") }
    let isOptional = expression.random.chance(20)
    if isOptional { clauses.append("optional") }
    if !earlier.isEmpty, expression.random.chance(isAutomatic ? 70 : 35) {
      let before = expression.random.shuffled(earlier).prefix(expression.random.within(1...2))
      clauses.append("after \(before.joined(separator: ", "))")
    }
    if expression.random.chance(35) {
      clauses.append("due \(stretch(expression.random.one("1 day", "36 hours", "2 days", limit)))")
    }
    if expression.random.chance(20) {
      let every = expression.random.one("12 hours", "12 hours", "1 day", "36 hours", stretch("1 month"))
      clauses.append("remind every \(every) at most \(expression.random.within(1...3)) times")
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
    if expression.random.chance(15) { clauses.append("with { \(entries()) }") }
    if activity.role == "automatic", expression.random.chance(isAutomatic ? 85 : 40) {
      clauses.append("do { \(actions(leadingTo: expression.random.chance(25) ? target(behind: index) : nil)) }")
    }
    var who = activity.role
    let others = program.activities.map(\.name).filter { $0 != activity.name }
    if !others.isEmpty, expression.random.chance(35) {
      who += " other than \(expression.random.one(of: others, or: ""))"
    }
    let title = expression.random.chance(20) ? " \(message())" : ""
    text.add(
      "    activity \(activity.name)\(title) by \(who) { \(expression.random.shuffled(clauses).joined(separator: "  ")) }"
    )
    return isOptional
  }
}
