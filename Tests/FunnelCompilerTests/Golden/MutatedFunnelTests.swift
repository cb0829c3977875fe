import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import Testing

@Suite("Funnels damaged at random")
struct MutatedFunnelTests {
  /// Words that mean something somewhere, to stand where they mean nothing.
  private static let pool = [
    "{", "}", "(", ")", "->", "|", ":", "=", "==", "..", ",", "-", "not", "is", "missing", "in", "when", "otherwise",
    "stage",
    "now", "entered", "source", "1", "0", "-1", "9223372036854775807", "99999999999999999999", "1.5", "50%", "3 EUR",
    "1 day",
    "2026-02-30", "2026-02-28", "\"x\"", "\"[a\"", "{ }", "true", "text", "boolean", "set of", "decision", "activity",
    "by",
    "lost", "converted", "as", "data", "let", "score", "award", "??", "*", "/", "contains", "matches", "`", "\"", "//",
    "/*", "é",
  ]

  @Test("give either an error or a program that runs", arguments: GoldenCase.all)
  func compile(_ golden: GoldenCase) throws {
    let text = String(decoding: golden.bytes("case.funnel"), as: UTF8.self)
    let code = text.split(separator: "\n").filter { !$0.hasPrefix("///") }
    let words = code.flatMap { $0.split(separator: " ").map(String.init) }
    for seed in 0..<UInt64(150) {
      var random = SplitMix64(seed: seed)
      var mutated = words
      for _ in 0...random.below(3) {
        let place = random.below(mutated.count)
        switch random.below(4) {
        case 0: mutated.remove(at: place)
        case 1: mutated.insert(random.one(of: Self.pool, or: ""), at: place)
        case 2: mutated[place] = random.one(of: Self.pool, or: "")
        default: mutated[place] = random.one(of: mutated, or: "")
        }
        if mutated.isEmpty { mutated = words }
      }
      var sources = SourceMap()
      let bytes = Array(mutated.joined(separator: "\n").utf8)
      let file = sources.add(SourceFile(name: "mutated.funnel", bytes: bytes))
      let result = try Compiler(TestRun.services).compile(file, in: sources)
      let hasError = result.diagnostics.contains { $0.severity == .error }
      #expect(hasError == (result.workspace == nil), "\(golden.testDescription), seed \(seed)")
      if let program = result.workspace {
        let run = try TestRun(program, leads: golden.bytes("leads.ndjson"), events: golden.bytes("events.ndjson"))
        #expect(!run.journeys.isEmpty || !run.rejects.isEmpty, "\(golden.testDescription), seed \(seed)")
      }
      for diagnostic in result.diagnostics {
        #expect(Int(diagnostic.primary.span.end) <= bytes.count, "\(golden.testDescription), seed \(seed)")
      }
    }
  }
}
