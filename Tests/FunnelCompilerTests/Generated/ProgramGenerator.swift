/// Writes a random funnel that the compiler has nothing to say against.
///
/// Stages, decisions, splits and ends stand in one order, and what can happen without time passing leads forward in it, but
/// for the funnel's own clauses.
struct ProgramGenerator {
  typealias Sort = GeneratedProgram.Sort

  var program = GeneratedProgram()
  var expression: ExpressionGenerator
  var places: [Place] = []
  var text = GeneratedText()
  /// Whether the runner does most of the work itself.
  var isAutomatic = false
  /// The activities of each stage.
  var work: [String: [GeneratedProgram.Activity]] = [:]

  enum Place {
    case stage(String)
    case decision(String)
    case split(String)

    var name: String {
      switch self {
      case .stage(let name), .decision(let name), .split(let name): name
      }
    }
  }

  /// What runs beside the funnel, and what they have in common.
  var shared: GeneratedWorkspace
  /// The other funnels, as far as they are known.
  var neighbours: [Neighbour] = []

  /// A funnel that runs beside this one.
  struct Neighbour {
    let name: String
    let places: [String]
    /// Whether it stands behind this one.
    let isLater: Bool
  }

  private init(_ name: String, seed: UInt64, _ shared: GeneratedWorkspace) {
    expression = ExpressionGenerator(random: SplitMix64(seed: seed))
    self.shared = shared
    program.name = name
    text.name = name
  }

  /// Makes funnels that run together.
  static func workspace(seed: UInt64) -> GeneratedWorkspace {
    var random = SplitMix64(seed: seed &+ 0xF00D)
    var shared = GeneratedWorkspace()
    let names = ["trial"] + (random.chance(35) ? ["second", "third"].prefix(random.within(1...2)) : [])
    shared.hasTimes = random.chance(85)
    shared.hasOwnEnvelope = random.chance(30)
    shared.hasSources = random.chance(names.count > 1 ? 75 : 40)
    shared.hasSessions = random.chance(20)
    var generators = names.enumerated().map { ProgramGenerator($1, seed: seed &+ UInt64($0) << 40, shared) }
    for index in generators.indices { generators[index].planPlaces() }
    let planned = generators.map { ($0.program.name, $0.places.map(\.name) + ["good", "bad"]) }
    for index in generators.indices {
      generators[index].neighbours = planned.enumerated().filter { $0.offset != index }.map {
        Neighbour(name: $1.0, places: $1.1, isLater: $0 > index)
      }
      generators[index].shared = shared
      generators[index].generate(number: index)
      shared.funnels.append(generators[index].program)
    }
    shared.source = generators.map(\.text.flat).joined(separator: "\n")
    if random.chance(30) { shared.files = files(of: generators, &random) }
    return shared
  }

  /// The same in several files.
  private static func files(of generators: [ProgramGenerator], _ random: inout SplitMix64) -> [String: String] {
    guard generators.count > 1 else { return generators[0].text.files(&random) }
    let others = generators.dropFirst()
    let imports = others.map { "import \"\($0.program.name).funnel\"\n" }.joined()
    var files = ["main.funnel": imports + generators[0].text.flat]
    for other in others { files["\(other.program.name).funnel"] = other.text.flat }
    return files
  }

  private mutating func generate(number: Int) {
    writeHeader(number: number)
    writeData(number: number)
    writeEnrichments()
    writeFormulas()
    writeIntake()
    writeWaysOut()
    for index in places.indices {
      switch places[index] {
      case .stage(let name): writeStage(name, at: index)
      case .decision(let name): writeDecision(name, at: index)
      case .split(let name): writeSplit(name, at: index)
      }
    }
    text.shared(with: expression.random.chance(50)) { text in
      text.add("  end good: converted")
      text.add("  end bad: lost \"it was not to be\"")
    }
    program.places = places.map(\.name) + ["good", "bad"]
  }

  // MARK: What there is

