import Foundation
import FunnelDiagnostics
import FunnelSemantics
import Testing

@testable import FunnelProver

/// Random decisions over small domains, all leads of which are looked at one by one.
///
/// `FUNNEL_PROVER_CASES=100000 swift test -c release -Xswiftc -enable-testing --filter BruteForceTests` looks at so many, and
/// says how far it is; `FUNNEL_PROVER_SEED` begins at another seed.
@Suite struct BruteForceTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["FUNNEL_PROVER_CASES"].flatMap { Int($0) } ?? 300
  private static let first = environment["FUNNEL_PROVER_SEED"].flatMap { UInt64($0) } ?? 1
  /// After so many cases of one kind it is told how far the test is.
  private static let milestone = 10_000

  @Test func cellsAgree() throws { try Self.run("without comparisons of points", comparing: false) }

  @Test func differencesAgree() throws { try Self.run("with comparisons of points", comparing: true) }

  private static func run(_ kind: String, comparing: Bool) throws {
    var tally = Tally()
    var begin = first
    for seed in first..<first + UInt64(count / 2) {
      try SmallTrial(seed: seed, comparing: comparing).check(&tally)
      guard (seed - first + 1) % UInt64(milestone) == 0 else { continue }
      print("decisions \(kind): seeds \(begin) to \(seed) agree with brute force; so far \(tally)")
      begin = seed + 1
    }
    // It says something only where each answer was there.
    #expect(tally.isWide || count < 300)
  }
}

/// What was looked at.
struct Tally: CustomStringConvertible {
  var decisions = 0
  var questions = 0
  var taken = 0
  var shadowed = 0
  var neverTrue = 0
  var gaps = 0
  var overlaps = 0
  var idle = 0
  var equal = 0
  var different = 0

  /// Whether every kind of answer was there.
  var isWide: Bool {
    ![taken, shadowed, neverTrue, gaps, overlaps, idle, equal, different].contains(0)
  }

  var description: String {
    """
    \(decisions) decisions, \(questions) answers: \(taken) branches taken, \(shadowed) shadowed, \(neverTrue) never true, \
    \(gaps) gaps, \(overlaps) overlaps, \(idle) idle parts, \(equal) equivalences and \(different) differences
    """
  }
}

/// One random decision, what brute force says of it, and what the engines do.
private struct SmallTrial {
  private let seed: UInt64
  private let small: SmallDecision
  private let funnel: ResolvedFunnel
  private let ground: Ground
  private let decision: ResolvedDecision
  private let leads: [PlainTruth]
  /// For each lead, what each branch's condition is known to be.
  private let truths: [[Bool?]]
  private let engines: [Solver.Choice]

  init(seed: UInt64, comparing: Bool) throws {
    self.seed = seed
    small = SmallDecision(seed: seed, comparing: comparing)
    let funnel = try FunnelText.resolve(small.text)
    self.funnel = funnel
    ground = Ground(funnel)
    leads = small.leads.map { PlainTruth(funnel: funnel, lead: $0) }
    let decision = funnel.decisions[0]
    self.decision = decision
    truths = leads.map { lead in decision.branches.map { $0.condition.map { lead.truth($0) } ?? true } }
    engines = comparing ? [.differences, .fitting] : [.cells, .differences]
  }

  private func note(_ engine: Solver.Choice) -> Comment { "seed \(seed), \(engine)\n\(small.text)" }

  func check(_ tally: inout Tally) throws {
    tally.decisions += 1
    let idle = idleParts()
    let (a, b) = (
      funnel.lets[funnel.lets.count - 2].cases[0].value, funnel.lets[funnel.lets.count - 1].cases[0].value
    )
    let isSame = leads.allSatisfy { $0.truth(a) == $0.truth(b) }
    let other = funnel.decisions[1]
    let isSameDecision = leads.allSatisfy { outcome(decision, $0) == outcome(other, $0) }
    tally.equal += (isSame ? 1 : 0) + (isSameDecision ? 1 : 0)
    tally.different += (isSame ? 0 : 1) + (isSameDecision ? 0 : 1)
    var words: [String] = []
    for engine in engines {
      let answers = DecisionQuestions(ground, decision, limit: 1_000_000, engine: engine).answers()
      try #require(answers.undecided == 0, note(engine))
      for (index, branch) in answers.branches.enumerated() { check(branch, index, idle[index], engine, &tally) }
      check(answers, engine, &tally)
      check(
        Prover.difference(between: a, b, in: ground, limit: 1_000_000, engine: engine), isSame, engine
      ) { $0.truth(a) != $0.truth(b) }
      check(
        Prover(funnel, limit: 1_000_000).difference(of: ID(0), from: other, engine: engine), isSameDecision, engine
      ) { outcome(decision, $0) != outcome(other, $0) }
      words.append(answers.words)
    }
    #expect(words[0] == words[1], note(engines[0]))
    checkShared(&tally)
  }

  /// What one prover answers about pairs of conditions, one question after the other in one space.
  private func checkShared(_ tally: inout Tally) {
    let prover = Prover(funnel, limit: 1_000_000)
    let conditions = decision.branches.enumerated().compactMap { index, branch in branch.condition.map { (index, $0) } }
    for (index, fulfilled) in conditions {
      for (other, failing) in conditions {
        let isNobody = truths.allSatisfy { $0[index] != true || $0[other] == true }
        #expect(prover.isImpossible(that: [fulfilled], without: [failing]) == isNobody, note(.fitting))
        tally.questions += 1
      }
    }
  }

