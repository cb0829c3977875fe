/// What is known of leads, and how they come in.
extension ProgramGenerator {
  mutating func writeData(number: Int) {
    text.shared(with: expression.random.chance(50)) {
      $0.add("  type shade = choice { red, green = \"Dark green\", blue }")
    }
    let prefix = ["point", "note", "mark"][number]
    // Points of the first funnel that this one knows too, under the same names.
    let common = (shared.funnels.first?.points ?? []).filter { _ in expression.random.chance(60) }
    let own = expression.random.within(common.isEmpty ? 4...10 : 1...5)
    let count = common.count + own
    let ofGroup = expression.random.chance(50) ? expression.random.within(1...count - 1) : 0
    if ofGroup > 0 { text.use(data: "first_points") }
    text.add("  data {")
    for index in 0..<count {
      if index == 0, ofGroup > 0 { text.beginGroup(data: "first_points") }
      if index == ofGroup { text.endGroup() }
      let isCommon = index < common.count
      writePoint("\(prefix)_\(index)", like: isCommon ? common[index] : nil)
    }
    text.add("  }")
  }

  /// Writes a point, with modifiers of its own also where another funnel knows it.
  private mutating func writePoint(_ ownName: String, like other: GeneratedProgram.Point?) {
    let usual: [Sort] = [.integer, .boolean, .text, .money, .choice, .datetime, .date, .texts]
    let isAddress = ownName.hasSuffix("_0") && expression.random.chance(25)
    let any = isAddress ? .email : expression.random.one(of: Sort.allCases + usual, or: .integer)
    let sort = other?.sort ?? any
    let name = other?.name ?? ownName
    var line = "    \(name): \(sort.type)"
    let hasRange = [.integer, .integers].contains(sort) && expression.random.chance(30)
    if hasRange {
      line += " in \(expression.random.one("0..", "0..100", "..50"))"
    }
    var path = [name]
    var code: String?
    let isElsewhere = other.map { $0.path != [name] } ?? true
    switch isElsewhere ? expression.random.below(6) : 5 {
    case 0:
      path = ["company", name]
      line += " from company.\(name)"
    case 1 where sort.element == nil:
      code = "C_\(name)"
      path = []
      line += " from \"$.fields[?@.code=='\(code ?? "")'].values[0].value\""
    default: break
    }
    var hasCurrency = false
    if sort == .money, code == nil, expression.random.chance(60) {
      hasCurrency = true
      line += " currency from money.\(name)"
      if path.count == 1 { line = line.replacing(" currency from", with: " from \(name) currency from") }
    }
    let isFixed = expression.random.chance(15)
    if isFixed { line += " fixed" }
    if sort.element == nil, sort != .duration, expression.random.chance(15) {
      line += " default \(defaultLiteral(sort))"
    }
    if expression.random.chance(10) { line += " personal" }
    text.add(line)
    program.points.append(
      GeneratedProgram.Point(
        name: name, sort: sort, path: path, code: code, hasCurrency: hasCurrency, isFixed: isFixed, hasRange: hasRange))
    expression.values.append(ExpressionGenerator.Value(name: name, sort: sort, isTimed: false))
  }

  private mutating func defaultLiteral(_ sort: Sort) -> String {
    switch sort {
    case .integer: expression.random.one("0", "1", "7")
    default: expression.literal(sort)
    }
  }

  // MARK: Formulas

  mutating func writeFormulas() {
    writeLets()
    for index in 0..<expression.random.below(3) where expression.random.chance(60) {
      let comparison = expression.clockComparison()
      text.add("  let awaited_\(index) = \(comparison)")
      expression.watchable.append("awaited_\(index)")
    }
    for index in 0..<expression.random.below(3) {
      let range = expression.random.one("", " in 0..100", " in 10..40", " in ..30", " in -10..20")
      expression.allowsTime = expression.random.chance(30)
      expression.isTimed = false
      text.add("  score score_\(index)\(range) {")
      for _ in 0...expression.random.below(4) {
        let points = expression.random.within(1...40)
        text.add("    \(expression.random.one("award", "award", "deduct")) \(points) when \(expression.condition(1))")
      }
      text.add("  }")
      // a score that asks the clock is read in decisions, where anything may be asked
      expression.allowsTime = true
      program.observables.append("score_\(index)")
      if !expression.isTimed {
        expression.scores.append(ExpressionGenerator.Value(name: "score_\(index)", sort: .integer, isTimed: false))
      }
    }
    program.observables += program.points.map(\.name) + expression.labels.map(\.name)
  }

