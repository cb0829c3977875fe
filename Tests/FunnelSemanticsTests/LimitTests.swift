import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax
import Testing

@Suite("The number of stages is limited")
struct LimitTests {
  private func findings(stages: Int, limit: Int) -> [Diagnostic] {
    let text = (1...stages).map { "stage s\($0) { then -> converted }" }.joined(separator: "\n")
    let tree = Parser.parse(file: FileID(0), bytes: Array("funnel f { start -> s1 \(text) }".utf8)).tree
    return Resolver.resolve(tree, limits: LanguageLimits(stages: limit)).diagnostics
  }

  @Test("to as many as are asked for, the system's three included")
  func asManyAsAreAskedFor() {
    #expect(findings(stages: 2, limit: 5).isEmpty)
    #expect(findings(stages: 3, limit: 5).map(\.rule) == [.limitExceeded])
    #expect(findings(stages: 197, limit: 200).isEmpty)
  }
}
