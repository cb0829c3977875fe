import Foundation
import Testing

/// Random funnels with random feeds: the product and the reference must tell the same story of every lead.
///
/// `FUNNEL_PAIRS` says how many pairs of a program and a feed are tried (10 000 where it is not set), and `FUNNEL_SEED`
/// which one is the first; a failure names its pair's seed, and `FUNNEL_SEED=N FUNNEL_PAIRS=1` tries it alone.
@Suite("Generated funnels and feeds")
struct GeneratedFunnelTests {
  static let feedsPerProgram: UInt64 = 4
  static let pairs = environment("FUNNEL_PAIRS") ?? 10_000
  static let firstSeed = environment("FUNNEL_SEED") ?? 1
  static let workers: UInt64 = 8

  private static func environment(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  @Test("the product agrees with the reference", arguments: 0..<workers)
  func agreement(worker: UInt64) throws {
    for pair in Self.firstSeed..<Self.firstSeed + Self.pairs
    where pair / Self.feedsPerProgram % Self.workers == worker {
      try compare(pair)
    }
  }

  private func compare(_ seed: UInt64) throws {
    let trial = try Trial(seed: seed)
    let result = try trial.product()
    var reference = ReferenceRun(trial.compiled.funnel, start: trial.start)
    reference.run(trial.lines.map { Array($0.utf8) }, until: trial.until)
    let expected = reference.lines
    let found = result.journeys.split(separator: UInt8(ascii: "\n")).map { PlainJSON($0) ?? .null }
    var differences = zip(expected, found).flatMap { $0.differences(from: $1) }
    if expected.count != found.count { differences.append("\(expected.count) journeys, not \(found.count)") }
    if reference.rejects != result.rejects { differences.append("rejects \(reference.rejects), not \(result.rejects)") }
    if reference.repeats != result.repeats { differences.append("repeats \(reference.repeats), not \(result.repeats)") }
    #expect(differences.isEmpty, "seed \(seed): \(differences.joined(separator: "\n"))\n\(trial)")
  }
}

/// A program, a feed and how they are run.
struct Trial: CustomStringConvertible {
  let seed: UInt64
  let program: GeneratedProgram
  let compiled: ProductRun
  /// Each lead's lines in their order.
  let leads: [[String]]
  /// All lines, interleaved.
  let lines: [String]
  let start: Int64?
  let until: Int64?

  init(seed: UInt64) throws {
    self.seed = seed
    var random = SplitMix64(seed: seed)
    program = ProgramGenerator.program(seed: seed / GeneratedFunnelTests.feedsPerProgram)
    do {
      compiled = try ProductRun(compiling: program.source)
    } catch {
      throw ProductRun.Failure(description: "seed \(seed): \(error)\n\(program.source)")
    }
    let feed = FeedGenerator.feed(for: program, seed: seed)
    leads = feed.leads
    lines = Self.interleaved(feed.leads + [feed.rubbish], &random)
    let beginning = Int64(FeedGenerator.beginning) * 1_000_000
    start = program.hasTimes && random.chance(70) ? nil : beginning
    until = random.chance(50) ? beginning + Int64(random.below(80)) * 86_400_000_000 : nil
  }

  /// All lines in a random order that keeps each lead's own.
  static func interleaved(_ leads: [[String]], _ random: inout SplitMix64) -> [String] {
    var rest = leads.filter { !$0.isEmpty }
    var lines: [String] = []
    while !rest.isEmpty {
      let lead = random.below(rest.count)
      lines.append(rest[lead].removeFirst())
      if rest[lead].isEmpty { rest.remove(at: lead) }
    }
    return lines
  }

  func product() throws -> ProductRun.Result {
    try compiled.run(Array(lines.map { $0 + "\n" }.joined().utf8), start: start, until: until)
  }

  var description: String { "\(program.source)\n\(lines.joined(separator: "\n"))" }
}

extension ReferenceRun {
  /// The journeys' lines, in order of registration.
  var lines: [PlainJSON] {
    journeys.map { ReferenceEngine(funnel: funnel, calendar: calendar, journey: $0).line }
  }
}

extension PlainJSON {
  /// What the product's line says otherwise, field by field.
  func differences(from found: PlainJSON) -> [String] {
    guard case .object(let members) = self else { return self == found ? [] : ["\(text), not \(found.text)"] }
    return members.flatMap { member -> [String] in
      let name = String(decoding: member.key, as: UTF8.self)
      guard let other = found[name] else { return ["\(name) is not there"] }
      if case .object = member.value, case .object = other {
        return member.value.differences(from: other).map { "\(name).\($0)" }
      }
      return member.value == other ? [] : ["\(name) should be \(member.value.text), and is \(other.text)"]
    }
  }

  /// The tree as text, for messages.
  var text: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let number): number
    case .text(let text): "\"\(String(decoding: text, as: UTF8.self))\""
    case .array(let parts): "[\(parts.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(String(decoding: $0.key, as: UTF8.self)):\($0.value.text)" }.joined(separator: ","))}"
    }
  }
}
