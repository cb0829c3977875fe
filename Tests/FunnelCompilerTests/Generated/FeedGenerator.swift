import FunnelRuntime

/// Writes a random feed for random funnels: leads, and what happens to them.
struct FeedGenerator {
  private let workspace: GeneratedWorkspace
  /// The funnel that the line at hand has in mind.
  private var program: GeneratedProgram
  var random: SplitMix64
  private let beginning: Int
  /// Half past two, where the clock skips that or shows it twice.
  private let change: Int
  private var lastID = 0
  /// What the event before was about, where another one follows from it.
  private var last: Assigned?
  /// Who acts, where that is known.
  private var person: String?

  /// An activity that was given to somebody, or blocked.
  private struct Assigned {
    let funnel: String
    let activity: GeneratedProgram.Activity
    let person: String?
    var isBlocked: Bool { person == nil }

    init(_ funnel: String, _ activity: GeneratedProgram.Activity, person: String?) {
      (self.funnel, self.activity, self.person) = (funnel, activity, person)
    }
  }
  /// The tokens that were handed out, and what the genuine ones say.
  var tokens: [String] = []
  var sessions: [PlainJSON: ReferenceSession] = [:]

  private init(_ workspace: GeneratedWorkspace, seed: UInt64) {
    self.workspace = workspace
    program = workspace.funnels[0]
    random = SplitMix64(seed: seed)
    // When the clock first shows half past two in standard time, on a day on which it changes there.
    let changes = program.zone == "America/New_York" ? [1_772_955_000, 1_793_518_200] : [1_774_747_800, 1_792_891_800]
    change = random.one(of: changes, or: 0)
    beginning = random.chance(30) ? 1_790_812_800 : change - 400_000
  }

  /// A feed for a program.
  struct Feed {
    /// The time before which nothing happens, in seconds since 1970.
    let beginning: Int
    /// The lines of each lead, in the lead's own order.
    let leads: [[String]]
    /// Lines that nobody can use.
    let rubbish: [String]
    /// What its session tokens say.
    let sessions: [PlainJSON: ReferenceSession]
  }

  static func feed(for workspace: GeneratedWorkspace, seed: UInt64) -> Feed {
    var generator = FeedGenerator(workspace, seed: seed)
    let leads = (1...generator.random.within(1...(workspace.hasKeys ? 5 : 3))).map { generator.lines(ofLead: $0) }
    return Feed(
      beginning: generator.beginning, leads: leads, rubbish: generator.rubbish(), sessions: generator.sessions)
  }

  /// Has one of the funnels in mind.
  private mutating func choose() { program = random.one(of: workspace.funnels, or: program) }

  private mutating func lines(ofLead number: Int) -> [String] {
    let lead = random.chance(80) ? "\"L-\(number)\"" : "\(9_007_199_254_740_993 + number)"
    var clock = beginning + random.below(300_000)
    if program.hasWorkingHours, random.chance(25) {
      clock = edgeOfWorkingHours()
    } else if random.chance(40) {
      // Half past two on the days before the clocks change: what is due some days later falls into the change.
      clock = change - 86_400 * random.one(of: [0, 1, 1, 2, 2, 7, 30], or: 1)
    }
    choose()
    last = nil
    var lines = random.chance(97) ? [registration(lead, at: clock, 0)] : []
    if workspace.funnels.count == 1, program.isUnchecked {
      return lines + (random.chance(30) ? [registration(lead, at: clock + 60, 1)] : [])
    }
    var sequence = 0
    for _ in 0..<random.below(workspace.funnels.count > 1 ? 18 : 12) {
      choose()
      clock += random.one(of: [0, 1, 60, 3_600, 30_000, 86_400, 86_400, 129_600, 200_000, 900_000], or: 0)
      let isEarly = random.chance(6)
      sequence += random.chance(95) ? 1 : 3
      if random.chance(workspace.hasKeys ? 25 : program.restarts ? 15 : workspace.funnels.count > 1 ? 12 : 4) {
        lines.append(registration(lead, at: isEarly ? clock - 400_000 : clock, sequence))
        continue
      }
      lines.append(event(lead, at: isEarly ? clock - 400_000 : clock, sequence))
      if random.chance(6), let last = lines.last { lines.append(last) }
    }
    return lines
  }

  /// When people begin or end their work, where the funnel is.
  private mutating func edgeOfWorkingHours() -> Int {
    let calendar = ReferenceCalendar(zone: program.zone, working: nil)
    let minutes = random.one(of: [540, 720, 780, 1050, 60, 240, 1200, 1380], or: 540)
    let day = Int64(beginning / 86_400 + random.below(9)) * ReferenceCalendar.day
    return Int(calendar.instant(local: day + Int64(minutes) * 60_000_000) / 1_000_000)
  }

