import Foundation
import FunnelCompiler
import FunnelDiagnostics
import FunnelLint
import Testing

@Suite("Fixes that are called safe")
struct SafeFixTests {
  /// What is left of a text once all safe fixes of some rules are made, and what was refused.
  private func mend(_ body: String, _ rules: [DiagnosticRule]) throws -> (text: String, refused: [String]) {
    let linter = Linter(LintSettings(preset: .language, selected: Set(rules)))
    func check(_ bytes: [UInt8]) throws -> FixRun.Checked {
      var sources = SourceMap()
      let file = sources.add(SourceFile(name: "f.funnel", bytes: bytes))
      let result = try Compiler(CompilerServices { _ in nil }).compile(file, in: sources)
      return FixRun.Checked(
        bytes: bytes, file: file, findings: result.check(by: linter).findings, meaning: result)
    }
    let run = try FixRun(try check(Array(body.utf8)), allowsUnsafe: false, check: check)
    return (String(decoding: run.checked.bytes, as: UTF8.self), run.refused.map(\.reason))
  }

  @Test("leave out what no lead notices, once that is proved")
  func proved() throws {
    let (text, refused) = try mend(
      """
      funnel f {
        data { age: integer in 0..120  vip: boolean }
        start -> d
        decision d {
          when age >= 18 and (age >= 10) -> converted as grown
          when vip or (vip and age > 3) -> converted as vip
          when age == 3 -> converted as three
          when age == 3 -> converted as three
          when age < 18 or age is missing -> lost as young
          otherwise -> lost as rest
        }
      }
      """, [.redundantCondition, .duplicateBranch, .unreachableOtherwise])
    #expect(
      text == """
        funnel f {
          data { age: integer in 0..120  vip: boolean }
          start -> d
          decision d {
            when age >= 18 -> converted as grown
            when vip -> converted as vip
            when age == 3 -> converted as three
            when age < 18 or age is missing -> lost as young
          }
        }
        """)
    #expect(refused.isEmpty)
  }

  @Test("are refused where the funnel reads what would be gone")
  func refused() throws {
    let body = """
      funnel f {
        data { age: integer in 0..120 }
        start -> d
        decision d {
          when age >= 18 -> e as grown
          when age < 18 or age is missing -> e as young
          otherwise -> e as rest
        }
        decision e {
          when d == rest -> converted
          otherwise -> lost "no"
        }
      }
      """
    let (text, refused) = try mend(body, [.unreachableOtherwise])
    #expect(text == body)
    #expect(refused.count == 1)
  }
}
