import Foundation
import FunnelDiagnostics
import FunnelLint
import Testing

@testable import FunnelCompiler

@Suite("Two texts are proved to mean the same")
struct ProvedEqualTests {
  private static func compile(_ body: String) throws -> CompilationResult {
    var sources = SourceMap()
    let text = "funnel f {\n\(body)\n}\n"
    let file = sources.add(SourceFile(name: "f.funnel", bytes: Array(text.utf8)))
    let result = try Compiler(CompilerServices { _ in nil }).compile(file, in: sources)
    try #require(result.workspace != nil, "\(result.diagnostics.map(\.message))")
    return result
  }

  private static let funnel = """
    data { age: integer in 0..120  vip: boolean }
    intake { require age }
    start -> d
    decision d {
      when age >= 18 -> s as grown
      when vip and age >= 12 -> s as young
      otherwise -> lost "no"
    }
    stage s { activity talk by lead  then -> e  limit 3 days -> e }
    decision e {
      when d == grown and age >= 60 -> converted as old
      otherwise -> converted
    }
    """

  @Test(
    "decisions may be written otherwise as long as no lead that comes to them goes another way",
    arguments: [
      // The age is known here.
      ("when age >= 18 -> s as grown", "when not (age < 18) -> s as grown", true),
      ("when age >= 18 -> s as grown", "when age > 18 -> s as grown", false),
      ("when vip and age >= 12 -> s as young", "when age in 12..17 and vip -> s as young", true),
      ("when vip and age >= 12 -> s as young", "when age in 12..16 and vip -> s as young", false),
      ("when vip and age >= 12 -> s as young", "when vip and age >= 12 -> s as grown", false),
      ("when d == grown and age >= 60", "when not (d == young) and age >= 60", true),
      // An update may have taken the age away by now.
      ("age >= 60 -> converted as old", "not (age < 60) -> converted as old", true),
      ("when d == grown and age >= 60", "when d == grown and (age ?? 100) >= 60", false),
      // Names of places are no matter of decisions.
      ("limit 3 days", "limit 4 days", false),
      ("converted as old", "lost as old", false),
    ])
  func decisions(old: String, new: String, isProved: Bool) throws {
    let changed = Self.funnel.replacingOccurrences(of: old, with: new)
    try #require(changed != Self.funnel)
    let (before, after) = (try Self.compile(Self.funnel), try Self.compile(changed))
    #expect(before.isProvedEqual(to: after) == isProved)
    #expect(before.isProvedEqual(to: before))
  }

  @Test("labels may go where they are the last, and keep their numbers else")
  func labels() throws {
    let before = try Self.compile(
      """
      data { age: integer in 0..120 }
      start -> d
      decision d { when age >= 0 -> converted as a  when age is missing -> lost as b  when age < 0 -> lost as c }
      """)
    let last = try Self.compile(
      """
      data { age: integer in 0..120 }
      start -> d
      decision d { when age >= 0 -> converted as a  when age is missing -> lost as b }
      """)
    #expect(before.isProvedEqual(to: last))
    let swapped = try Self.compile(
      """
      data { age: integer in 0..120 }
      start -> d
      decision d { when age is missing -> lost as b  when age >= 0 -> converted as a  when age < 0 -> lost as c }
      """)
    #expect(!before.isProvedEqual(to: swapped))
  }
}
