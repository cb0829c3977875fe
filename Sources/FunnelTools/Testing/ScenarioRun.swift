import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime

/// Runs one scenario on the very interpreter that runs leads, and compares what becomes of the lead with what is expected.
///
/// A failed expectation lets the scenario go on, so that one run shows all of them; a step that can't happen ends it, because
/// nothing behind it would mean what its author thought.
public struct ScenarioRun: ~Copyable {
  /// The funnel whose test it is.
  private let program: LoadedProgram
  private let scenario: TestScenario
  private let showsPersonal: Bool
  private var run: FunnelRun
  /// The same once more with personal values masked, from which people are told what happened.
  private var told: FunnelRun
  private var clock: Int64
  private var findings: [Diagnostic] = []

  /// Runs a scenario and gives what failed in it; nothing where all went as expected.
  public static func findings(
    of scenario: TestScenario, in workspace: LoadedWorkspace, digest: @escaping @Sendable ([UInt8]) -> [UInt8],
    showsPersonal: Bool = false
  ) -> [Diagnostic] {
    var run = ScenarioRun(scenario, workspace, digest, showsPersonal)
    run.play()
    return run.findings
  }

  private init(
    _ scenario: TestScenario, _ workspace: LoadedWorkspace, _ digest: @escaping @Sendable ([UInt8]) -> [UInt8],
    _ showsPersonal: Bool
  ) {
    var settings = RunSettings(digest: digest)
    settings.isObserved = true
    settings.showsPersonal = showsPersonal
    program = workspace.funnels[scenario.funnel]
    self.scenario = scenario
    self.showsPersonal = showsPersonal
    run = FunnelRun(workspace, settings)
    settings.redacts = !showsPersonal
    told = FunnelRun(workspace, settings)
    clock = scenario.start
  }

  private mutating func play() {
    guard happens(scenario.registration(in: program), "the lead is registered", at: scenario.span) else { return }
    for step in scenario.steps where !play(step) { return }
  }

  /// Plays a step; false where it can't happen.
  private mutating func play(_ step: TestScenario.Step) -> Bool {
    switch step.action {
    case .at(let instant):
      guard instant >= clock else {
        findings.append(.timeGoesBack(at: step.span))
        return false
      }
      return moveClock(to: instant, at: step.span)
    case .after(let span):
      guard let instant = program.adding(span, to: clock) else {
        findings.append(.timeEnds(at: step.span))
        return false
      }
      return moveClock(to: instant, at: step.span)
    case .event(let kind): return happens(scenario.event(kind, [], at: clock), "\"\(Self.word(kind))\"", at: step.span)
    case .update(let values):
      return happens(scenario.event(.leadUpdated, values, at: clock), "the update", at: step.span)
    case .complete(let key, let role, let values):
      return act(.activityCompleted, key, role, values, "completing", at: step.span)
    case .fail(let key, let role): return act(.activityFailed, key, role, [], "failing", at: step.span)
    case .expect(let expectation):
      check(expectation, at: step.span)
      return true
    }
  }

  private static func word(_ kind: IncomingEvent.Kind) -> String {
    switch kind {
    case .leadAccepted: "accept"
    case .leadDeclined: "decline"
    default: "withdraw"
    }
  }

  private mutating func moveClock(to instant: Int64, at span: SourceSpan) -> Bool {
    clock = instant
    return happens(scenario.event(.clock, [], at: clock), "the clock", at: span)
  }

  private mutating func act(
    _ kind: IncomingEvent.Kind, _ key: Int, _ role: Int?, _ values: [TestScenario.Value], _ doing: String,
    at span: SourceSpan
  ) -> Bool {
    let event = scenario.event(kind, values, of: key, by: role, in: program, at: clock)
    let name = program.program.strings[program.program.activityKeys[key]]
    if let journey = run.latestJourney(in: scenario.funnel), !journey.isEnded, !journey.activities[key].isOpen {
      let standing = Standing(journey, program.program)
      findings.append(
        .activityNotOpen(name, standing.activity(key), lead: standing.words, at: span, story: story))
      return false
    }
    return happens(event, "\(doing) \"\(name)\"", at: span)
  }

  /// Lets an event happen; false where nothing comes of it.
  private mutating func happens(_ event: IncomingEvent, _ what: String, at span: SourceSpan) -> Bool {
    let before = run.latestJourney(in: scenario.funnel)?.counts
    _ = told.handle(event, line: 1)
    if case .refused(let refusal) = run.handle(event, line: 1) {
      findings.append(.refusedStep(what, refusal.message, at: span, story: story))
      return false
    }
    guard let before, let journey = run.latestJourney(in: scenario.funnel) else { return true }
    guard journey.counts.late == before.late, journey.counts.ignored == before.ignored else {
      findings.append(.idleStep(what, lead: Standing(journey, program.program).words, at: span, story: story))
      return false
    }
    return true
  }

  private mutating func check(_ expectation: TestScenario.Expectation, at span: SourceSpan) {
    guard let journey = run.latestJourney(in: scenario.funnel) else { return }
    let records = run.records.filter { $0.funnel == scenario.funnel }
    let check = ExpectationCheck(
      program: program, journey: journey, clock: clock, records: records, told: toldRecords,
      showsPersonal: showsPersonal)
    guard let mismatch = check.mismatch(expectation, run: &run) else { return }
    findings.append(.failedExpectation(mismatch, at: span, story: story))
  }

  /// The records of the funnel under test, as people may see them.
  private var toldRecords: [JournalRecord] { told.records.filter { $0.funnel == scenario.funnel } }

  /// The way that the lead took, for people.
  private var story: [String] {
    Story(program.program, hiding: showsPersonal ? nil : program.personal).lines(of: toldRecords)
  }
}
