import FunnelIR
import FunnelProver
import FunnelRuntime
import FunnelSemantics

/// Plays the prover's scenarios of one funnel on the very interpreter that runs leads.
///
/// What can't happen changes nothing, so a scenario with an idle step shows what it shows without it.
struct ScenarioReplay: Sendable {
  private let workspace: LoadedWorkspace
  private let number: Int
  private let lowering: TestLowering

  init(_ funnel: ResolvedFunnel, number: Int, in workspace: LoadedWorkspace) {
    self.workspace = workspace
    self.number = number
    lowering = TestLowering(funnel, number: number)
  }

  /// Plays a scenario and gives the decisions that were asked, in order.
  func play(_ scenario: Scenario) -> [Replay.Asked] {
    // No effect is looked at, so none needs an id of its own.
    var settings = RunSettings { _ in [UInt8](repeating: 0, count: 32) }
    settings.isObserved = true
    let program = workspace.funnels[number]
    let test = lowering.scenario(of: scenario)
    var run = FunnelRun(workspace, settings)
    var clock = test.start
    guard case .accepted = run.handle(test.registration(in: program), line: 1) else { return [] }
    for step in test.steps {
      let event: IncomingEvent
      switch step.action {
      case .at(let instant):
        clock = max(clock, instant)
        event = test.event(.clock, [], at: clock)
      case .after(let span):
        guard let instant = program.adding(span, to: clock) else { return asked(run.records) }
        clock = instant
        event = test.event(.clock, [], at: clock)
      case .complete(let key, let role, let values):
        event = test.event(.activityCompleted, values, of: key, by: role, in: program, at: clock)
      case .fail(let key, let role): event = test.event(.activityFailed, [], of: key, by: role, in: program, at: clock)
      case .update(let values): event = test.event(.leadUpdated, values, at: clock)
      case .event(let kind): event = test.event(kind, [], at: clock)
      case .expect: continue
      }
      _ = run.handle(event, line: 1)
    }
    return asked(run.records)
  }

  private func asked(_ records: [JournalRecord]) -> [Replay.Asked] {
    records.compactMap { record in
      guard record.funnel == number, case .decision(let index, let truths, _, let taken) = record.kind else {
        return nil
      }
      return Replay.Asked(
        decision: ID(index), truths: truths.map { $0 == .unknown ? nil : $0 == .true }, taken: taken)
    }
  }
}
