import FunnelIR
import FunnelRuntime
import Testing

@testable import FunnelCompiler

/// Journeys in flight come to the same as those that take the general way: random funnels, and feeds of events that are plain,
/// unusual or broken.
@Suite("The short way for journeys in flight")
struct FlightTests {
  static let funnels: UInt64 = 100

  @Test("both ways give the same", arguments: 1...funnels)
  func agreement(seed: UInt64) throws {
    var generator = FlightGenerator(seed: seed)
    let source = generator.funnel()
    let product = try ProductRun(compiling: source)
    let lines = 600
    let feed = generator.feed(lines: lines)
    // Lines that are cut by the buffer's end come in all ways.
    let readSize = 3_000 + Int(seed) * 370
    let until: Int64? = seed % 3 == 0 ? 1_780_000_000_000_000 : nil
    let run = { try StraightRun(product, feed, isStraight: $0, readSize: readSize, fields: [], until: until) }
    let (short, general) = (try run(true), try run(false))
    #expect(general.plain == 0)
    #expect(short.plain > lines / 8, "seed \(seed): \(short.plain) lines of \(lines) took the short way\n\(source)")
    #expect(short.rejects == general.rejects, "seed \(seed)")
    #expect(short.summary == general.summary, "seed \(seed)\n\(source)")
    let settings = StraightRun.settings(isStraight: seed % 2 == 0, fields: [], until: until)
    let limits = StraightRun.limits(readSize: readSize / 4)
    let dealt = try DealtRun(product.workspace, settings, feed, limits, shares: 1 + Int(seed % 4))
    #expect(dealt.rejects == general.rejects, "seed \(seed): leads dealt to several runs")
    #expect(dealt.summary == general.summary, "seed \(seed): leads dealt to several runs")
    #expect(dealt.journeys == general.journeys, "seed \(seed): leads dealt to several runs\n\(source)")
    guard short.journeys != general.journeys else { return }
    let pairs = zip(short.journeys.split(separator: 10), general.journeys.split(separator: 10))
    if let (a, b) = pairs.first(where: { $0 != $1 }) {
      Issue.record(
        "seed \(seed): \(String(decoding: a, as: UTF8.self))\nis not \(String(decoding: b, as: UTF8.self))\n\(source)")
    } else {
      Issue.record("seed \(seed): another number of lines")
    }
  }
}

/// Makes funnels with stages, limits and decisions, and feeds of events of every kind.
private struct FlightGenerator {
  private var random: SplitMix64
  private var stages = 0
  private var decisions = 0
  /// Whether the funnel reads an envelope of its own.
  private var isOwn = false
  /// Whether the line at hand holds nothing unusual.
  private var isPlain = true
  private var sequences: [Int] = []
  private var minute = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  // MARK: Funnels

  mutating func funnel() -> String {
    (stages, decisions) = (random.within(1...4), random.within(0...4))
    isOwn = random.chance(60)
    let envelope = """
        feed events {
          type from what { "done" -> activity.completed  "news" -> lead.updated  }
          lead from who.id  time from at  sequence from nr  activity from task { "T1" -> a1 }  data from fields
          id from uid  actor from person  role from title { "boss" -> manager }
        }
      """
    var text = """
      funnel flown {
        version 3
        timezone "\(random.one("UTC", "Europe/Berlin"))"
        feed leads { lead from id  time from at }
      \(isOwn ? envelope : "")
        data {
          size: integer in 0..5000 default \(random.below(3) * 40)
          kind: choice { alpha, beta = "B", gamma }
          note: text
          land: country from firm.land
          day: date
          mark: text fixed
          rate: number
          tags: set of text
          ok: boolean
        }
        intake { duplicates \(random.one("ignore", "update"))\(intake()) }
        start -> \(target(behind: -1))

      """
    for _ in 0..<random.below(3) { text += "  \(clause())\n" }
    for index in 0..<decisions { text += decision(index) }
    for index in 0..<stages { text += stage(index) }
    // Every activity that is named anywhere is part of some stage.
    let all = (0..<6).map { "    activity a\($0) by \(role(of: "a\($0)")) { retry 1 times }\n" }.joined()
    text += "  stage all {\n\(all)    limit 5 days -> over\n    then -> converted\n  }\n"
    return text + "  end over: lost \"no need\"\n}\n"
  }

