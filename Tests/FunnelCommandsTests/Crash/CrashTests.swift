import Foundation
import Testing

/// Nothing is lost and nothing is done twice, wherever a run is ended: the same command, given again, ends with the same bytes
/// in the store and in every output as a run that nothing happened to.
///
/// `FUNNEL_CRASHES=all swift test --filter CrashTests` tries every call; without it a sample is tried. The numbers are printed.
@Suite("Crashes", .serialized)
struct CrashTests {
  private static let isComplete = ProcessInfo.processInfo.environment["FUNNEL_CRASHES"] == "all"
  private static let expected = Result {
    let run = try CrashRun()
    let calls = try run.count()
    return (calls: calls, results: try run.results())
  }

  /// What became of trials.
  private struct Tally {
    var trials = 0
    /// How often the run did not end by itself, or ended with an error.
    var struck = 0
    /// The calls at which what came out in the end was different.
    var differences: [Int] = []
  }

  private func tally(_ blow: CrashRun.Blow, sample: Int, seeds: Int = 1, lies: Bool = false) throws -> Tally {
    let (calls, expected) = try Self.expected.get()
    var tally = Tally()
    for call in stride(from: 1, through: calls, by: Self.isComplete ? 1 : max(calls / sample, 1)) {
      for seed in 1...(Self.isComplete ? seeds : 1) {
        let run = try CrashRun()
        let struck = try run.strike(blow, at: call, seed: seed &+ call &* 31, lies: lies)
        tally.trials += 1
        if struck.status != 0 { tally.struck += 1 }
        if blow.kills || struck.status == 2 { _ = try run.finish() }
        if try run.results() != expected { tally.differences.append(call) }
      }
    }
    print(
      "crashes: \(blow.rawValue)\(lies ? " with lies" : ""): \(tally.trials) runs of \(calls) calls,",
      "\(tally.struck) struck, \(tally.differences.count) different")
    return tally
  }

  @Test("killed at a call that changes a file", arguments: [CrashRun.Blow.before, .after, .half, .torn])
  func kills(blow: CrashRun.Blow) throws {
    let tally = try tally(blow, sample: 10)
    #expect(tally.struck == tally.trials && tally.trials >= 8)
    #expect(tally.differences.isEmpty)
  }

  @Test(
    "a disk that is full, or reports an error, once or from then on",
    arguments: [CrashRun.Blow.full, .fullOn, .error, .errorOn])
  func failures(blow: CrashRun.Blow) throws {
    let tally = try tally(blow, sample: 8)
    #expect(tally.struck * 2 > tally.trials && tally.trials >= 6)
    #expect(tally.differences.isEmpty)
  }

  @Test("the power goes, and what was not synchronised is kept or lost by sectors")
  func power() throws {
    let tally = try tally(.power, sample: 16, seeds: 3)
    #expect(tally.struck == tally.trials && tally.trials >= 12)
    #expect(tally.differences.isEmpty)
  }

  @Test("the control: where synchronising is a lie, losing power is found to lose something")
  func control() throws {
    let tally = try tally(.power, sample: 30, seeds: 3, lies: true)
    #expect(!tally.differences.isEmpty)
  }
}