  private mutating func writeLets() {
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
      // Changes are told in the order of declaration, so what is watched for changes stays where it is.
      let isObserved = expression.random.chance(50)
      if isObserved { program.observables.append("let_\(index)") }
      text.shared(with: !isObserved && expression.random.chance(60)) {
        $0.add("  let let_\(index)\(type) = \(body)")
      }
      expression.values.append(ExpressionGenerator.Value(name: "let_\(index)", sort: sort, isTimed: expression.isTimed))
    }
  }

  // MARK: The way in

  mutating func writeEnrichments() {
    for index in 0..<max(0, expression.random.below(4) - 1) {
      guard let (key, keys) = lookupKey() else { continue }
      let fields = expression.random.shuffled(program.points).prefix(expression.random.within(1...3))
      let isCSV = expression.random.chance(50)
      let table = GeneratedTable(
        name: "\(program.name)_\(index).\(isCSV ? "csv" : "ndjson")", keys: keys, points: Array(fields),
        &expression.random)
      program.tables.append(table)
      let columns = zip(fields, table.columns).map { $0.name == $1 ? $1 : "\($0.name) from \($1)" }
      text.add("  enrich from \"\(table.name)\" by key = \(key) { \(columns.joined(separator: ", ")) }")
    }
  }

  /// What a lead is looked up by, and what it can be.
  private mutating func lookupKey() -> (String, [String])? {
    let sorts: [Sort] = [.text, .email, .integer, .country, .language]
    guard let point = expression.random.shuffled(program.points).first(where: { sorts.contains($0.sort) }) else {
      return nil
    }
    switch point.sort {
    case .email: return ("domain(\(point.name))", ["y.example", "gmail.example", "c.example"])
    case .integer: return (point.name, ["0", "1", "5", "10", "50", "51", "20", "-7", "99", "2000"])
    case .country: return (point.name, ["DE", "AT", "CH", "NO"])
    case .language: return (point.name, ["de", "en", "fr", "no"])
    default:
      let texts = ["alpha", "a", "ümlaut", "x@y.example", "12", "abba", "e1 b.c"]
      return expression.random.chance(50) ? (point.name, texts) : ("lower(trim(\(point.name)))", texts + ["beta bar"])
    }
  }

  mutating func writeIntake() {
    text.add("  intake {")
    if expression.random.chance(15), let point = program.points.first { text.add("    require \(point.name)") }
    if expression.random.chance(25) { text.add("    decline \"no thanks\" when \(expression.condition(1))") }
    if expression.random.chance(25) {
      program.hasHolds = true
      for _ in 0...expression.random.below(2) {
        let limit = expression.random.chance(70) ? " limit \(stretch("3 days")) -> \(anyTarget())" : ""
        text.add("    hold when \(expression.condition(1))\(limit)")
      }
    }
    writeDuplicates()
    text.add("  }")
  }

  private mutating func writeDuplicates() {
    if expression.random.chance(6) {
      text.add("    duplicates unchecked")
      program.isUnchecked = true
      return
    }
    let candidates = program.points.filter { $0.sort.element == nil }
    // Where few values are told apart, several leads are one person.
    let few = candidates.filter { [.email, .boolean, .choice, .country].contains($0.sort) }.map(\.name)
    var keys: [String] = []
    if expression.random.chance(30) {
      keys = expression.random.shuffled(few.count > 1 ? few : candidates.map(\.name))
      keys = Array(keys.prefix(expression.random.within(1...2)))
    }
    program.hasKeys = !keys.isEmpty
    guard program.hasKeys || expression.random.chance(50) else { return }
    let policy = expression.random.one("ignore", "update", "update", "restart", "restart after \(stretch("1 day"))")
    program.restarts = policy.hasPrefix("restart")
    text.add("    duplicates \(keys.isEmpty ? "" : "by \(keys.joined(separator: ", ")) ")\(policy)")
  }

  mutating func writeWaysOut() {
    for _ in 0..<expression.random.below(3) where expression.random.chance(40) {
      text.add("  exit when \(watchedCondition(2)) -> \(anyTarget())")
    }
    if expression.random.chance(60) { text.add("  on withdrawn -> \(anyTarget())") }
    if expression.random.chance(50) { text.add("  on failed -> \(anyTarget())") }
    for _ in 0..<expression.random.below(3) { text.add("  \(clause(inStage: nil, at: -1))") }
    text.add("  start -> \(places[0].name)")
  }
}