  private mutating func planPlaces() {
    let stages = (0...expression.random.below(4)).map { Place.stage("stage_\($0)") }
    let decisions = (0..<expression.random.below(4)).map { Place.decision("decision_\($0)") }
    let splits = (0..<max(0, expression.random.below(4) - 1)).map { Place.split("split_\($0)") }
    places = expression.random.shuffled(stages + decisions + splits)
    expression.stages = stages.map(\.name)
    for place in decisions + splits {
      let count = expression.random.within(1...3)
      expression.labels.append((place.name, (0..<count).map { "\(place.name)_\($0)" }))
    }
    // Where the runner does everything itself, one thing follows from another at once.
    isAutomatic = expression.random.chance(15)
    for index in 0..<expression.random.within(isAutomatic ? 3...5 : 1...4) {
      let anybody = expression.random.one(
        "lead", "manager", "administrator", "automatic", "automatic", "sales", "notary", "owner")
      let role = isAutomatic && expression.random.chance(80) ? "automatic" : anybody
      program.activities.append(GeneratedProgram.Activity(name: "work_\(index)", role: role))
    }
    for stage in stages {
      work[stage.name] = Array(expression.random.shuffled(program.activities).prefix(expression.random.below(5)))
    }
    program.activities = program.activities.filter { activity in work.values.contains { $0.contains(activity) } }
    expression.activities = program.activities.map(\.name)
  }

  private mutating func writeHeader(number: Int) {
    text.add("  version \(expression.random.within(1...9))")
    program.zone = expression.random.one("UTC", "Europe/Berlin", "America/New_York")
    text.add("  timezone \"\(program.zone)\"")
    writeWorkingHours()
    text.shared(with: expression.random.chance(50)) { text in
      text.add("  role sales: manager")
      text.add("  role notary: stakeholder \"Notary\"")
    }
    if shared.hasSources, shared.funnels.isEmpty && neighbours.isEmpty || expression.random.chance(85) {
      let letter = ["W", "S", "T"][number]
      program.sources = ["web", "partner"].enumerated().map {
        GeneratedProgram.Source(name: $1, reference: "\(letter)-\($0)")
      }
      for source in program.sources { text.add("  source \(source.name) ref \"\(source.reference)\"") }
    }
    expression.sources = program.sources.map(\.name)
    if number == 0 { writeFeeds() }
  }

  /// Says how the feed is read, which holds for all funnels.
  private mutating func writeFeeds() {
    let source = shared.hasSources ? "  source from ref" : ""
    text.add("  feed leads { lead from id\(shared.hasTimes ? "  time from at" : "")\(source)  owner from own }")
    let needsActors = expression.random.chance(10) ? "  actors required" : ""
    if shared.hasOwnEnvelope {
      text.add("  feed events { type from what { \"done\" -> activity.completed  \"set\" -> lead.updated }")
      text.add("    lead from who  sequence from nr  time from when.at  activity from work  funnel from trial")
      text.add(
        "    actor from by.name  role from by.role  session from by.link  data from body  target from to\(needsActors) }"
      )
    } else if !needsActors.isEmpty {
      text.add("  feed events {\(needsActors) }")
    }
  }

  private mutating func writeWorkingHours() {
    expression.hasWorkingHours = expression.random.chance(40)
    program.hasWorkingHours = expression.hasWorkingHours
    guard expression.hasWorkingHours else { return }
    let hours = expression.random.one(
      "mon..fri 09:00..17:30", "mon..fri 09:00..12:00, mon..thu 13:00..17:30", "mon..sun 01:00..04:00",
      "sat 20:00..23:00")
    text.add("  working hours \(hours)")
    if expression.random.chance(60) { text.add("  holidays { 2026-10-03, 2026-10-05 }") }
  }

  /// A stretch of time for a clause, counted in working time now and then.
  mutating func stretch(_ plain: String) -> String {
    guard expression.hasWorkingHours, expression.random.chance(50) else { return plain }
    return expression.random.one("2 business days", "5 business hours", "1 day + 1 business hour")
  }

  // MARK: Where to go

  /// A place behind the one at an index, or an end.
  mutating func target(behind index: Int) -> String {
    let later = places[(index + 1)...].map(\.name)
    if !later.isEmpty, expression.random.chance(80) { return expression.random.one(of: later, or: "good") }
    return expression.random.one("converted", "good", "bad", "lost \"gone\"", "lost \"elsewhere\"")
  }

  mutating func anyTarget() -> String { target(behind: expression.random.below(places.count) - 1) }

  /// A condition in which only watchable things stand.
  mutating func watchedCondition(_ depth: Int = 1) -> String {
    expression.allowsTime = false
    defer { expression.allowsTime = true }
    return expression.watchedCondition(depth)
  }

  /// A condition that does not ask the clock.
  mutating func timelessCondition(_ depth: Int = 1) -> String {
    expression.allowsTime = false
    defer { expression.allowsTime = true }
    return expression.condition(depth)
  }
}
