import FunnelIR
import FunnelRuntime
import Testing

@testable import FunnelCompiler

/// The short way gives, line by line, what the general way gives: random funnels, and feeds that are plain, unusual or broken.
@Suite("The short way for plain leads")
struct StraightLaneTests {
  static let funnels: UInt64 = 60

  @Test("both ways give the same", arguments: 1...funnels)
  func agreement(seed: UInt64) throws {
    var generator = StraightGenerator(seed: seed)
    let source = generator.funnel()
    let product = try ProductRun(compiling: source)
    let feed = generator.feed(lines: 400)
    // Lines that are cut by the buffer's end come in all ways.
    let readSize = 3_000 + Int(seed) * 370
    let short = try StraightRun(product, feed, isStraight: true, readSize: readSize)
    let general = try StraightRun(product, feed, isStraight: false, readSize: readSize)
    #expect(general.plain == 0)
    #expect(short.plain > 20, "seed \(seed): \(short.plain) lines of 400 took the short way")
    #expect(short.rejects.count > 20, "seed \(seed)")
    #expect(short.summary == general.summary, "seed \(seed)\n\(source)")
    #expect(short.rejects == general.rejects, "seed \(seed)")
    guard short.journeys != general.journeys else { return }
    let lines = zip(short.journeys.split(separator: 10), general.journeys.split(separator: 10))
    if let (a, b) = lines.first(where: { $0 != $1 }) {
      Issue.record(
        "seed \(seed): \(String(decoding: a, as: UTF8.self))\nis not \(String(decoding: b, as: UTF8.self))\n\(source)")
    } else {
      Issue.record("seed \(seed): another number of lines")
    }
  }
}

/// Makes funnels whose journeys come to rest at once, and feeds of every kind of line.
private struct StraightGenerator {
  private var random: SplitMix64
  private var decisions = 0
  /// Whether the line at hand holds nothing unusual.
  private var isPlain = true

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  // MARK: Funnels

  mutating func funnel() -> String {
    decisions = random.within(1...4)
    let stages = random.within(1...3)
    var text = """
      funnel short {
        version 3
        timezone "UTC"
        feed leads { lead from id  time from at }
        data {
          size: integer in 0..5000 default \(random.below(3) * 40) from firm.size
          amount: number from firm.money.amount
          coin: text from firm.money.coin
          email: email
          land: country from firm.land
          tongue: language
          kind: choice { alpha, beta = "B", gamma = "a long name of a kind" }
          tags: set of text
          marks: set of integer
          ok: boolean
          day: date
          phone: phone
          note: text from note
        }
        let worth = amount when coin in { "EUR", "GBP" }
        score heat { award 3 when ok  award 2 when size > 10 }
        intake { duplicates unchecked  decline "not this one" when note == "decline me" }
        start -> d0

      """
    for index in 0..<decisions {
      text += "  decision d\(index) {\n"
      for branch in 0..<random.below(4) {
        text += "    when \(condition(before: index)) -> \(target(behind: index, stages)) as b\(branch)\n"
      }
      text +=
        random.chance(85)
        ? "    otherwise -> \(target(behind: index, stages)) as rest\n  }\n"
        : "    when size >= 7 -> \(target(behind: index, stages)) as rest\n  }\n"
    }
    for index in 0..<stages {
      text += "  stage s\(index) {\n"
      if random.chance(20) { text += "    requires coin\n" }
      let names = random.shuffled((0..<4).map { "a\($0)" })
      for (place, name) in names.prefix(random.within(1...4)).enumerated() {
        text += "    activity \(name) by \(name < "a2" ? "manager" : "automatic")"
        var body = random.chance(20) ? " optional" : ""
        if random.chance(50) { body += " when \(condition(before: decisions))" }
        if place > 0, random.chance(20) { body += " after \(names[place - 1])" }
        text += body.isEmpty ? "\n" : " {\(body) }\n"
      }
      text += "    then -> \(random.one("converted", "over", "lost"))\n  }\n"
    }
    return text + "  end over: lost \"no \\\"need\\\"\"\n}\n"
  }

