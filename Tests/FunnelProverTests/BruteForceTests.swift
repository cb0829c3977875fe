import Foundation
import FunnelDiagnostics
import FunnelSemantics
import Testing

@testable import FunnelProver

/// Random decisions over small domains, all leads of which are looked at one by one.
///
/// `FUNNEL_PROVER_CASES=100000 swift test -c release --filter BruteForceTests` looks at so many; `FUNNEL_PROVER_SEED` begins
/// at another seed.
@Suite struct BruteForceTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["FUNNEL_PROVER_CASES"].flatMap { Int($0) } ?? 300
  private static let first = environment["FUNNEL_PROVER_SEED"].flatMap { UInt64($0) } ?? 1

  @Test func cellsAgree() throws {
    for seed in Self.first..<Self.first + UInt64(Self.count / 2) { try Self.check(seed, comparing: false) }
  }

  @Test func differencesAgree() throws {
    for seed in Self.first..<Self.first + UInt64(Self.count / 2) { try Self.check(seed, comparing: true) }
  }

  private static func check(_ seed: UInt64, comparing: Bool) throws {
    let small = SmallDecision(seed: seed, comparing: comparing)
    let funnel = try FunnelText.resolve(small.text)
    let leads = small.leads.map { PlainTruth(funnel: funnel, lead: $0) }
    let decision = funnel.decisions[0]
    let truths = leads.map { lead in decision.branches.map { $0.condition.map { lead.truth($0) } ?? true } }
    let engines: [Solver.Choice] = comparing ? [.differences, .fitting] : [.cells, .differences]
    for engine in engines {
      let note: Comment = "seed \(seed), \(engine)\n\(small.text)"
      let answers = DecisionQuestions(Ground(funnel), decision, limit: 1_000_000, engine: engine).answers()
      try #require(answers.undecided == 0, note)
      for (index, branch) in answers.branches.enumerated() {
        check(branch, index, truths, note)
        guard let condition = decision.branches[index].condition else { continue }
        #expect(branch.isAlwaysTrue == truths.allSatisfy { $0[index] == true }, note)
        guard !branch.isAlwaysTrue else { continue }
        if case .neverTrue = branch.fate { continue }
        let idle = ConditionPart.all(of: condition).filter { part in
          leads.allSatisfy { ($0.truth(part.conditionWithout) == true) == ($0.truth(condition) == true) }
        }
        #expect(branch.idle.map(\.part.span.start) == idle.map(\.part.span.start), note)
      }
      check(answers, decision, leads, truths, note)
      checkOther(funnel, leads, truths, engine, note)
      let (a, b) = (
        funnel.lets[funnel.lets.count - 2].cases[0].value, funnel.lets[funnel.lets.count - 1].cases[0].value
      )
      let isSame = leads.allSatisfy { $0.truth(a) == $0.truth(b) }
      let found = Prover.difference(between: a, b, in: Ground(funnel), limit: 1_000_000, engine: engine)
      switch found {
      case .none: #expect(isSame, note)
      case .some(let witness):
        #expect(!isSame, note)
        let lead = PlainTruth(funnel: funnel, lead: witness.lead(in: funnel))
        #expect(lead.truth(a) != lead.truth(b), note)
      case .undecided: Issue.record(note)
      }
    }
  }

  /// The decision as it is written a second time, in another way.
  private static func checkOther(
    _ funnel: ResolvedFunnel, _ leads: [PlainTruth], _ truths: [[Bool?]], _ engine: Solver.Choice, _ note: Comment
  ) {
    let (first, second) = (funnel.decisions[0], funnel.decisions[1])
    func outcome(_ decision: ResolvedDecision, _ lead: PlainTruth) -> String? {
      decision.branches.first { $0.condition.map { lead.truth($0) == true } ?? true }.map { decision.labels[$0.label] }
    }
    let isSame = leads.allSatisfy { outcome(first, $0) == outcome(second, $0) }
    switch Prover(funnel, limit: 1_000_000).difference(of: ID(0), from: second, engine: engine) {
    case .none: #expect(isSame, note)
    case .some(let witness):
      let lead = PlainTruth(funnel: funnel, lead: witness.lead(in: funnel))
      #expect(outcome(first, lead) != outcome(second, lead), note)
    case .undecided: Issue.record(note)
    }
  }

  private static func check(_ branch: BranchAnalysis, _ index: Int, _ truths: [[Bool?]], _ note: Comment) {
    let isTaken = truths.contains { $0[index] == true && !$0[..<index].contains(true) }
    let isTrue = truths.contains { $0[index] == true }
    switch branch.fate {
    case .taken: #expect(isTaken, note)
    case .neverTrue: #expect(!isTrue, note)
    case .shadowed(let shadow):
      #expect(isTrue && !isTaken, note)
      func isShadowed(by set: [Int]) -> Bool {
        !truths.contains { row in row[index] == true && !set.contains { row[$0] == true } }
      }
      #expect(isShadowed(by: shadow), note)
      for left in shadow { #expect(!isShadowed(by: shadow.filter { $0 != left }), note) }
    case .excludedOnEntry, .undecided: Issue.record(note)
    }
  }

  private static func check(
    _ answers: DecisionAnalysis, _ decision: ResolvedDecision, _ leads: [PlainTruth], _ truths: [[Bool?]],
    _ note: Comment
  ) {
    let gaps = leads.indices.filter { !truths[$0].contains(true) }
    let isComplete = decision.branches.contains { $0.condition == nil }
    func falls(_ witness: Witness) -> Bool {
      let lead = PlainTruth(funnel: leads[0].funnel, lead: witness.lead(in: leads[0].funnel))
      return !decision.branches.contains { $0.condition.map { lead.truth($0) == true } ?? true }
    }
    switch answers.gap {
    case nil: #expect(isComplete, note)
    case DecisionAnalysis.Gap.none?: #expect(gaps.isEmpty, note)
    case .always(let witness)?:
      #expect(!isComplete && gaps.contains { !leads[$0].lead.contains(nil) }, note)
      #expect(falls(witness), note)
    case .onMissing(let witness)?:
      #expect(!isComplete && !gaps.isEmpty, note)
      #expect(!gaps.contains { !leads[$0].lead.contains(nil) }, note)
      #expect(falls(witness), note)
    case .undecided?: Issue.record(note)
    }
    guard decision.isUnique else { return }
    let pairs = truths[0].indices.flatMap { second in (0..<second).map { ($0, second) } }
    let overlapping = pairs.filter { pair in truths.contains { $0[pair.0] == true && $0[pair.1] == true } }
    #expect(answers.overlaps.map { [$0.first, $0.second] } == overlapping.map { [$0.0, $0.1] }, note)
  }
}

extension Witness {
  /// The values of all points, as the plain evaluator takes them.
  func lead(in funnel: ResolvedFunnel) -> [PlainTruth.Value?] {
    var lead = [PlainTruth.Value?](repeating: nil, count: funnel.points.count)
    let plain = PlainTruth(funnel: funnel, lead: lead)
    for value in values {
      switch value.constant {
      case nil: lead[value.point.index] = nil
      case .single(let literal):
        lead[value.point.index] = plain.value(
          TypedExpression(.literal(literal), funnel.points[value.point].type, funnel.span))
      case .set(let literals):
        lead[value.point.index] = .set(
          Set(literals.map { if case .member(let index) = $0 { index } else { -1 } }))
      }
    }
    return lead
  }
}
