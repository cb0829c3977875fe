import Foundation
import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("Rules of the linter")
struct LintCaseTests {
  @Test("find what their cases expect, and nothing in the near misses", arguments: LintCase.all)
  func findings(in testCase: LintCase) throws {
    let (lines, expected) = try testCase.read()
    let found = try testCase.check(lines)
    #expect(expected.isEmpty == testCase.isNearMiss)
    for missing in expected where !found.contains(missing) { Issue.record("not found: \(missing)") }
    for unlisted in found where !expected.contains(unlisted) { Issue.record("not expected: \(unlisted)") }
    #expect(found.count == expected.count)
    if found != expected, ProcessInfo.processInfo.environment["FUNNEL_UPDATE_GOLDENS"] == "1" {
      try testCase.rewrite(lines, found: found)
    }
  }

  @Test("have a case that fires and one that nearly does", arguments: RuleRegistry.linterRules)
  func cases(of rule: DiagnosticRule) {
    let cases = LintCase.all.filter { $0.rule == rule.rawValue }
    #expect(cases.contains { !$0.isNearMiss }, "no case of \(rule.rawValue) fires")
    #expect(cases.contains { $0.isNearMiss }, "no near miss of \(rule.rawValue)")
  }
}