  private mutating func rubbish() -> [String] {
    let lines = [
      "{\"id\":", "nothing", "{}", "12", "{\"type\":\"lead.updated\",\"lead\":\"nobody\",\"time\":1790934400}",
      "{\"type\":\"lead.exploded\",\"lead\":\"L-1\"}", "{\"id\":null,\"at\":1790934400}",
      "{\"id\":\"L-9\",\"at\":\"soon\"}",
    ]
    return random.shuffled(lines).prefix(random.below(3)).map { $0 }
  }

  // MARK: Lines

  private mutating func registration(_ lead: String, at time: Int, _ sequence: Int) -> String {
    var fields: [String] = []
    if workspace.hasSources, random.chance(97) {
      let any = program.sources.isEmpty ? workspace.funnels.flatMap(\.sources) : program.sources
      let reference = random.one(of: any.map(\.reference) + (random.chance(5) ? ["X-1"] : []), or: "X-1")
      fields.append("\"ref\":\"\(reference)\"")
    }
    if random.chance(50) { fields.append("\"own\":\"\(random.one("Ann", "Bob"))\"") }
    fields = random.shuffled(fields + data(present: workspace.hasKeys ? 90 : 75))
    if random.chance(10) {
      lastID += 1
      return native(
        lead, time, sequence, "lead.registered", nil, nil, "{\(fields.joined(separator: ","))}", nil)
    }
    fields.append("\"id\":\(lead)")
    if workspace.hasTimes { fields.append("\"at\":\(stamp(time))") }
    return "{" + random.shuffled(fields).joined(separator: ",") + "}"
  }

  private mutating func event(_ lead: String, at time: Int, _ sequence: Int) -> String {
    var activity = random.one(of: program.activities, or: GeneratedProgram.Activity(name: "", role: "lead"))
    var kind = kind()
    if let last, last.funnel == program.name, random.chance(50) {
      // Whoever was given an activity acts on it; what somebody blocked is unblocked.
      activity = last.activity
      kind = last.isBlocked ? "activity.unblocked" : random.one("activity.completed", "activity.failed")
      person = last.person
    }
    last = nil
    defer { person = nil }
    var role: String? =
      random.chance(45) ? nil : random.chance(75) ? activity.role : random.one("lead", "manager", "notary", "wizard")
    if kind == "journey.moved" { role = random.chance(80) ? "manager" : "lead" }
    if kind == "clock" { role = nil }
    lastID += 1
    var data: String?
    if kind == "activity.completed" || kind == "lead.updated" {
      let owner = random.chance(10) ? ["\"own\":\"\(random.one("Ann", "Bob", "Kim"))\""] : []
      let members = random.shuffled(self.data(present: 40) + owner)
      data = random.chance(80) ? "{" + members.joined(separator: ",") + "}" : random.one("{}", "null")
    }
    var target = kind == "journey.moved" ? random.one(of: program.places, or: "good") : nil
    if kind == "activity.reassigned", random.chance(95) { target = random.one("Kim", "Ann", "Bob") }
    if kind == "activity.reassigned" { last = Assigned(program.name, activity, person: target) }
    if kind == "activity.blocked" { last = Assigned(program.name, activity, person: nil) }
    let isAbout = kind.hasPrefix("activity.") ? activity.name : nil
    return workspace.hasOwnEnvelope && random.chance(85)
      ? own(lead, time, sequence, kind, isAbout, role, data, target)
      : native(lead, time, sequence, kind, isAbout, role, data, target)
  }

  private mutating func kind() -> String {
    if program.hasHolds, random.chance(15) {
      return random.one("lead.accepted", "lead.accepted", "lead.accepted", "lead.declined")
    }
    return switch random.below(48) {
    case 0...14: "activity.completed"
    case 15...21: "activity.failed"
    case 22...24: "activity.started"
    case 25, 45: "activity.blocked"
    case 26: "activity.unblocked"
    case 27...37: "lead.updated"
    case 38: "lead.withdrawn"
    case 39, 40: "journey.moved"
    case 41, 42: "activity.reassigned"
    case 43, 44: "clock"
    case 46: "activity.reassigned"
    default: "journey.cancelled"
    }
  }

