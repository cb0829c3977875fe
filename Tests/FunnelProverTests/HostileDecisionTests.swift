import FunnelSemantics
import Testing

@testable import FunnelProver

@Suite("Decisions that are written to take long")
struct HostileDecisionTests {
  /// So many people on one seat less, no two on one.
  private func seats(_ people: Int) -> String {
    let points = (1...people).map { "seat\($0): integer in 1..\(people - 1)" }.joined(separator: "  ")
    let pairs = (1...people).flatMap { a in (1..<a).map { "seat\($0) != seat\(a)" } }.joined(separator: " and ")
    return "start -> d  data { \(points) }  decision d { when \(pairs) -> converted  otherwise -> lost \"no\" }"
  }

  /// A formula that no choice of a few literals settles: pairs of alternatives in a long chain, all about free texts.
  private func chain(_ length: Int) -> String {
    let points = (0..<length).map { "p\($0): boolean" }.joined(separator: "  ")
    let parts = (0..<length).map { index in
      let (a, b, c) = ("p\(index)", "p\((index * 7 + 1) % length)", "p\((index * 11 + 3) % length)")
      return "(\(a) or not \(b) or \(c)) and (not \(a) or \(b) or not \(c))"
    }
    return """
      start -> d
      data { \(points) }
      decision d unique {
        when \(parts.joined(separator: " and ")) -> converted as a
        when not (\(parts.joined(separator: " and "))) -> lost as b
      }
      """
  }

  @Test("end within their budget, and what was not found out is told", arguments: [12, 24, 48])
  func budget(people: Int) throws {
    let funnel = try FunnelText.resolve(seats(people))
    let limit = 5_000
    let analysis = Prover(funnel, limit: limit).decision(ID(0))
    #expect(analysis.undecided > 0)
    for branch in analysis.branches {
      // Nobody can be seated, which takes too long to find out; so nothing may be said of it.
      switch branch.fate {
      case .taken, .undecided: break
      case .neverTrue, .shadowed, .excludedOnEntry: Issue.record("\(branch.fate)")
      }
    }
  }

  @Test("take no more steps altogether than a decision may", arguments: [20, 100])
  func total(length: Int) throws {
    let funnel = try FunnelText.resolve(chain(length))
    let limit = 2_000
    var questions = DecisionQuestions(Ground(funnel), funnel.decisions[0], limit: limit)
    _ = questions.mayFallThrough()
    #expect(questions.steps <= limit * 2)
    let before = questions.steps
    let analysis = questions.answers()
    #expect(before > 0)
    #expect(analysis.steps <= limit * (Solver.total + 1))
  }
}
