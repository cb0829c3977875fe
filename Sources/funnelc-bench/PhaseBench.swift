import FunnelCompiler
import FunnelDiagnostics
import FunnelLint
import FunnelSemantics
import FunnelSyntax

/// How long each phase of checking takes for a funnel of two thousand decisions, without the start of a process.
enum PhaseBench {
  /// The rules that ask the prover what leads can do.
  private static let proving = [
    "decision-gap", "gap-on-missing", "overlapping-branches", "shadowed-branch", "never-true", "always-true",
    "redundant-condition", "unreachable-otherwise", "path-contradiction", "not-decidable", "boundary-hole",
    "constant-decision", "mergeable-branches", "missing-means-no", "outside-domain", "endless-loop", "unbounded-loop",
    "unreachable-stage", "skipped-stage", "read-before-written", "outcome-not-handled",
  ]

  /// Prints a row a phase; false where the funnel is not right.
  static func run() -> Bool {
    let bytes = Array(ManyDecisions.text(decisions: 2000).utf8)
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "large.funnel", bytes: bytes))
    let lines = sources[file].lineStarts.count - 1
    var plain = LintSettings()
    plain.ignored = Set(proving.compactMap { DiagnosticRule(named: $0) })
    let compiler = Compiler(CompilerServices { _ in nil }, words: false)
    guard let checked = try? compiler.compile(file, in: sources), checked.workspace != nil else { return false }

    print("2000 decisions of five branches, \(lines) lines, in this process      ms   lines/s")
    guard let tree = measure("reading into a tree", lines, { Parser.parse(file: file, bytes: bytes).tree }) else {
      return false
    }
    _ = measure("names and types", lines) { Resolver.resolve(tree).program }
    _ = measure("both", lines) { Resolver.resolve(Parser.parse(file: file, bytes: bytes).tree).program }
    _ = measure("both, and code", lines) { try? compiler.compile(file, in: sources) }
    _ = measure("rules that do not ask the prover", lines) { checked.check(by: Linter(plain)) }
    _ = measure("all rules", lines, times: 3) { checked.check(by: Linter()) }
    return true
  }

  /// Prints the median of some times; gives what the last one made.
  private static func measure<Result>(_ name: String, _ lines: Int, times: Int = 9, _ work: () -> Result) -> Result? {
    var result: Result?
    let clock = ContinuousClock()
    let seconds = (0..<times).map { _ -> Double in
      result = nil
      let taken = clock.measure { result = work() }.components
      return Double(taken.seconds) + Double(taken.attoseconds) / 1e18
    }.sorted()
    let median = seconds[times / 2]
    let tenths = String(Int((median * 10_000).rounded()))
    let milliseconds = (tenths.count > 1 ? String(tenths.dropLast()) : "0") + "." + String(tenths.suffix(1))
    let cells = [milliseconds, String(Int(Double(lines) / median))]
    print(name + String(repeating: " ", count: max(0, 56 - name.count)), terminator: "")
    print(cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined())
    return result
  }
}
