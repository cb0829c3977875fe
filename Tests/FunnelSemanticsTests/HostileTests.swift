import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax
import Testing

/// Long, deep and wrong programs are checked in time that grows with their length alone.
@Suite struct HostileTests {
  private func resolve(_ text: String) -> (program: ResolvedProgram?, diagnostics: [Diagnostic]) {
    Resolver.resolve(Parser.parse(file: FileID(0), bytes: Array(text.utf8)).tree)
  }

  @Test func aChainOfTenThousandFormulas() {
    let chain = (0..<10_000).map { "let v\($0) = v\($0 + 1) + 1" }.joined(separator: "\n")
    let result = resolve("funnel f {\n\(chain)\nlet v10000 = 1\nstart -> converted\n}")
    #expect(result.program?.funnels[0].lets.count == 10_001)
  }

  @Test func aCircleOfTenThousandFormulasIsOneFinding() {
    let chain = (0..<10_000).map { "let v\($0) = v\(($0 + 1) % 10_000) + 1" }.joined(separator: "\n")
    let result = resolve("funnel f {\n\(chain)\nstart -> converted\n}")
    #expect(result.diagnostics.map(\.rule) == [.circularLet])
  }

  @Test func aConditionOfTenThousandParts() {
    let parts = (0..<10_000).map { "n == \($0)" }.joined(separator: " or ")
    let result = resolve("funnel f {\ndata { n: integer }\nlet a = \(parts)\nstart -> converted\n}")
    #expect(result.program != nil)
  }

  @Test func aChainOfTenThousandTypes() {
    let chain = (0..<10_000).map { "type t\($0) = t\($0 + 1)" }.joined(separator: "\n")
    let result = resolve("funnel f {\n\(chain)\ntype t10000 = integer in 0..\ndata { n: t0 }\nstart -> converted\n}")
    #expect(result.program?.funnels[0].points[0].type == .integer)
  }

  @Test func setsWithinFunctionsWithinSets() {
    let depth = 60
    let open = String(repeating: "count({ ", count: depth)
    let close = String(repeating: " })", count: depth)
    let result = resolve("funnel f {\nlet a = \(open)1\(close)\nstart -> converted\n}")
    #expect(result.program != nil)
  }

  @Test func manyUnknownNamesAmongManyKnownOnes() {
    let points = (0..<1_500).map { "point_number_\($0): integer" }.joined(separator: "\n")
    let lets = (0..<1_500).map { "let v\($0) = piont_nubmer_\($0) > 1" }.joined(separator: "\n")
    let result = resolve("funnel f {\ndata {\n\(points)\n}\n\(lets)\nstart -> converted\n}")
    #expect(result.diagnostics.count == 1_000)
    #expect(result.diagnostics.first?.help == "did you mean \"point_number_0\"?")
  }

  @Test func twentyThousandLinesOfDecisions() {
    let branches = (0..<20_000).map { "when employees >= \($0) and country in { DE, AT } -> end_\($0 % 100)" }
    let ends = (0..<100).map { "end end_\($0): converted" }
    let text =
      "funnel f {\ndata { employees: integer  country: country }\nstart -> d\ndecision d {\n"
      + branches.joined(separator: "\n") + "\n}\n" + ends.joined(separator: "\n") + "\n}"
    let parsed = Parser.parse(file: FileID(0), bytes: Array(text.utf8))
    let clock = ContinuousClock()
    var program: ResolvedProgram?
    let time = clock.measure { program = Resolver.resolve(parsed.tree).program }
    #expect(program?.funnels[0].decisions[0].branches.count == 20_000)
    // A tenth of this in a release build; what must not happen is time that grows with the square.
    #expect(time < .seconds(20))
  }
}
