import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import Testing

@Suite("Code stays about as long as the text it comes from")
struct LoweringSizeTests {
  private func program(_ clauses: String) throws -> Program {
    try TestRun.compile("funnel f { start -> d data { x: integer  b: boolean } \(clauses) }").funnels[0].program
  }

  @Test("ten thousand formulas, each of which reads the one before it twice")
  func chainOfFormulas() throws {
    let lets = (1...10_000).map { "let a\($0) = a\($0 - 1) + a\($0 - 1)" }.joined(separator: "\n")
    let program = try program("let a0 = x \(lets) decision d { when a10000 > 5 -> converted otherwise -> lost }")
    #expect(program.code.count < 40_000)
    #expect(program.conditions[0].registers < 10)
  }

  @Test("ten thousand conditions, each of which reads the one before it twice")
  func chainOfConditions() throws {
    let lets = (1...10_000).map { "let c\($0) = c\($0 - 1) and x > \($0) or not c\($0 - 1)" }.joined(separator: "\n")
    let program = try program("let c0 = b \(lets) decision d { when c10000 -> converted otherwise -> lost }")
    #expect(program.code.count < 800_000)
    #expect(program.conditions[0].registers < 10)
  }

  @Test("ten thousand formulas, each of which reads the one before it once")
  func chainOfSingleReads() throws {
    let lets = (1...10_000).map { "let a\($0) = a\($0 - 1) + 1" }.joined(separator: "\n")
    let program = try program("let a0 = x \(lets) decision d { when a10000 > 5 -> converted otherwise -> lost }")
    #expect(program.code.count < 100_000)
  }

  @Test("ten thousand branches")
  func branches() throws {
    let branches = (1...10_000).map { "when x == \($0) and not b -> converted as l\($0)" }.joined(separator: "\n")
    let program = try program("decision d { \(branches) otherwise -> lost }")
    #expect(program.branches.count == 10_001)
    #expect(program.code.count < 200_000)
  }

  @Test("conditions as values, each in a comparison in the next")
  func nestedConditionsAsValues() throws {
    let nested = (1...60).reduce("b") { "((\($0)) == (x > \($1)))" }
    let program = try program("decision d { when \(nested) -> converted otherwise -> lost }")
    #expect(program.code.count < 2_000)
  }

  @Test("expressions as deep as they may be written")
  func deepestExpressions() throws {
    let sum = Array(repeating: "x", count: 190).joined(separator: " + ")
    let nested = String(repeating: "not (", count: 90) + "x > 5" + String(repeating: ")", count: 90)
    let program = try program(
      "let a = \(sum) let c = \(nested) decision d { when c and a > 5 -> converted otherwise -> lost }")
    #expect(program.code.count < 5_000)
  }

  @Test("more code than a program may have is a finding, not a program")
  func tooMuchCode() throws {
    let long = (1...5_000).map { "x > \($0)" }.joined(separator: " and ")
    let branches = (1...30).map { "when long == (x > \($0)) -> converted as l\($0)" }.joined(separator: "\n")
    let found = try TestRun.diagnostics(
      of: "funnel f { start -> d data { x: integer } let long = \(long) decision d { \(branches) otherwise -> lost } }")
    #expect(found.map(\.rule) == [.limitExceeded])
  }

  @Test("a pattern without a bounded automaton is a finding")
  func unboundedPattern() throws {
    let found = try TestRun.diagnostics(
      of: """
        funnel f { start -> d data { t: text }
          decision d { when t matches "a.{20}b" -> converted otherwise -> lost } }
        """)
    #expect(found.map(\.rule) == [.limitExceeded])
  }
}