  private mutating func target(behind index: Int, _ stages: Int) -> String {
    if index + 1 < decisions, random.chance(50) { return "d\(random.within(index + 1...decisions - 1))" }
    return random.one("converted", "over", "lost \"why\"", "s\(random.below(stages))", "s0", "s\(random.below(stages))")
  }

  private mutating func condition(before index: Int, depth: Int = 0) -> String {
    if depth < 2, random.chance(35) {
      let (a, b) = (condition(before: index, depth: depth + 1), condition(before: index, depth: depth + 1))
      return random.one("(\(a) and \(b))", "(\(a) or \(b))", "not (\(a))")
    }
    if index > 0, random.chance(10) { return "d\(random.below(index)) in { rest }" }
    return random.one(
      "size >= \(random.below(60))", "size in 10..30", "size is missing", "amount < \(random.below(90)).5",
      "worth >= 20",
      "worth is known", "email is missing", "domain(email) in { \"x.example\", \"mail.example\" }",
      "domain(email) == \"x.example\"", "domain(email) is missing", "land in { DE, FR, US }", "land is missing",
      "tongue == en", "tongue not in { de, fr }", "kind == beta", "kind in { alpha, gamma }", "kind is known",
      "\"vip\" in tags", "\"r\u{E9}f\" in tags", "tags is missing", "ok", "(ok ?? false)", "ok is known", "heat >= 3",
      "note == \"b\"", "coin in { \"EUR\" }", "day is known", "phone is known", "size > 5", "marks is missing")
  }

  // MARK: Feeds

  mutating func feed(lines: Int) -> [UInt8] {
    var feed: [UInt8] = []
    for number in 0..<lines {
      feed += broken(Array(line(number).utf8))
      feed += Array((random.chance(90) ? "\n" : random.one("\r\n", "\n\n", " \n")).utf8)
    }
    feed.removeLast()
    return feed
  }

  /// A field with one of its plain values, now and then with one of the others.
  private mutating func field(_ name: String, _ plain: [String], _ unusual: [String]) -> String {
    "\"\(name)\":\(random.one(of: isPlain || random.chance(92) ? plain : unusual, or: "null"))"
  }