  private mutating func native(
    _ lead: String, _ time: Int, _ sequence: Int, _ kind: String, _ activity: String?, _ role: String?,
    _ data: String?, _ target: String?
  ) -> String {
    let isCloudEvent = random.chance(10)
    var fields = ["\"type\":\"\(kind)\"", "\"\(isCloudEvent ? "subject" : "lead")\":\(lead)"]
    if isCloudEvent { fields.append("\"specversion\":\(random.chance(90) ? "\"1.0\"" : "\"0.3\"")") }
    if random.chance(95) { fields.append("\"time\":\(stamp(time))") }
    if random.chance(70) { fields.append("\"id\":\"e-\(lastID)\"") }
    if random.chance(30) { fields.append("\"sequence\":\(random.one("\(sequence)", "\"\(sequence)\""))") }
    if random.chance(3) {
      fields.append("\"by\":\(random.one("\"Kim\"", "{}", name(lead)))")
    } else if let by = actor(lead, time, role, kind, token: "session") {
      fields.append("\"by\":{\(by)}")
    }
    if let activity { fields.append("\"activity\":\"\(activity)\"") }
    if let data { fields.append("\"data\":\(data)") }
    if let target { fields.append("\"target\":\"\(target)\"") }
    if let name = meant() { fields.append("\"funnel\":\"\(name)\"") }
    return "{" + random.shuffled(fields).joined(separator: ",") + "}"
  }

  private mutating func own(
    _ lead: String, _ time: Int, _ sequence: Int, _ kind: String, _ activity: String?, _ role: String?, _ data: String?,
    _ target: String?
  ) -> String {
    let what = ["activity.completed": "done", "lead.updated": "set"][kind] ?? kind
    var fields = ["\"what\":\"\(what)\"", "\"who\":\(lead)", "\"nr\":\(sequence)", "\"when\":{\"at\":\(stamp(time))}"]
    if let by = actor(lead, time, role, kind, token: "link") { fields.append("\"by\":{\(by)}") }
    if let activity { fields.append("\"work\":\"\(activity)\"") }
    if let data { fields.append("\"body\":\(data)") }
    if let target { fields.append("\"to\":\"\(target)\"") }
    if let name = meant() { fields.append("\"trial\":\"\(name)\"") }
    return "{" + random.shuffled(fields).joined(separator: ",") + "}"
  }

  /// The name of a funnel, seldom one that is not there.
  private mutating func meant() -> String? {
    guard random.chance(workspace.funnels.count > 1 ? 20 : 5) else { return nil }
    return random.chance(80) ? program.name : random.one("trial", "second", "other")
  }

  /// Who does something: somebody in a role, now and then somebody of whom no role is told.
  private mutating func actor(
    _ lead: String, _ time: Int, _ role: String?, _ kind: String, token key: String
  ) -> String? {
    if let person { return "\"name\":\"\(person)\"" + (random.chance(20) ? ",\"role\":\"notary\"" : "") }
    if kind != "clock", random.chance(workspace.hasSessions ? 60 : 1) {
      let proof = "\"\(key)\":\"\(token(lead, at: time, role ?? "lead"))\""
      return random.chance(97) ? proof : "\(proof),\"role\":\"manager\""
    }
    if let role { return "\"role\":\"\(role)\",\"name\":\(name(lead))" }
    return kind != "clock" && random.chance(25) ? "\"name\":\(name(lead))" : nil
  }

  /// A session token, most often a good one.
  private mutating func token(_ lead: String, at time: Int, _ role: String) -> String {
    if random.chance(15), !tokens.isEmpty { return random.one(of: tokens, or: "") }
    if random.chance(3) { return random.one("", "no-token", "AQ") }
    let id = lead.filter { $0 != "\"" }
    let owner = random.chance(93) ? id : "L-\(random.within(1...3))"
    let entry = random.chance(85) ? 1 : random.within(1...3)
    let journey = "\(owner)/\(program.name)/\(entry)"
    let actor = random.chance(50) ? id : random.one("Kim", "Ann")
    // Most are good for longer than the five minutes that they have, so that lines behind others still come in time.
    let seconds = random.one(of: [0, 1, 300, 300, 90_000, 9_000_000], or: 300)
    let session = ReferenceSession(
      journey: Array(journey.utf8), actor: Array(actor.utf8), role: Array(role.utf8),
      expiry: Int64(time + seconds) * 1_000_000, nonce: UInt64(tokens.count))
    let isForged = random.chance(4)
    let claims = SessionClaims(
      journey: session.journey, actor: session.actor, role: session.role, expiry: session.expiry,
      nonce: [UInt8](repeating: 7, count: 8) + withUnsafeBytes(of: session.nonce.bigEndian, Array.init))
    let text = String(decoding: ProductRun.tokens(isForged ? 1 : 0)?.mint(claims) ?? [], as: UTF8.self)
    tokens.append(text)
    guard !isForged else { return text }
    sessions[.string(text)] = session
    return random.chance(97) ? text : String(text.dropLast())
  }