  private mutating func intake() -> String {
    (random.chance(25) ? "  decline \"not this one\" when note == \"decline me\"" : "")
      + (random.chance(15) ? "  hold when size > 4000 limit 2 days -> lost \"held\"" : "")
  }

  private mutating func clause() -> String {
    let condition = random.chance(40) ? " when \(condition())" : ""
    let subject = random.chance(50) ? " a\(random.below(6))" : ""
    return random.chance(60)
      ? "on failed\(subject)\(condition) -> \(target(behind: -1))" : "on withdrawn\(condition) -> \(target(behind: -1))"
  }

  private mutating func decision(_ index: Int) -> String {
    if random.chance(15) {
      return
        "  split d\(index) by lead { 30% -> \(target(behind: index)) as b0  70% -> \(target(behind: index)) as b1 }\n"
    }
    var text = "  decision d\(index) {\n"
    for branch in 0..<random.below(4) {
      text += "    when \(condition()) -> \(target(behind: index)) as b\(branch)\n"
    }
    return text
      + (random.chance(90)
        ? "    otherwise -> \(target(behind: index)) as rest\n  }\n"
        : "    when size >= 7 -> \(target(behind: index)) as rest\n  }\n")
  }

  private mutating func stage(_ index: Int) -> String {
    var text = "  stage s\(index) {\n"
    if random.chance(12) { text += "    requires note\n" }
    let names = random.shuffled((0..<6).map { "a\($0)" })
    for (place, name) in names.prefix(random.within(1...4)).enumerated() {
      var body = place > 0 && random.chance(25) ? " optional" : ""
      if random.chance(40) { body += " when \(condition())" }
      if place > 0, random.chance(35) { body += " after \(names[random.below(place)])" }
      if random.chance(60) { body += " retry \(random.within(1...2)) times" }
      if random.chance(30) { body += " collects rate, note" }
      text += "    activity \(name) by \(role(of: name)) {\(body) }\n"
    }
    if random.chance(15) { text += "    complete when \(random.one("any", "all", "1 of them"))\n" }
    if random.chance(60) {
      text += "    limit \(random.one("3 hours", "20 minutes", "1 day", "2 months")) -> \(target(behind: -1))\n"
    }
    if random.chance(20) { text += "    limit \(random.within(1...3)) visits -> over\n" }
    if random.chance(20) { text += "    on failed -> \(target(behind: -1))\n" }
    if random.chance(10) { text += "    on withdrawn when \(condition()) -> \(target(behind: -1))\n" }
    return text + "    then -> \(target(behind: -1))\n  }\n"
  }

  private func role(of activity: String) -> String {
    activity < "a3" ? "manager" : activity < "a5" ? "automatic" : "lead"
  }

  private mutating func target(behind index: Int) -> String {
    if index + 1 < decisions, random.chance(45) { return "d\(random.within(index + 1...decisions - 1))" }
    return random.one("converted", "over", "lost \"why\"", "s\(random.below(stages))", "all")
  }

  private mutating func condition(_ depth: Int = 0) -> String {
    if depth < 2, random.chance(30) {
      let (a, b) = (condition(depth + 1), condition(depth + 1))
      return random.one("(\(a) and \(b))", "(\(a) or \(b))", "not (\(a))")
    }
    return random.one(
      "size >= \(random.below(60))", "size is missing", "kind == beta", "kind in { alpha, gamma }", "note is known",
      "note == \"b\"", "note in { \"b\", \"a longer text than eight\" }", "land in { DE, FR }", "rate > 0.5", "ok",
      "\"vip\" in tags", "mark == \"first\"", "day is known", "a\(random.below(6)) is completed",
      "a\(random.below(6)) is failed", "last_event - entered > 2 hours", "entered < last_event", "stage == s0",
      "size * 922337203685477 > 5")
  }

  // MARK: Feeds

