import Foundation
import FunnelIR
import FunnelProver
import FunnelRuntime
import FunnelSemantics
import Testing

@testable import FunnelCompiler

/// Random funnels with random feeds: whatever the prover says no lead does, no lead does.
///
/// `FUNNEL_PROVED` says how many programs are tried; `FUNNEL_SEED` which one is the first.
@Suite("What is proved of generated funnels")
struct ProverAgainstRunsTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let programs = environment["FUNNEL_PROVED"].flatMap { UInt64($0) } ?? 150
  private static let first = environment["FUNNEL_SEED"].flatMap { UInt64($0) } ?? 1

  /// How often something was proved that the runs could have shown to be wrong.
  private struct Tally {
    var taken = 0
    var dead = 0
    var complete = 0
    var skipped = 0
  }

  @Test("no run contradicts it")
  func runs() throws {
    var tally = Tally()
    for seed in Self.first..<Self.first + Self.programs {
      let program = ProgramGenerator.workspace(seed: seed)
      let compiled = try ProductRun(compiling: program.source, tables: program.tables)
      let provers = compiled.funnels.indices.map {
        Prover(ResolvedProgram(funnels: compiled.funnels), funnel: $0)
      }
      for feed in seed * 3..<seed * 3 + 3 {
        let trial = Trial(seed: feed, program, compiled)
        try check(records(of: trial), provers, "seed \(seed), feed \(feed)\n\(trial)", &tally)
      }
    }
    // It says something only where branches were taken, and where something was proved.
    #expect(tally.taken > Int(Self.programs))
    #expect(tally.dead > Int(Self.programs) / 10)
    #expect(tally.complete > Int(Self.programs) / 10)
  }

  @Test("a lead that is shown as a line of the feed does what the finding says")
  func lines() throws {
    var (certain, possible, lines) = (0, 0, 0)
    for seed in Self.first..<Self.first + Self.programs {
      let program = ProgramGenerator.workspace(seed: seed)
      let compiled = try ProductRun(compiling: program.source, tables: program.tables)
      guard compiled.funnels.count == 1, let funnel = compiled.funnels.first else { continue }
      let replay = ScenarioReplay(funnel, number: 0, in: compiled.workspace)
      let prover = Prover(funnel, replay: Replay { replay.play($0) })
      for (index, decision) in funnel.decisions.enumerated() where !decision.isSplit {
        let analysis = prover.decision(ID(index))
        let gap: Witness? =
          switch analysis.gap {
          case .always(let witness)?, .onMissing(let witness)?: witness
          default: nil
          }
        for witness in [gap].compactMap(\.self) + analysis.overlaps.map(\.witness) {
          if witness.isCertain { certain += 1 } else { possible += 1 }
        }
        guard let gap, gap.isCertain, gap.scenario?.isLine == true, funnel.sources.isEmpty else { continue }
        let line = LeadLine(funnel).text(of: gap)
        let records = try records(of: line, compiled)
        // Where the lead's id stands elsewhere, the line lacks it.
        guard !records.isEmpty else { continue }
        lines += 1
        let isShown = records.contains { record in
          if case .decision(index, _, _, nil) = record.kind { true } else { false }
        }
        #expect(isShown, "seed \(seed), decision \(decision.name), \(line)\n\(program.source)")
      }
    }
    print("witnesses of \(Self.programs) programs: \(certain) certain, \(possible) possible, \(lines) lines of a feed")
    #expect(certain * 10 > possible, "\(certain) certain, \(possible) possible")
    #expect(lines > Int(Self.programs) / 100)
  }

  /// What happens to the lead of a line.
  private func records(of line: String, _ compiled: ProductRun) throws -> [JournalRecord] {
    var settings = RunSettings { TestRun.digest($0) }
    settings.start = TestScenario.defaultStart
    settings.isObserved = true
    var run = FunnelRun(compiled.workspace, settings)
    let text = line == "{}" ? "{\"id\":\"w\"}" : "{\"id\":\"w\"," + line.dropFirst()
    var reader = FeedReader(MemorySource(Array((text + "\n").utf8)), for: compiled.workspace)
    var event = IncomingEvent()
    while case .event(let number, _) = try reader.next(into: &event) { _ = run.handle(event, line: number) }
    return run.records
  }

  /// What happened to the leads that nobody moved by hand, lead by lead.
  private func records(of trial: Trial) throws -> [JournalRecord] {
    var settings = RunSettings { TestRun.digest($0) }
    settings.start = trial.start
    settings.until = trial.until
    settings.isObserved = true
    var run = FunnelRun(trial.compiled.workspace, settings)
    var reader = FeedReader(
      MemorySource(Array(trial.lines.map { $0 + "\n" }.joined().utf8)), for: trial.compiled.workspace,
      sessions: trial.program.hasSessions ? ProductRun.tokens(0) : nil)
    var event = IncomingEvent()
    reading: while true {
      switch try reader.next(into: &event) {
      case .end: break reading
      case .reject: continue
      case .event(let line, _): _ = run.handle(event, line: line)
      }
    }
    while run.finishNext() {}
    let moved = Set(
      run.records.compactMap { record -> [UInt8]? in
        if case .event(.journeyMoved, _, _, _, _, _, _) = record.kind { record.lead } else { nil }
      })
    return run.records.filter { !moved.contains($0.lead) }
  }

  private func check(_ records: [JournalRecord], _ provers: [Prover], _ note: String, _ tally: inout Tally) throws {
    for record in records {
      let prover = provers[record.funnel]
      let funnel = prover.funnel
      switch record.kind {
      case .decision(let index, let truths, _, let taken):
        let analysis = prover.decision(ID(index))
        for (number, truth) in truths.enumerated() where funnel.decisions[index].branches[number].condition != nil {
          let branch = analysis.branches[number]
          if case .neverTrue = branch.fate { #expect(truth != .true, "branch \(number) of \(index): \(note)") }
          if branch.isAlwaysTrue { #expect(truth == .true, "branch \(number) of \(index): \(note)") }
        }
        if let taken {
          tally.taken += 1
          switch analysis.branches[taken].fate {
          case .taken, .undecided: break
          case .neverTrue, .shadowed, .excludedOnEntry:
            Issue.record("decision \(index) took branch \(taken): \(note)")
          }
        } else if case DecisionAnalysis.Gap.none? = analysis.gap {
          Issue.record("a lead fell through decision \(index): \(note)")
        }
        tally.dead += analysis.branches.count {
          switch $0.fate {
          case .neverTrue, .shadowed, .excludedOnEntry: true
          case .taken, .undecided: false
          }
        }
        if case DecisionAnalysis.Gap.none? = analysis.gap { tally.complete += 1 }
      case .entered(let stage, _): #expect(prover.isReached(.stage(ID(stage))), "stage \(stage): \(note)")
      case .activity(let index, let state, _, _) where state != .skipped:
        let activity = funnel.activities[index]
        guard let condition = activity.condition else { continue }
        if case .none = prover.possibility(that: [condition], at: .opening(activity.stage)) {
          Issue.record("activity \(index) took place: \(note)")
        }
      default: continue
      }
    }
  }
}
