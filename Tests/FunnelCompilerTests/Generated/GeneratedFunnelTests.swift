import Foundation
import Testing

/// Random funnels with random feeds: the product and the reference must tell the same story of every lead.
///
/// `FUNNEL_PAIRS` says how many pairs of a program and a feed are tried (10 000 where it is not set), and `FUNNEL_SEED`
/// which one is the first; a failure names its pair's seed, and `FUNNEL_SEED=N FUNNEL_PAIRS=1` tries it alone.
@Suite("Generated funnels and feeds")
struct GeneratedFunnelTests {
  static let feedsPerProgram: UInt64 = 5
  static let pairs = environment("FUNNEL_PAIRS") ?? 10_000
  static let firstSeed = environment("FUNNEL_SEED") ?? 1
  static let workers: UInt64 = 8

  private static func environment(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  @Test("the product agrees with the reference", arguments: 0..<workers)
  func agreement(worker: UInt64) throws {
    try forEachTrial(of: worker, compare)
  }

  @Test("the same run gives the same bytes, and the journal changes no journey")
  func repetition() throws {
    try forEachTrial(of: 0) { trial in
      guard trial.seed % 8 == 0 else { return }
      let once = try trial.product(keepsJournal: true)
      let again = try trial.product(keepsJournal: true)
      let isSame = once.journeys == again.journeys && once.journal == again.journal
      #expect(isSame, "seed \(trial.seed)\n\(trial)")
      let isUnmoved = try trial.product().journeys == once.journeys
      #expect(isUnmoved, "seed \(trial.seed)\n\(trial)")
    }
  }

  @Test("leads interleaved in another order that keeps each lead's own have the same journeys")
  func interleaving() throws {
    try forEachTrial(of: 1) { trial in
      let journeys = try trial.product().journeys.split(separator: UInt8(ascii: "\n"))
      var random = SplitMix64(seed: trial.seed &+ 77)
      let other = try trial.product(lines: Trial.interleaved(trial.leads, &random))
      let others = other.journeys.split(separator: UInt8(ascii: "\n"))
      // One lead may have several journeys, which stay in their order.
      let isSame = byLead(journeys) == byLead(others)
      #expect(isSame, "seed \(trial.seed)\n\(trial)")
    }
  }

  private func byLead(_ journeys: [ArraySlice<UInt8>]) -> [PlainJSON: [ArraySlice<UInt8>]] {
    Dictionary(grouping: journeys) { PlainJSON($0)?["lead"] ?? .null }
  }

  /// Every worker takes its share of the programs, each with all its feeds.
  private func forEachTrial(of worker: UInt64, _ body: (Trial) throws -> Void) throws {
    var last: (program: GeneratedProgram, compiled: ProductRun, number: UInt64)?
    for seed in Self.firstSeed..<Self.firstSeed + Self.pairs where seed / Self.feedsPerProgram % Self.workers == worker
    {
      let number = seed / Self.feedsPerProgram
      if last?.number != number {
        let program = ProgramGenerator.program(seed: number)
        do {
          last = (program, try ProductRun(compiling: program.source), number)
        } catch {
          Issue.record("seed \(seed): \(error)\n\(program.source)")
          last = nil
        }
      }
      if let last { try body(Trial(seed: seed, last.program, last.compiled)) }
    }
  }

  private func compare(_ trial: Trial) throws {
    let result = try trial.product()
    var reference = ReferenceRun(trial.compiled.funnel, start: trial.start)
    reference.run(trial.lines.map { PlainJSON($0.utf8) }, until: trial.until)
    let expected = reference.lines
    if reference.journeys.contains(where: \.isEndless) { return }
    let found = result.journeys.split(separator: UInt8(ascii: "\n")).map { PlainJSON($0) ?? .null }
    var differences = zip(expected, found).flatMap { $0.differences(from: $1) }
    if expected.count != found.count { differences.append("\(expected.count) journeys, not \(found.count)") }
    if reference.rejects != result.rejects { differences.append("rejects \(reference.rejects), not \(result.rejects)") }
    if reference.repeats != result.repeats { differences.append("repeats \(reference.repeats), not \(result.repeats)") }
    #expect(differences.isEmpty, "seed \(trial.seed): \(differences.joined(separator: "\n"))\n\(trial)")
  }
}

/// A program, a feed and how they are run.
struct Trial: CustomStringConvertible {
  let seed: UInt64
  let program: GeneratedProgram
  let compiled: ProductRun
  /// Each lead's lines in their order, and behind them lines of nobody.
  let leads: [[String]]
  /// All lines, interleaved.
  let lines: [String]
  let start: Int64?
  let until: Int64?

  init(seed: UInt64, _ program: GeneratedProgram, _ compiled: ProductRun) {
    self.seed = seed
    self.program = program
    self.compiled = compiled
    var random = SplitMix64(seed: seed)
    let feed = FeedGenerator.feed(for: program, seed: seed)
    leads = feed.leads + [feed.rubbish]
    lines = Self.interleaved(leads, &random)
    let beginning = Int64(feed.beginning) * 1_000_000
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

  /// Runs the feed, or the same in another order.
  func product(lines: [String]? = nil, keepsJournal: Bool = false) throws -> ProductRun.Result {
    let feed = (lines ?? self.lines).map { $0 + "\n" }.joined()
    return try compiled.run(Array(feed.utf8), start: start, until: until, keepsJournal: keepsJournal)
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
