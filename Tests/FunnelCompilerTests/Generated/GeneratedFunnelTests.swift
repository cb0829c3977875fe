import Foundation
import FunnelRuntime
import Synchronization
import Testing

@testable import FunnelCompiler

/// Random funnels with random feeds: the product and the reference must tell the same story of every lead.
///
/// `FUNNEL_PAIRS` says how many pairs of a program and a feed are tried (2 000 where it is not set), and `FUNNEL_SEED`
/// which one is the first; a failure names its pair's seed, and `FUNNEL_SEED=N FUNNEL_PAIRS=1` tries it alone. With
/// `FUNNEL_COVERAGE=1` it is told in how many pairs each construct came into play.
@Suite("Generated funnels and feeds")
struct GeneratedFunnelTests {
  static let feedsPerProgram: UInt64 = 5
  static let pairs = environment("FUNNEL_PAIRS") ?? 2_000
  static let firstSeed = environment("FUNNEL_SEED") ?? 1
  static let workers: UInt64 = 8

  private static func environment(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  @Test("the product agrees with the reference", arguments: 0..<workers)
  func agreement(worker: UInt64) throws {
    var found = Coverage()
    try forEachTrial(of: worker) { trial in
      found.pairs += 1
      guard var tally = compare(trial, try trial.product(keepsJournal: trial.program.hasSessions)) else {
        found.endless += 1
        return
      }
      if !trial.program.files.isEmpty { tally[.shared] += 1 }
      for construct in ReferenceTally.Construct.allCases where tally[construct] > 0 { found.inPlay[construct] += 1 }
    }
    let total = Self.coverage.withLock { total in
      total.add(found)
      return total
    }
    if total.workers == Self.workers { expectEnough(total) }
  }

  /// What agreement was about, in pairs.
  struct Coverage {
    var workers: UInt64 = 0
    var pairs = 0
    /// Those in which the reference gave up, because a journey went round and round.
    var endless = 0
    /// Those in which a construct came into play.
    var inPlay = ReferenceTally()

    mutating func add(_ worker: Coverage) {
      workers += 1
      pairs += worker.pairs
      endless += worker.endless
      inPlay.add(worker.inPlay)
    }
  }

  private static let coverage = Mutex(Coverage())

  /// Agreement means something only about what was in play.
  private func expectEnough(_ coverage: Coverage) {
    let pairs = coverage.pairs
    if ProcessInfo.processInfo.environment["FUNNEL_COVERAGE"] != nil {
      let counts = ReferenceTally.Construct.allCases.map { "\($0) \(coverage.inPlay[$0])" }
      print("of \(pairs) pairs \(coverage.endless) go round without end:", counts.joined(separator: ", "))
    }
    for construct in ReferenceTally.Construct.allCases {
      let count = coverage.inPlay[construct]
      #expect(count >= pairs * construct.floor / 1_000, "only \(count) of \(pairs) pairs are about \(construct)")
    }
    #expect(coverage.endless * 50 <= pairs, "\(coverage.endless) of \(pairs) pairs go round without end")
  }

  @Test("the same run gives the same bytes, and the journal changes no journey")
  func repetition() throws {
    try forEachTrial(of: 0) { trial in
      guard trial.seed % 8 == 0 else { return }
      let once = try trial.product(keepsJournal: true)
      let again = try trial.product(keepsJournal: true)
      let isSame =
        once.journeys == again.journeys && once.journal == again.journal && once.effects == again.effects
      #expect(isSame, "seed \(trial.seed)\n\(trial)")
      let bare = try trial.product(keepsEffects: false)
      let isUnmoved = bare.journeys == once.journeys && bare.effects.isEmpty
      #expect(isUnmoved, "seed \(trial.seed)\n\(trial)")
    }
  }

  @Test("leads dealt to several runs give the same bytes")
  func dealing() throws {
    var dealt = 0
    try forEachTrial(of: 1) { trial in
      guard trial.seed % 4 == 1, let result = try trial.dealt() else { return }
      dealt += 1
      let once = try trial.product(keepsJournal: true)
      let isSame =
        (
          journeys: result.journeys == once.journeys, journal: result.journal == once.journal,
          effects: result.effects == once.effects, rejects: result.rejects.map(\.line) == once.rejects
        )
      #expect(isSame == (true, true, true, true), "seed \(trial.seed): \(isSame)\n\(trial)")
    }
    #expect(UInt64(dealt) >= Self.pairs / 200, "only \(dealt) feeds could be dealt")
  }

  @Test("leads interleaved in another order that keeps each lead's own have the same journeys")
  func interleaving() throws {
    try forEachTrial(of: 1) { trial in
      // Where leads may be one person, their order is what decides who it is.
      guard !trial.program.hasKeys else { return }
      let once = try trial.product()
      var random = SplitMix64(seed: trial.seed &+ 77)
      let other = try trial.product(lines: Trial.interleaved(trial.leads, &random))
      // One lead may have several journeys, which stay in their order.
      let isSame = byLead(once.journeys) == byLead(other.journeys) && byLead(once.effects) == byLead(other.effects)
      #expect(isSame, "seed \(trial.seed)\n\(trial)")
    }
  }

  private func byLead(_ result: [UInt8]) -> [PlainJSON: [PlainJSON]] {
    Dictionary(grouping: lines(result)) { $0["lead"] ?? .null }
  }

  /// Every worker takes its share of the programs, each with all its feeds.
  private func forEachTrial(of worker: UInt64, _ body: (Trial) throws -> Void) throws {
    var last: (program: GeneratedWorkspace, compiled: ProductRun, number: UInt64)?
    for seed in Self.firstSeed..<Self.firstSeed + Self.pairs where seed / Self.feedsPerProgram % Self.workers == worker
    {
      let number = seed / Self.feedsPerProgram
      if last?.number != number {
        let program = ProgramGenerator.workspace(seed: number)
        do {
          let compiled = try ProductRun(compiling: program.source, files: program.files, tables: program.tables)
          last = (program, compiled, number)
        } catch {
          Issue.record("seed \(seed): \(error)\n\(program.source)")
          last = nil
        }
      }
      if let last { try body(Trial(seed: seed, last.program, last.compiled)) }
    }
  }

  /// Compares all that came out with what the reference says; nil where the reference does not say.
  private func compare(_ trial: Trial, _ result: ProductRun.Result) -> ReferenceTally? {
    var reference = ReferenceRun(
      trial.compiled.funnels, tables: trial.program.funnels.map { $0.tables.map(\.reference) }, start: trial.start,
      sessions: trial.program.hasSessions ? trial.sessions : nil)
    reference.run(trial.lines.map { PlainJSON($0.utf8) }, until: trial.until)
    if reference.journeys.contains(where: \.isEndless) { return nil }
    var differences = differences("journeys", reference.lines, result.journeys)
    differences += self.differences("effects", reference.effects.map(\.line), result.effects)
    if trial.program.hasSessions {
      let found = lines(result.journal).filter { $0["record"] == .string("redirect") }
      if !zip(reference.redirects, found).allSatisfy({ $0.differences(from: $1).isEmpty })
        || reference.redirects.count != found.count
      {
        differences.append("redirects \(reference.redirects.map(\.text)), not \(found.map(\.text))")
      }
    }
    if reference.rejects != result.rejects { differences.append("rejects \(reference.rejects), not \(result.rejects)") }
    if reference.repeats != result.repeats { differences.append("repeats \(reference.repeats), not \(result.repeats)") }
    let ids = lines(result.effects).compactMap { $0["id"] }
    // Where every line is a journey of its own, two of one lead have one name.
    if Set(ids).count != ids.count, !trial.program.isUnchecked { differences.append("two effects have one id") }
    #expect(differences.isEmpty, "seed \(trial.seed): \(differences.joined(separator: "\n"))\n\(trial)")
    return reference.tally
  }

  private func differences(_ name: String, _ expected: [PlainJSON], _ result: [UInt8]) -> [String] {
    let found = lines(result)
    let differences = zip(expected, found).enumerated().flatMap { index, pair in
      pair.0.differences(from: pair.1).map { "\(name) \(index + 1): \($0)" }
    }
    return differences + (expected.count == found.count ? [] : ["\(expected.count) \(name), not \(found.count)"])
  }

  private func lines(_ bytes: [UInt8]) -> [PlainJSON] {
    bytes.split(separator: UInt8(ascii: "\n")).map { PlainJSON($0) ?? .null }
  }
}

/// A program, a feed and how they are run.
struct Trial: CustomStringConvertible {
  let seed: UInt64
  let program: GeneratedWorkspace
  let compiled: ProductRun
  /// Each lead's lines in their order, and behind them lines of nobody.
  let leads: [[String]]
  /// All lines, interleaved.
  let lines: [String]
  let start: Int64?
  let until: Int64?
  /// What the feed's session tokens say.
  let sessions: [PlainJSON: ReferenceSession]