  // MARK: What brute force says

  /// For each branch, where the parts stand without which the same leads fulfil its condition.
  private func idleParts() -> [[Int]] {
    decision.branches.enumerated().map { index, branch in
      guard let condition = branch.condition else { return [] }
      return ConditionPart.all(of: condition).filter { part in
        leads.indices.allSatisfy {
          (leads[$0].truth(part.conditionWithout) == true) == (truths[$0][index] == true)
        }
      }
      .map { Int($0.part.span.start) }
    }
  }

  /// The label that a decision gives a lead.
  private func outcome(_ decision: ResolvedDecision, _ lead: PlainTruth) -> String? {
    decision.branches.first { $0.condition.map { lead.truth($0) == true } ?? true }.map { decision.labels[$0.label] }
  }

  private func lead(_ witness: Witness) -> PlainTruth { PlainTruth(funnel: funnel, lead: witness.lead(in: funnel)) }

  // MARK: What the prover says

  private func check(
    _ found: Difference, _ isSame: Bool, _ engine: Solver.Choice, _ differs: (PlainTruth) -> Bool
  ) {
    switch found {
    case .none: #expect(isSame, note(engine))
    case .some(let witness):
      #expect(!isSame, note(engine))
      #expect(differs(lead(witness)), note(engine))
    case .undecided: Issue.record(note(engine))
    }
  }

  private func check(
    _ branch: BranchAnalysis, _ index: Int, _ idle: [Int], _ engine: Solver.Choice, _ tally: inout Tally
  ) {
    let isTaken = truths.contains { $0[index] == true && !$0[..<index].contains(true) }
    let isTrue = truths.contains { $0[index] == true }
    tally.questions += 2
    switch branch.fate {
    case .taken:
      tally.taken += 1
      #expect(isTaken, note(engine))
    case .neverTrue:
      tally.neverTrue += 1
      #expect(!isTrue, note(engine))
    case .shadowed(let shadow):
      tally.shadowed += 1
      #expect(isTrue && !isTaken, note(engine))
      func isShadowed(by set: [Int]) -> Bool {
        !truths.contains { row in row[index] == true && !set.contains { row[$0] == true } }
      }
      #expect(isShadowed(by: shadow), note(engine))
      for left in shadow { #expect(!isShadowed(by: shadow.filter { $0 != left }), note(engine)) }
    case .excludedOnEntry, .undecided: Issue.record(note(engine))
    }
    guard decision.branches[index].condition != nil else { return }
    #expect(branch.isAlwaysTrue == truths.allSatisfy { $0[index] == true }, note(engine))
    guard !branch.isAlwaysTrue else { return }
    if case .neverTrue = branch.fate { return }
    tally.idle += idle.count
    #expect(branch.idle.map { Int($0.part.span.start) } == idle, note(engine))
  }

  private func check(_ answers: DecisionAnalysis, _ engine: Solver.Choice, _ tally: inout Tally) {
    let gaps = leads.indices.filter { !truths[$0].contains(true) }
    let isComplete = decision.branches.contains { $0.condition == nil }
    let hasKnownGap = gaps.contains { !leads[$0].lead.contains(nil) }
    tally.questions += 1
    switch answers.gap {
    case nil: #expect(isComplete, note(engine))
    case DecisionAnalysis.Gap.none?: #expect(gaps.isEmpty, note(engine))
    case .always(let witness)?:
      tally.gaps += 1
      #expect(!isComplete && hasKnownGap, note(engine))
      #expect(outcome(decision, lead(witness)) == nil, note(engine))
    case .onMissing(let witness)?:
      tally.gaps += 1
      #expect(!isComplete && !gaps.isEmpty && !hasKnownGap, note(engine))
      #expect(outcome(decision, lead(witness)) == nil, note(engine))
    case .undecided?: Issue.record(note(engine))
    }
    guard decision.isUnique else { return }
    let pairs = truths[0].indices.flatMap { second in (0..<second).map { ($0, second) } }
    let overlapping = pairs.filter { pair in truths.contains { $0[pair.0] == true && $0[pair.1] == true } }
    tally.overlaps += overlapping.count
    tally.questions += pairs.count
    #expect(answers.overlaps.map { [$0.first, $0.second] } == overlapping.map { [$0.0, $0.1] }, note(engine))
    for overlap in answers.overlaps {
      let lead = lead(overlap.witness)
      for index in [overlap.first, overlap.second] {
        #expect(decision.branches[index].condition.map { lead.truth($0) == true } ?? true, note(engine))
      }
    }
  }
}

extension DecisionAnalysis {
  /// All that two engines must say alike.
  fileprivate var words: String {
    let gap: String =
      switch gap {
      case nil: "-"
      case DecisionAnalysis.Gap.none?: "complete"
      case .always?: "gap"
      case .onMissing?: "gap on missing"
      case .undecided?: "?"
      }
    let branches = branches.map { branch in
      let fate: String =
        switch branch.fate {
        case .taken: "taken"
        case .neverTrue: "never"
        case .shadowed(let by): "behind \(by)"
        case .excludedOnEntry: "excluded"
        case .undecided: "?"
        }
      return "\(fate) \(branch.isAlwaysTrue) \(branch.idle.map(\.part.span.start))"
    }
    return "\(gap) \(branches) \(overlaps.map { [$0.first, $0.second] })"
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
