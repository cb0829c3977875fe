import Foundation
import FunnelDiagnostics
import FunnelSemantics
import Testing

/// Every case gives exactly what its comments say.
@Suite struct CaseTests {
  @Test(arguments: SemanticCase.all) func findsWhatTheCaseExpects(_ testCase: SemanticCase) throws {
    let (lines, expected) = try testCase.read()
    let (program, found, syntax) = SemanticCase.resolve(lines)
    #expect(syntax.isEmpty, "a case holds no mistakes of syntax: \(syntax.map(\.message))")
    let hasErrors = found.contains { line in
      DiagnosticRule.allCases.contains { line.contains(": \($0.rawValue): ") && $0.severity == .error }
    }
    #expect((program == nil) == hasErrors, "a program comes out exactly where there is no error")
    for missing in expected where !found.contains(missing) { Issue.record("not found: \(missing)") }
    for unlisted in found where !expected.contains(unlisted) { Issue.record("not expected: \(unlisted)") }
    #expect(found.count == expected.count)
    if found != expected, ProcessInfo.processInfo.environment["FUNNEL_UPDATE_GOLDENS"] == "1" {
      try testCase.rewrite(lines, found: found)
    }
  }

  @Test func everyCaseIsFound() {
    #expect(SemanticCase.all.count > 50)
  }
}