  private mutating func line(_ number: Int) -> String {
    isPlain = random.chance(60)
    let at = "\"2026-0\(random.within(1...9))-1\(random.below(10))T0\(random.below(10)):30:0\(random.below(10))Z\""
    var fields = [
      field("id", ["\"L\(number)\"", "\(number)"], ["\"\"", "null", "1.5", "\"a\\u0041\"", "\"é\"", "-7"]),
      field(
        "at", [at],
        [
          "\"2026-02-30T00:00:00Z\"", "1790000000", "\"2026-03-01\"", "\"2026-03-01T25:00:00Z\"", "null",
          "\"2026-03-01T10:00:00+01:00\"", "\"2190-01-01T00:00:00Z\"", "\"2026-03-01T10:61:00Z\"",
        ]),
      field(
        "email",
        [
          "\"ann@x.example\"", "\"bob@MAIL.example\"", "\"a@b@x.example\"", "null",
          "\"someone.with.a.long.name@mail.example\"",
        ],
        [
          "\"@x\"", "\"none\"", "7", "\"a b@x.y\"", "\"x@\"", "\"\\u00e9@X.example\"", "\"ann\\u0040x.example\"",
          "\"a\\u0020b@x.y\"", "\"\\ud800@x.y\"", "\"\\u0040x.example\"", "true",
        ]),
      field("tongue", ["\"en\"", "\"DE\"", "\"en-GB\"", "null"], ["\"xx\"", "\"e\"", "3"]),
      field(
        "kind", ["\"alpha\"", "\"B\"", "\"beta\"", "\"a long name of a kind\"", "null"],
        ["\"a long name of a kina\"", "\"gam\\u006da\"", "1"]),
      field(
        "tags", ["[]", "[\"vip\"]", "[ \"a\" , \"vip\"]", "[\"r\\u00e9f\"]", "[\"r\u{E9}f\",\"b\"]", "null"],
        ["[\"a\",1]", "[\"a\",null]", "[\"\\ud800\"]", "\"vip\"", "[\"a\",]", "[\"a\" \"b\"]"]),
      field("marks", ["null"], ["[1,2]", "[]"]),
      field("ok", ["true", "false", "null"], ["\"true\"", "\"tru\\u0065\"", "1", "tru", "True"]),
      field("day", ["\"2026-05-05\"", "null"], ["\"x\"", "1790000000"]),
      field("phone", ["\"+49 30 1\"", "null", "4930"], ["\"-\"", "\"\\u002b49 30 1\""]),
      field(
        "note", ["\"b\"", "\"decline me\"", "\"\u{1F600}株\"", "12", "null"],
        ["\"a \\\"b\\\" \\u00e9 \\n\"", "{\"a\":[1,{\"b\":[]}]}", "\"a\tb\""]),
      "\"firm\":\(firm())",
      field(
        "other_key_names", ["{\"a\":1,\"b\":[{\"a\":{}}]}", "[[],[1,[2]]]", "-0.5e+3", "\"x\\\"\"", "{ }", "[ ]"],
        ["{\"a\\n\":true, \"a\\n\":null}", String(repeating: "[", count: 25) + String(repeating: "]", count: 25)]),
    ]
    if random.chance(70) {
      // The order of most lines is the same, as it is in the world.
      fields = fields.filter { _ in random.chance(94) }
    } else {
      fields = random.shuffled(fields).filter { _ in random.chance(94) }
    }
    if random.chance(4) { fields.append(random.one("\"type\":\"clock\"", "\"type\":null", "\"specversion\":\"1.0\"")) }
    if random.chance(3) { fields.append("\"lead\":\"L1\"") }
    if random.chance(3) { fields.append(fields.first ?? "") }
    if random.chance(3) { fields.append("\"em\\u0061il\":\"other@x.example\"") }
    if random.chance(2) { fields.append("\"filler\":\"\(String(repeating: "x", count: random.within(200...900)))\"") }
    let blank = random.chance(90) ? "" : random.one(" ", "\t", "  ")
    return "{\(blank)\(fields.joined(separator: "\(blank),\(blank)"))\(blank)}"
  }

  private mutating func firm() -> String {
    guard random.chance(93) else { return random.one("null", "{}", "[]", "\"x\"", "{ }") }
    let fields = [
      field(
        "size", ["\(random.below(70))", "null", "12.0"], ["\"12\"", "1e1", "-1", "9999", "01", "123456789012345678901"]),
      field("land", ["\"DE\"", "\"us\"", "null"], ["\"XX\"", "\"GER\"", "49", "\"\\u0044E\""]),
      field(
        "money",
        [
          "null", "{\"amount\":\(random.below(100)).\(random.below(1000)),\"coin\":\"EUR\"}",
          "{\"coin\":\"GBP\",\"amount\":2e1}", "{\"amount\":-0.0,\"coin\":\"EUR\"}",
          "{\"amount\":12345678901234567.5,\"coin\":\"EUR\",\"x\":{}}",
        ], ["{\"amount\":\"7.5\"}", "{\"amount\":1.,\"coin\":\"X\"}", "[{}]"]),
    ]
    return "{\(random.shuffled(fields).filter { _ in random.chance(88) }.joined(separator: ","))}"
  }

  /// Breaks a line now and then.
  private mutating func broken(_ line: [UInt8]) -> [UInt8] {
    guard random.chance(8), !line.isEmpty else { return line }
    var line = line
    let place = random.below(line.count)
    switch random.below(5) {
    case 0: line.removeSubrange(place...)
    case 1: line.remove(at: place)
    case 2: line[place] = UInt8(truncatingIfNeeded: random.next())
    case 3: line.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    default: line.insert(random.one(of: Array("{}[]\",:\\x0".utf8), or: 0), at: place)
    }
    return line.map { $0 == 10 ? 32 : $0 }
  }
}