  init(seed: UInt64, _ program: GeneratedWorkspace, _ compiled: ProductRun) {
    self.seed = seed
    self.program = program
    self.compiled = compiled
    var random = SplitMix64(seed: seed)
    let feed = FeedGenerator.feed(for: program, seed: seed)
    leads = feed.leads + [feed.rubbish]
    sessions = feed.sessions
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
  func product(lines: [String]? = nil, keepsJournal: Bool = false, keepsEffects: Bool = true) throws
    -> ProductRun.Result
  {
    let feed = (lines ?? self.lines).map { $0 + "\n" }.joined()
    return try compiled.run(
      Array(feed.utf8), start: start, until: until, hasSessions: program.hasSessions, keepsJournal: keepsJournal,
      keepsEffects: keepsEffects)
  }

  /// Runs the feed in several runs, with a journal, where leads can be dealt to them.
  func dealt() throws -> DealtRun? {
    var settings = RunSettings { TestRun.digest($0) }
    settings.start = start
    settings.until = until
    settings.keepsJournal = true
    settings.keepsEffects = true
    guard FunnelRun.isDealable(compiled.workspace, settings) else { return nil }
    let feed = lines.map { $0 + "\n" }.joined()
    return try DealtRun(
      compiled.workspace, settings, Array(feed.utf8), FeedLimits(readSize: 1_000),
      sessions: program.hasSessions ? ProductRun.tokens(0) : nil, shares: 2 + Int(seed / 4 % 3))
  }

  var description: String {
    let files = program.files.sorted { $0.key < $1.key }.map { "// \($0.key)\n\($0.value)" }
    let tables = program.tables.map { "// \($0.name)\n\($0.file)" }
    return ([program.source] + files + tables + lines).joined(separator: "\n")
  }
}

extension ReferenceRun {
  /// The journeys' lines, in order of registration.
  var lines: [PlainJSON] {
    journeys.map { ReferenceEngine(self, $0).line }
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
