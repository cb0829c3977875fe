import FunnelDiagnostics
import FunnelIR
import FunnelProver
import FunnelRuntime
import FunnelSemantics
import FunnelSyntax

/// Lowers a funnel's tests to scenarios. Tests are no part of the program: it is the same with them and without.
struct TestLowering {
  private let funnel: ResolvedFunnel
  private let number: Int
  private let types: TypeLowering

  init(_ funnel: ResolvedFunnel, number: Int) {
    self.funnel = funnel
    self.number = number
    types = TypeLowering(funnel)
  }

  /// The scenarios in text order.
  func scenarios() -> [TestScenario] {
    funnel.tests.flatMap { test -> [TestScenario] in
      guard !test.rows.isEmpty else { return [scenario(test, row: nil)] }
      return test.rows.indices.map { scenario(test, row: $0) }
    }
  }

  private func scenario(_ test: ResolvedTest, row index: Int?) -> TestScenario {
    let row = index.map { test.rows[$0] }
    var steps = test.steps.map { TestScenario.Step(action: action($0.value), span: $0.span) }
    if let expectation = row?.expectation {
      steps.append(TestScenario.Step(action: .expect(lower(expectation.value)), span: expectation.span))
    }
    let own = values(row?.given ?? [])
    let shared = values(test.given).filter { value in !own.contains { $0.slot == value.slot } }
    return TestScenario(
      funnel: number, title: test.title, row: index.map { $0 + 1 },
      source: test.source?.index ?? (funnel.sources.isEmpty ? nil : 0), start: test.start ?? TestScenario.defaultStart,
      given: (shared + own).sorted { $0.slot < $1.slot }, steps: steps, span: row?.span ?? test.span)
  }

  /// What the prover would have played.
  func scenario(of scenario: Scenario) -> TestScenario {
    TestScenario(
      funnel: number, title: "", row: nil, source: scenario.source?.index ?? (funnel.sources.isEmpty ? nil : 0),
      start: scenario.start ?? TestScenario.defaultStart, given: values(scenario.given),
      steps: scenario.steps.map { TestScenario.Step(action: action($0), span: funnel.span) }, span: funnel.span)
  }

  private func action(_ step: ResolvedTest.Step) -> TestScenario.Action {
    switch step {
    case .at(let instant): .at(instant)
    case .after(let span): .after(FunnelIR.CalendarSpan(span))
    case .complete(let name, let actor, let values):
      .complete(name.index, role: actor.map { $0.roleNumber(in: funnel) }, self.values(values))
    case .fail(let name, let actor): .fail(name.index, role: actor.map { $0.roleNumber(in: funnel) })
    case .set(let values): .update(self.values(values))
    case .happening(.accept): .event(.leadAccepted)
    case .happening(.decline): .event(.leadDeclined)
    case .happening(.withdraw): .event(.leadWithdrawn)
    case .expect(let expectation): .expect(lower(expectation))
    }
  }

  private func lower(_ expectation: ResolvedTest.Expectation) -> TestScenario.Expectation {
    switch expectation {
    case .stage(let id): .stage(id?.index)
    case .end(let id): .end(id.index)
    case .declined: .declined
    case .converted: .converted
    case .lost(let reason): .lost(reason: reason)
    case .activity(let name, let actor, let state):
      .activity(name.index, role: actor.map { $0.roleNumber(in: funnel) }, state.map { Self.state($0) })
    case .noActivity(let name): .noActivity(name.index)
    case .label(let id, let label): .label(decision: id.index, label)
    case .score(let id, let number): .score(id.index, number)
    case .data(let id, let constant): .data(value(id, constant))
    case .effect(let word, let actor, let text, let isAbsent):
      .effect(
        TestScenario.EffectExpectation(
          kind: Self.kind(word), role: actor.map { $0.roleNumber(in: funnel) }, text: text, isAbsent: isAbsent))
    }
  }

  private static func kind(_ word: EffectWord) -> TestScenario.EffectExpectation.Kind {
    switch word {
    case .notification: .notification
    case .task: .task
    case .note: .note
    case .email: .email
    case .webhook: .webhook
    }
  }

  private static func state(_ question: ResolvedTest.ActivityQuestion) -> TestScenario.ActivityExpectation {
    switch question {
    case .open: .open
    case .overdue: .overdue
    case .inProgress: .state(.inProgress)
    case .completed: .state(.completed)
    case .failed: .state(.failed)
    case .skipped: .state(.skipped)
    case .blocked: .state(.blocked)
    case .cancelled: .state(.cancelled)
    }
  }

  private func values(_ values: [ResolvedTest.Value]) -> [TestScenario.Value] {
    values.map { value($0.point, $0.constant) }.sorted { $0.slot < $1.slot }
  }

  private func value(_ point: ID<ResolvedPoint>, _ constant: ResolvedTest.Constant?) -> TestScenario.Value {
    let type = types.type(funnel.points[point].type)
    var tables = ConstantTables()
    let bits: UInt64? =
      switch constant {
      case .single(let literal): tables.bits(literal)
      case .set(let elements): tables.bits(ofSet: elements)
      case nil: nil
      }
    // The tables hold this one constant, so all their bytes are its own.
    let bytes = type.isReference ? tables.constants.bytes : []
    return TestScenario.Value(slot: point.index, value: RecordedValue(type: type, bits: bits, bytes: bytes))
  }
}
