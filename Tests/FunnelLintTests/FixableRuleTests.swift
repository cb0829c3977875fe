import Foundation
import FunnelCompiler
import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("The fixes of rules")
struct FixableRuleTests {
  /// A text with a finding that has a fix.
  struct Fixable: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let settings: LintSettings
    let files: [String: String]

    var testDescription: String { name }

    func check(_ text: String) throws -> CheckedText {
      let files = files
      return try CheckedText(text, settings: settings) { files[$0] }
    }
  }

  /// The cases and the examples to avoid of which some finding has a fix.
  static let all: [Fixable] = {
    let cases = LintCase.all.filter { !$0.isNearMiss && $0.rule != "not-decidable" }.compactMap { item -> Fixable? in
      guard let rule = DiagnosticRule(named: item.rule), let lines = try? item.read().lines else { return nil }
      var settings = LintSettings(preset: .language, selected: [rule])
      if rule == .unusedAllow || rule == .allowWithoutReason { settings.selected.insert(.emptyStage) }
      let folder = item.url.deletingLastPathComponent()
      let others = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      let files = others.sorted().map {
        ($0, (try? String(contentsOf: folder.appending(path: $0), encoding: .utf8)) ?? "")
      }
      return Fixable(
        name: item.testDescription, text: lines.joined(separator: "\n"), settings: settings,
        files: Dictionary(uniqueKeysWithValues: files))
    }
    let pages = RuleRegistry.pages.filter { $0.rule != .notDecidable }.compactMap { page in
      page.avoid.map { avoid in
        Fixable(
          name: "the page of \(page.rule.rawValue)", text: avoid.source, settings: LintSettings(selected: [page.rule]),
          files: Dictionary(uniqueKeysWithValues: avoid.files.map { ($0.name, $0.text) }))
      }
    }
    return (cases + pages).filter { item in
      (try? item.check(item.text).result.findings.contains { !$0.fixes.isEmpty }) ?? false
    }
  }()

  @Test("leave a file that compiles and has the finding no more, and change nothing the second time", arguments: all)
  func fix(item: Fixable) throws {
    let first = try item.check(item.text)
    let check = { (bytes: [UInt8]) in try item.check(String(decoding: bytes, as: UTF8.self)).checked }
    let run = try FixRun(first.checked, allowsUnsafe: true, check: check)
    let mended = String(decoding: run.checked.bytes, as: UTF8.self)
    // A name that can't be told for sure has several fixes, and one of them is enough.
    #expect(!run.applied.isEmpty, "\(run.refused.map(\.reason)) in\n\(item.text)")
    #expect(run.checked.findings.count < first.result.findings.count)
    for finding in run.checked.findings { #expect(finding.fixes.isEmpty || !run.refused.isEmpty, "\(mended)") }
    let isSound = first.compiled.resolved != nil
    if isSound { #expect(try item.check(mended).compiled.resolved != nil, "\(mended)") }

    let again = try FixRun(run.checked, allowsUnsafe: true, check: check)
    #expect(again.applied.isEmpty)
    #expect(again.checked.bytes == run.checked.bytes)
  }

  @Test("are there for the rules that say so")
  func rules() throws {
    let rules = try Set(
      Self.all.flatMap { item in
        try item.check(item.text).result.findings.filter { !$0.fixes.isEmpty }.map(\.rule.rawValue)
      })
    for rule in ["unused-import", "unused-formula", "unused-type", "unused-group", "unused-allow", "insecure-webhook"] {
      #expect(rules.contains(rule), "no text with a fix of \(rule)")
    }
  }
}