  /// Somebody's name, or the lead itself: a lead that is named acts on its own journey only.
  private mutating func name(_ lead: String) -> String {
    random.one("\"Kim\"", "\"Kim\"", "\"Kim\"", "\"Ann\"", "\"\(lead.filter { $0 != "\"" })\"")
  }

  private mutating func stamp(_ seconds: Int) -> String {
    if random.chance(80) { return "\(seconds)" }
    if random.chance(50) { return "\(seconds)000" }
    let (days, rest) = (Int64(seconds / 86_400), seconds % 86_400)
    let date = ReferenceCalendar.civil(days)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return
      "\"\(date.year)-\(two(Int(date.month)))-\(two(Int(date.day)))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z\""
  }

  // MARK: Data

  /// The members of a lead object that hold the points, each present so many times in a hundred.
  private mutating func data(present: Int) -> [String] {
    var (top, company, fields, currencies): ([String], [String], [String], [String]) = ([], [], [], [])
    for point in program.points where random.chance(present) {
      let value = random.chance(8) ? "null" : Self.value(point.sort, &random)
      if let code = point.code {
        fields.append("{\"code\":\"\(code)\",\"values\":[{\"value\":\(value)}]}")
      } else if point.path.count == 2 {
        company.append("\"\(point.name)\":\(value)")
      } else {
        top.append("\"\(point.name)\":\(value)")
      }
      if point.hasCurrency, random.chance(90) {
        currencies.append("\"\(point.name)\":\"\(random.one("EUR", "EUR", "eur", "USD"))\"")
      }
    }
    if !company.isEmpty { top.append("\"company\":{\(company.joined(separator: ","))}") }
    if !fields.isEmpty || random.chance(20) {
      top.append("\"fields\":[\(random.shuffled(fields).joined(separator: ","))]")
    }
    if !currencies.isEmpty { top.append("\"money\":{\(currencies.joined(separator: ","))}") }
    if random.chance(20) { top.append("\"unread\":{\"a\":[1,2.5e3,{\"b\":null}]}") }
    // A key that stands twice makes its line unusable, where it is read.
    if random.chance(1), let member = top.last { top.append(member) }
    return top
  }

  /// A value as JSON writes it, which fits a sort, or seldom not.
  static func value(_ sort: GeneratedProgram.Sort, _ random: inout SplitMix64) -> String {
    if let element = sort.element {
      if random.chance(8) { return random.one("\"alpha\"", "[{}]", "[null]", "7") }
      return "[\((0..<random.below(4)).map { _ in value(element, &random) }.joined(separator: ","))]"
    }
    if random.chance(8) { return random.one("{}", "[]", "\"?!\"", "true", "-1.25e2", "\"\"", "1e400", "\"red\"") }
    switch sort {
    case .boolean: return random.one("true", "false", "true", "\"true\"", "\"false\"")
    case .integer:
      return random.one("0", "1", "5", "10", "\"50\"", "51.0", "2e1", "-7", "99", "9223372036854775807", "2000")
    case .number: return random.one("0", "0.5", "-0.0", "1.25", "\"12.5\"", "1e3", "100", "1000000.5", "1e-7")
    case .money:
      return random.one("10", "99.95", "\"99.95\"", "10000", "0.0001", "-3.5", "1.00001", "5e6", "922337203685477")
    case .date:
      return random.one(
        "\"2026-10-25\"", "\"2026-10-24T23:30:00Z\"", "1792885800", "\"1999-12-31\"", "\"2001-10-12\"",
        "\"2024-02-29\"",
        "\"2026-13-01\"", "-86400")
    case .datetime:
      return random.one(
        "\"2026-10-25T01:30:00Z\"", "\"2026-10-10T12:00:00+02:00\"", "1790934400", "1790934400500", "\"1791000000\"",
        "\"2026-10-25\"")
    case .duration: return random.one("\"P3D\"", "\"PT36H\"", "\"P1DT6H\"", "3600", "\"90.5\"", "\"P1M\"")
    case .text, .document:
      return random.one(
        "\"alpha\"", "\"a\"", "\"\"", "\" Beta bar\\t\"", "\"\\u00fcmlaut\"", "\"x@y.example\"", "12", "\"abba\"",
        "\"e1 b.c\"")
    case .email:
      return random.one(
        "\"x@y.example\"", "\"X@y.Example\"", "\"A.B@GMAIL.example\"", "\"a.b@gmail.example\"", "\"nobody\"",
        "\"a b@c.example\"", "\"@x\"", "\"a@b@c.example\"")
    case .phone: return random.one("\"+49 30 1\"", "\"call me\"", "4930123", "\"(030) 1/2\"")
    case .url: return random.one("\"https://a.example\"", "\"no scheme\"", "\"mailto:x@y.example\"", "\"//x\"")
    case .country: return random.one("\"DE\"", "\"de\"", "\"AT\"", "\"CH\"", "\"NO\"", "\"XX\"", "\"Germany\"")
    case .language: return random.one("\"de\"", "\"en-GB\"", "\"en_GB\"", "\"FR\"", "\"no\"", "\"qq\"", "\"german\"")
    default: return random.one("\"red\"", "\"Dark green\"", "\"green\"", "\"blue\"", "\"dark green\"", "3")
    }
  }
}