  mutating func feed(lines: Int) -> [UInt8] {
    var feed: [UInt8] = []
    for _ in 0..<lines {
      feed += broken(Array(line().utf8))
      feed += Array((random.chance(92) ? "\n" : random.one("\r\n", "\n\n", " \n")).utf8)
    }
    feed.removeLast()
    return feed
  }

  private mutating func line() -> String {
    isPlain = random.chance(75)
    minute += random.below(9)
    let known = sequences.count
    let isNew = known < 60 && (known == 0 || random.chance(18))
    let lead = isNew ? known : random.below(random.chance(97) ? known : known + 3)
    if isNew { sequences.append(0) }
    if random.chance(isNew ? 20 : 2) { return leadObject(lead) }
    let kind = isNew && random.chance(95) ? "lead.registered" : word()
    var fields = [
      "\(isOwn ? "\"what\"" : "\"type\""):\"\(kind)\"", id(lead), "\(isOwn ? "\"at\"" : "\"time\""):\(time())",
    ]
    if random.chance(90) {
      if lead < sequences.count, random.chance(93) { sequences[lead] += random.chance(95) ? 1 : 3 }
      fields.append("\(isOwn ? "\"nr\"" : "\"sequence\""):\(lead < sequences.count ? sequences[lead] : 1)")
    }
    if kind.contains("activity") || kind == "done" || random.chance(3) {
      let name = random.chance(isPlain ? 99 : 80) ? "a\(random.below(6))" : random.one("T1", "nothing", "a\\u0031", "")
      fields.append("\(isOwn ? "\"task\"" : "\"activity\""):\"\(name)\"")
    }
    if kind == "lead.registered" || kind == "lead.updated" || kind == "news" || random.chance(12) {
      fields.append("\(isOwn ? "\"fields\"" : "\"data\""):\(data())")
    }
    fields += identity(lead)
    if !isPlain { fields += unusual() }
    if random.chance(20) { fields = random.shuffled(fields) }
    if random.chance(2), let first = fields.first { fields.append(first) }
    let blank = random.chance(92) ? "" : random.one(" ", "\t")
    return "{\(blank)\(fields.joined(separator: "\(blank),\(blank)"))\(blank)}"
  }

  private mutating func word() -> String {
    let plain = [
      "activity.completed", "activity.completed", "activity.completed", "activity.failed", "activity.failed",
      "lead.updated", "activity.started",
    ]
    if isOwn, random.chance(25) { return random.one("done", "news") }
    if isPlain || random.chance(60) { return random.one(of: plain, or: "") }
    return random.one(
      "lead.withdrawn", "lead.registered", "activity.blocked", "activity.unblocked", "activity.reassigned",
      "journey.moved", "journey.cancelled", "lead.accepted", "clock", "odd", "nothing")
  }

  private mutating func id(_ lead: Int) -> String {
    let id =
      lead % 4 == 3 ? "\(lead)" : isPlain || random.chance(95) ? "\"lead \(lead)\"" : random.one("null", "\"\"", "[]")
    return isOwn ? "\"who\":{\"id\":\(id)}" : "\"lead\":\(id)"
  }

  private mutating func time() -> String {
    let late = random.chance(4) ? -random.below(300) : 0
    let at = max(0, minute + late)
    let (day, hour) = (1 + at / 1_440, at / 60 % 24)
    let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let plain = "\"2026-03-\(digits(min(day, 31)))T\(digits(hour)):\(digits(at % 60)):00Z\""
    return isPlain || random.chance(90)
      ? plain : random.one("null", "\"2026-03-01\"", "1790000000", "\"x\"", "\"2190-01-01T00:00:00Z\"")
  }

  private mutating func data() -> String {
    guard isPlain || random.chance(92) else { return random.one("null", "[]", "\"x\"", "{}") }
    let fields = [
      field("size", ["\(random.below(70))", "\(random.below(6_000))", "null"], ["\"12\"", "1e1", "-1", "9999"]),
      field("kind", ["\"alpha\"", "\"B\"", "null"], ["\"delta\"", "7"]),
      field(
        "note",
        [
          "\"b\"", "\"decline me\"", "\"a longer text than eight\"", "12", "null", "\"\u{1F600}株\"",
          "\"r\\u00e9f \\\"b\\\"\"", "\"\\ud83d\\ude00\"",
        ],
        ["\"\\ud83d\"", "\"a \\\"b\\\" \\n\"", "{}"]),
      "\"firm\":\(random.one("{\"land\":\"DE\"}", "{\"land\":\"us\",\"x\":[1]}", "null", "{}"))",
      field("day", ["\"2026-05-05\"", "null"], ["\"x\"", "1790000000"]),
      field("mark", ["\"first\"", "\"second\""], ["null", "3"]),
      field("rate", ["0.25", "1.5", "null"], ["\"0.75\"", "1e400"]),
      field("tags", ["null"], ["[\"vip\"]", "[]", "[\"a\",1]"]),
      field("ok", ["true", "false", "null"], ["\"true\"", "1"]),
      "\"undeclared\":\(random.one("1", "{\"a\":[{}]}", "\"x\""))",
    ]
    return "{\(fields.filter { _ in random.chance(45) }.joined(separator: ","))}"
  }

  /// A field with one of its plain values, now and then with one of the others.
  private mutating func field(_ name: String, _ plain: [String], _ unusual: [String]) -> String {
    "\"\(name)\":\(random.one(of: isPlain || random.chance(85) ? plain : unusual, or: "null"))"
  }

  /// Who did it, and the event's own id: mostly somebody who may, and an id that is new.
  private mutating func identity(_ lead: Int) -> [String] {
    var fields: [String] = []
    if random.chance(30) {
      let id = random.chance(90) ? "e\(minute * 7 + random.below(4))" : "an id of more than sixteen \(random.below(9))"
      fields.append(
        "\(isOwn ? "\"uid\"" : "\"id\""):\(random.chance(95) ? "\"\(id)\"" : random.one("7", "\"\"", "null", "1.5"))")
    }
    guard random.chance(40) else { return fields }
    let role = random.one(of: ["manager", "administrator", "manager", "automatic", "lead", "owner", "nobody"], or: "")
    let name = random.chance(50) ? "lead \(lead)" : random.one("ann", "bob", "")
    let (hasRole, hasName) = (random.chance(80), random.chance(60))
    if isOwn {
      if hasRole { fields.append("\"title\":\"\(random.chance(20) ? "boss" : role)\"") }
      if hasName { fields.append("\"person\":\"\(name)\"") }
    } else {
      let parts = (hasRole ? ["\"role\":\"\(role)\""] : []) + (hasName ? ["\"name\":\"\(name)\""] : [])
      fields.append("\"by\":{\(parts.joined(separator: ","))}")
    }
    return fields
  }

  private mutating func unusual() -> [String] {
    let fields = [
      "\"by\":\"somebody\"", "\"target\":\"s0\"", "\"target\":\"over\"", "\"funnel\":\"flown\"",
      "\"specversion\":\"1.0\"", "\"person\":[1]", "\"by\":null", "\"by\":{\"session\":\"x\"}",
      "\"filler\":\"\(String(repeating: "x", count: random.within(100...900)))\"",
    ]
    return random.chance(50) ? [random.one(of: fields, or: "")] : []
  }

  private mutating func leadObject(_ lead: Int) -> String {
    "{\"id\":\(lead % 4 == 3 ? "\(lead)" : "\"lead \(lead)\""),\"at\":\(time()),\"size\":\(random.below(90)),\"note\":\"b\""
      + (random.chance(10) ? ",\"tags\":[\"vip\"]}" : "}")
  }

  /// Breaks a line now and then.
  private mutating func broken(_ line: [UInt8]) -> [UInt8] {
    guard random.chance(3), !line.isEmpty else { return line }
    var line = line
    let place = random.below(line.count)
    switch random.below(4) {
    case 0: line.removeSubrange(place...)
    case 1: line.remove(at: place)
    case 2: line[place] = UInt8(truncatingIfNeeded: random.next())
    default: line.insert(random.one(of: Array("{}[]\",:\\x0".utf8), or: 0), at: place)
    }
    return line.map { $0 == 10 ? 32 : $0 }
  }
}
