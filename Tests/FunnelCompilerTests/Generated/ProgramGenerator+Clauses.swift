/// What is answered, watched and done.
extension ProgramGenerator {
  /// `on ...` or `whenever ...` of a stage with these activities, or of the funnel.
  mutating func clause(inStage activities: [String]?, at index: Int) -> String {
    let target = activities == nil ? anyTarget() : target(behind: index)
    let leads = expression.random.chance(25)
    if expression.random.chance(30) {
      return "whenever \(watchedCondition()) { \(actions(leadingTo: leads ? target : nil)) }"
    }
    let names = activities ?? program.activities.map(\.name)
    var condition = expression.random.chance(35) ? " when \(expression.condition(1))" : ""
    switch expression.random.below(12) {
    // A funnel that leads away whenever a stage is entered leads on and on.
    case 0, 1: return "on enter\(condition) { \(actions(leadingTo: leads && activities != nil ? target : nil)) }"
    case 2: return "on exit\(condition) { \(actions(leadingTo: nil)) }"
    case 3, 4, 5:
      let name = expression.random.chance(60) ? names.map { " \($0)" }.randomElement(&expression.random) ?? "" : ""
      let event = expression.random.one("completed", "completed", "failed", "overdue")
      if leads, expression.random.chance(50) { return "on \(event)\(name)\(condition) -> \(target)" }
      return "on \(event)\(name)\(condition) { \(actions(leadingTo: leads ? target : nil)) }"
    case 6: return "on withdrawn\(condition) { \(actions(leadingTo: leads ? target : nil)) }"
    default:
      let observed = expression.random.one(of: program.observables, or: "point_0")
      if leads, expression.random.chance(40) { return "on changed \(observed)\(condition) -> \(target)" }
      let actions = actions(leadingTo: leads ? target : nil)
      // What would set itself off again and again for certain is refused.
      if condition.isEmpty, actions.contains("set ") { condition = " when \(expression.condition(1))" }
      return "on changed \(observed)\(condition) { \(actions) }"
    }
  }

  /// Actions of a clause; the last leads away where a target is given.
  mutating func actions(leadingTo target: String?) -> String {
    var some = (0...expression.random.below(3)).map { _ in action() }
    // One after the other, each of which is a change.
    if let observed = program.points.first(where: { !$0.isFixed }), expression.random.chance(10) {
      some += [setAction([observed]), setAction([observed])]
    }
    return (some + (target.map { ["go -> \($0)"] } ?? [])).joined(separator: "  ")
  }

  private mutating func action() -> String {
    if !neighbours.isEmpty, expression.random.chance(12) { return start() }
    let role = expression.random.one("lead", "manager", "administrator", "sales", "notary", "owner")
    let open = program.points.filter { !$0.isFixed }
    switch expression.random.below(12) {
    case 0: return "notify \(role) \(message())"
    case 1: return "task \(message()) for \(role) due \(stretch(expression.random.one("1 day", "36 hours", "1 month")))"
    case 2: return "note \(message())"
    case 3:
      // The lead is written to at the address that is known.
      let isMissing = role == "lead" && !program.points.contains { $0.sort == .email }
      return "email \(isMissing ? "sales" : role) \(message()) \(message())"
    case 4: return "webhook \"https://a.example/hook\" { \(entries()) }"
    case 5, 6, 7:
      guard let point = expression.random.shuffled(open).first(where: { $0.sort == .texts }) else {
        return setAction(open)
      }
      return
        "\(expression.random.one("tag", "tag", "untag")) \(point.name) \"\(expression.random.one("alpha", "new", "a"))\""
    default: return setAction(open)
    }
  }

  /// Hands over to another funnel; to an earlier one at a place, since funnels that start each other for certain are refused.
  private mutating func start() -> String {
    let other = neighbours[expression.random.below(neighbours.count)]
    guard !other.isLater || expression.random.chance(40) else { return "start \(other.name)" }
    return "start \(other.name) into \(expression.random.one(of: other.places, or: "good"))"
  }

  private mutating func setAction(_ points: [GeneratedProgram.Point]) -> String {
    guard let point = expression.random.shuffled(points).first else { return "note \(message())" }
    guard point.hasRange else { return "set \(point.name) = \(assigned(point.sort))" }
    // A constant outside of the range would be refused; what is worked out may lie there.
    let sum = "(\(expression.value(.integer, 1)) + \(expression.random.within(0...60)))"
    return "set \(point.name) = \(point.sort == .integer ? sum : "{ \(sum), \(expression.value(.integer, 0)) + 1 }")"
  }

  /// A value of a sort, where only one of its own words says which sort it is.
  private mutating func assigned(_ sort: Sort) -> String {
    guard isPlain(sort) else { return expression.value(sort, 1) }
    return expression.random.chance(50) ? expression.literal(sort) : expression.named(sort) ?? expression.literal(sort)
  }

  /// Whether what is written of a sort looks like a name or like any other text.
  private func isPlain(_ sort: Sort) -> Bool {
    sort.isFinite || sort.element?.isFinite == true || sort.isText && sort != .text
  }

  /// A text with values in it.
  mutating func message() -> String {
    var parts: [String] = []
    for _ in 0...expression.random.below(3) {
      parts.append(expression.random.one("about ", "{{ ", "ü, ", "\\\"said\\\" ", ""))
      if expression.random.chance(75) { parts.append("{\(valueInText())}") }
    }
    return "\"\(parts.joined())\""
  }

  /// An expression that can stand in a text, where no text and no brace may be.
  private mutating func valueInText() -> String {
    if expression.random.chance(25) {
      let names = ["stage", "owner", "entered", "last_event", "now", "today"] + program.observables
      return expression.random.one(of: names + (program.sources.isEmpty ? [] : ["source"]), or: "now")
    }
    let point = expression.random.one(of: expression.values, or: expression.values[0])
    let value = handedOut(point)
    return value.contains("\"") || value.contains("{") ? point.name : value
  }

  /// Values that are handed to the outside.
  mutating func entries() -> String {
    (0...expression.random.below(3)).map { index in
      if expression.random.chance(30) { return "key_\(index): \(message())" }
      let point = expression.random.one(of: expression.values, or: expression.values[0])
      return "key_\(index): \(handedOut(point))"
    }.joined(separator: "  ")
  }

  /// A value by its name, or one worked out, where nothing says of which type a bare word is.
  private mutating func handedOut(_ value: ExpressionGenerator.Value) -> String {
    isPlain(value.sort) || expression.random.chance(50) ? value.name : expression.value(value.sort, 1)
  }
}

extension Array {
  fileprivate func randomElement(_ random: inout SplitMix64) -> Element? {
    isEmpty ? nil : self[random.below(count)]
  }
}
