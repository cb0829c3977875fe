import FunnelCompiler
import FunnelIR
import FunnelRuntime

/// Compares how a journey stands with what a test expects.
struct ExpectationCheck {
  let program: LoadedProgram
  let journey: Journey
  let clock: Int64
  /// Everything that happened since the lead registered.
  let records: [JournalRecord]
  /// The same as people may see it.
  let told: [JournalRecord]
  /// Whether personal values may be shown.
  let showsPersonal: Bool

  private var tables: Program { program.program }
  private var standing: Standing { Standing(journey, tables) }

  /// What is expected and what is the case instead, as a phrase; nil where the expectation holds.
  func mismatch(_ expectation: TestScenario.Expectation, run: inout FunnelRun) -> String? {
    switch expectation {
    case .stage(let stage):
      let isThere = stage.map { journey.stage == Int32($0) } ?? (journey.status == .held)
      return isThere ? nil : place("stage \"\(stage.map { string(tables.stages[$0].name) } ?? "incoming")\"")
    case .end(let end):
      let isThere = journey.end >= 0 && tables.ends[Int(journey.end)].name == tables.ends[end].name
      return isThere ? nil : place("end \"\(string(tables.ends[end].name))\"")
    case .declined: return journey.status == .declined ? nil : place("the lead to be declined")
    case .converted: return journey.status == .converted ? nil : place("the lead to be converted")
    case .lost(let reason):
      let given = journey.end >= 0 ? tables.ends[Int(journey.end)].reason.map { string($0) } : nil
      let isThere = journey.status == .lost && (reason == nil || reason == given)
      return isThere ? nil : place("the lead to be lost\(reason.map { ": \"\($0)\"" } ?? "")")
    case .activity(let key, let role, let state): return activity(key, role, state)
    case .noActivity(let key):
      let record = journey.activities[key]
      guard record.activity >= 0, record.state != .skipped else { return nil }
      return "expected no activity \"\(string(tables.activityKeys[key]))\", and it is \(standing.activity(key))"
    case .label(let decision, let label): return self.label(decision, label)
    case .score(let index, let number):
      let shown = run.shown(score: index, in: program.index, at: clock) ?? 0
      guard shown != number else { return nil }
      return "expected score \"\(string(tables.scores[index].name))\" to be \(number), and it is \(shown)"
    case .data(let expected):
      let found = run.reading(point: expected.slot, in: program.index)
      guard !found.isSame(as: expected.value) else { return nil }
      let words = Words(tables, hiding: showsPersonal ? nil : program.personal)
      let name = string(tables.points[expected.slot].name)
      return
        "expected \"\(name)\" to be \(words.value(expected.value, ofPoint: expected.slot)), and it is \(words.value(found, ofPoint: expected.slot))"
    case .effect(let expected): return EffectCheck(tables, records, told: told).mismatch(expected)
    }
  }

  private func place(_ expected: String) -> String { "expected \(expected), and the lead is \(standing.words)" }

  private func activity(_ key: Int, _ role: Int?, _ state: TestScenario.ActivityExpectation?) -> String? {
    let name = string(tables.activityKeys[key])
    let record = journey.activities[key]
    guard record.activity >= 0 else {
      return "expected activity \"\(name)\", and the lead has not come to it: it is \(standing.words)"
    }
    if let role, tables.activities[Int(record.activity)].role != role {
      let found = string(tables.roles[tables.activities[Int(record.activity)].role].name)
      return "expected activity \"\(name)\" by \(string(tables.roles[role].name)), and it is by \(found)"
    }
    let holds: Bool
    let word: String
    switch state {
    case nil:
      holds = record.state != .skipped
      word = ""
    case .open:
      holds = record.isOpen
      word = " open"
    case .overdue:
      holds = record.isOverdue
      word = " overdue"
    case .state(let state):
      holds = record.state == state
      word = " \(state.word)"
    }
    return holds ? nil : "expected activity \"\(name)\"\(word), and it is \(standing.activity(key))"
  }

  private func label(_ decision: Int, _ label: Int) -> String? {
    guard Int(journey.labels[decision]) != label else { return nil }
    let members = tables.choices[tables.decisions[decision].labels].members
    let expected =
      "expected decision \"\(string(tables.decisions[decision].name))\" to take \"\(members[label].name)\""
    guard journey.labels[decision] >= 0 else {
      return "\(expected), and it was not taken: the lead is \(standing.words)"
    }
    return "\(expected), and it took \"\(members[Int(journey.labels[decision])].name)\""
  }

  private func string(_ index: Int) -> String { tables.strings[index] }
}
