import Foundation
import Testing

/// Nothing is lost and nothing is done twice, wherever a run is ended: the same command, given again, ends with the same bytes
/// in the store and in every output as a run that nothing happened to.
///
/// `FUNNEL_CRASHES=all swift test --filter 'CrashTests|FlipTests'` tries every call and prints the numbers; without it a sample
/// is tried.
@Suite("Crashes", .serialized)
struct CrashTests {
  private static let isComplete = ProcessInfo.processInfo.environment["FUNNEL_CRASHES"] == "all"

  /// Of each scenario: how many calls there are, and what a run ends with that nothing happens to.
  private static let expected = Result {
    try CrashRun.Scenario.allCases.map { scenario in
      let run = try CrashRun(scenario)
      let calls = try run.count()
      return (calls: calls, results: try run.results())
    }
  }

  /// What became of trials.
  private struct Tally {
    var trials = 0
    /// How often the run did not end by itself, or ended with an error.
    var struck = 0
    /// The calls at which what came out in the end was different.
    var differences: [Int] = []
  }

  private func expected(_ scenario: CrashRun.Scenario) throws -> (calls: Int, results: [String]) {
    let place = CrashRun.Scenario.allCases.firstIndex(of: scenario) ?? 0
    return try Self.expected.get()[place]
  }

  /// Strikes at each call, or at a sample of them that begins at another call for each blow.
  private func tally(
    _ blow: CrashRun.Blow, _ scenario: CrashRun.Scenario, sample: Int, seeds: Int = 1, lies: Bool = false
  ) throws -> Tally {
    let (calls, expected) = try expected(scenario)
    #expect(expected.count == 5 && expected.allSatisfy { !$0.isEmpty })
    var tally = Tally()
    let step = Self.isComplete ? 1 : max(calls / sample, 1)
    let first = Self.isComplete ? 1 : 1 + (CrashRun.Blow.allCases.firstIndex(of: blow) ?? 0) % step
    for call in stride(from: first, through: calls, by: step) {
      for seed in 1...(Self.isComplete ? seeds : 1) {
        let run = try CrashRun(scenario)
        let struck = try run.strike(blow, at: call, seed: seed &+ call &* 31, lies: lies)
        tally.trials += 1
        if struck.status != 0 { tally.struck += 1 }
        if blow.kills || struck.status == 2 { try run.finish() }
        if try run.results() != expected { tally.differences.append(call) }
      }
    }
    print(
      "crashes, \(scenario.rawValue): \(blow.rawValue)\(lies ? " with lies, the control" : ""): \(tally.trials) runs of",
      "\(calls) calls, \(tally.struck) struck, \(tally.differences.count) different")
    return tally
  }

  @Test(
    "killed at a call that changes a file", arguments: [CrashRun.Blow.before, .after, .half, .torn],
    CrashRun.Scenario.allCases)
  func kills(blow: CrashRun.Blow, scenario: CrashRun.Scenario) throws {
    let tally = try tally(blow, scenario, sample: 4)
    #expect(tally.struck == tally.trials && tally.trials >= 4)
    #expect(tally.differences.isEmpty)
  }

  @Test(
    "a disk that is full, or reports an error, once or from then on",
    arguments: [CrashRun.Blow.full, .fullOn, .error, .errorOn], CrashRun.Scenario.allCases)
  func failures(blow: CrashRun.Blow, scenario: CrashRun.Scenario) throws {
    let tally = try tally(blow, scenario, sample: 3)
    #expect(tally.struck * 2 > tally.trials && tally.trials >= 3)
    #expect(tally.differences.isEmpty)
  }

  @Test(
    "the power goes, and what was not synchronised is kept or lost by sectors", arguments: CrashRun.Scenario.allCases)
  func power(scenario: CrashRun.Scenario) throws {
    let tally = try tally(.power, scenario, sample: 5, seeds: 3)
    #expect(tally.struck == tally.trials && tally.trials >= 5)
    #expect(tally.differences.isEmpty)
  }

  @Test("killed at any time", arguments: CrashRun.Scenario.allCases)
  func times(scenario: CrashRun.Scenario) throws {
    let (_, expected) = try expected(scenario)
    var (killed, different) = (0, 0)
    let trials = Self.isComplete ? 200 : 4
    for trial in 1...trials {
      let run = try CrashRun(scenario)
      // Up to the time that a run takes, in steps that no other trial has.
      if try run.kill(after: UInt32(trial * 60_000 / trials)) { killed += 1 }
      try run.finish()
      if try run.results() != expected { different += 1 }
    }
    print("crashes, \(scenario.rawValue): at any time: \(trials) runs, \(killed) killed, \(different) different")
    #expect(different == 0)
  }

  @Test("the control: where synchronising is a lie, losing power is found to lose something")
  func control() throws {
    let tally = try tally(.power, .feed, sample: 12, seeds: 3, lies: true)
    #expect(!tally.differences.isEmpty)
  }
}
