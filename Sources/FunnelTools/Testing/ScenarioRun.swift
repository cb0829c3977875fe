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
    var event = event(.leadRegistered, scenario.given)
    if let source = scenario.source {
      event.source = event.keep(program.program.strings[program.program.sources[source].reference].utf8)
    }
    event.funnel = event.keep(program.program.name.utf8)
    guard happens(event, "the lead is registered", at: scenario.span) else { return }
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
    case .event(let kind): return happens(event(kind, []), "\"\(Self.word(kind))\"", at: step.span)
    case .update(let values): return happens(event(.leadUpdated, values), "the update", at: step.span)
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
    return happens(event(.clock, []), "the clock", at: span)
  }

  private mutating func act(
    _ kind: IncomingEvent.Kind, _ key: Int, _ role: Int?, _ values: [TestScenario.Value], _ doing: String,
    at span: SourceSpan
  ) -> Bool {
    var event = event(kind, values)
    let name = program.program.strings[program.program.activityKeys[key]]
    event.activity = event.keep(name.utf8)
    event.funnel = event.keep(program.program.name.utf8)
    if let role { event.role = event.keep(program.program.strings[program.program.roles[role].name].utf8) }
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

  private func event(_ kind: IncomingEvent.Kind, _ values: [TestScenario.Value]) -> IncomingEvent {
    var event = IncomingEvent()
    event.kind = kind
    event.time = clock
    event.lead = event.keep("lead\(scenario.row.map { "-\($0)" } ?? "")".utf8)
    for value in values {
      var bits = value.value.bits ?? 0
      if value.value.bits != nil, value.value.type.isReference { bits = event.keep(value.value.bytes).bits }
      event.values.append(
        IncomingEvent.PointValue(
          slot: value.slot, isKnown: value.value.bits != nil, bits: bits,
          funnel: UInt16(truncatingIfNeeded: scenario.funnel)))
    }
    return event
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

  /// The way that the lead took, for people.
  /// The records of the funnel under test, as people may see them.
  private var toldRecords: [JournalRecord] { told.records.filter { $0.funnel == scenario.funnel } }

  private var story: [String] {
    Story(program.program, hiding: showsPersonal ? nil : program.personal).lines(of: toldRecords)
  }
}

extension IncomingEvent {
  /// Adds bytes to the event and gives where they stand.
  fileprivate mutating func keep(_ text: some Collection<UInt8>) -> TextReference {
    let start = bytes.count
    bytes += text
    return TextReference(
      .event, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: text.count))
  }
}
