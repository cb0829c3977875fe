import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("The pages of the rules")
struct RulePageTests {
  /// Pages with examples.
  static let pages = RuleRegistry.pages.filter { $0.avoid != nil }

  private func check(_ example: RuleExample?, of rule: DiagnosticRule) throws -> [DiagnosticRule] {
    let example = try #require(example)
    if let before = example.files.first(where: { $0.name == RulePage.earlierVersion }) {
      return try VersionPairText(before.text, example.text).changes.map(\.finding.rule).filter { $0 == rule }
    }
    return try CheckedText(example.source, settings: LintSettings(selected: [rule]), feed: example.feed) { path in
      example.files.first { $0.name == path }?.text
    }.result.findings.map(\.rule)
  }

  @Test("show an example that gives the rule and nothing else", arguments: pages.map(\.rule))
  func avoid(rule: DiagnosticRule) throws {
    let page = try #require(RuleRegistry.page(of: rule))
    let found = try check(page.avoid, of: rule)
    #expect(!found.isEmpty && found.allSatisfy { $0 == rule }, "\(found)")
  }

  @Test("show an example that gives nothing", arguments: pages.map(\.rule))
  func prefer(rule: DiagnosticRule) throws {
    let page = try #require(RuleRegistry.page(of: rule))
    #expect(try check(page.prefer, of: rule) == [])
  }

  @Test("are there for every rule, once")
  func completeness() {
    #expect(RuleRegistry.pages.map(\.rule) == DiagnosticRule.allCases)
    let withoutExample = RuleRegistry.pages.filter { $0.avoid == nil }.map(\.rule)
    #expect(withoutExample.allSatisfy { $0.traits.area == .files || $0.traits.area == .tests })
  }

  @Test("say what is found and why it matters", arguments: RuleRegistry.pages.map(\.rule))
  func words(rule: DiagnosticRule) throws {
    let page = try #require(RuleRegistry.page(of: rule))
    #expect(!page.finds.hasSuffix(".") && page.finds.first?.isLowercase == true)
    #expect(!page.why.isEmpty)
    for paragraph in page.why { #expect(paragraph.hasSuffix(".") && paragraph.count > 40) }
  }
}
