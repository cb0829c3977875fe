import FunnelCompiler
import FunnelDiagnostics
import FunnelLint

/// A `.funnel` file of any bytes: it is compiled and looked at by every rule, each finding stands within the file, and what
/// compiles runs.
enum SourceTry {
  private static let linter = Linter(LintSettings(preset: .all))

  static func run(_ bytes: UnsafeRawBufferPointer) {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "fuzz.funnel", bytes: Array(bytes)))
    guard let result = try? Compiler(CompilerServices { _ in nil }).compile(file, in: sources) else {
      return expect(false, "the compiler made a program that its own verifier refuses")
    }
    let findings = result.check(by: linter).findings
    for finding in findings {
      let span = finding.primary.span
      expect(
        0 <= span.start && span.start <= span.end && Int(span.end) <= bytes.count,
        "\(finding.rule.rawValue) stands at \(span.start) to \(span.end) of \(bytes.count) bytes")
    }
    if let workspace = result.workspace { ProgramTry.run(workspace) }
  }
}
