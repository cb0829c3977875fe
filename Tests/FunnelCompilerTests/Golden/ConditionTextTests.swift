import Foundation
import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import Testing

/// What a program says of its conditions is what they are: put in their place, the words mean the same.
@Suite("Conditions in words")
struct ConditionTextTests {
  private static let head = """
    funnel f { start -> d
      feed leads { source from ref } source web ref "W"
      data { n: integer  m: integer in 0..9  x: number  b: boolean  t: text  e: email  c: country  k: choice { one, two }
             s: set of text  eur: money EUR  day: date  at: datetime  long: duration }
      let a = n > 1 or b
      let free = domain(e) in { "x.example", "y.example" }
      score fit in 0..100 { award 10 when n > 5 }
    """

  /// Conditions, and the words for them where they are others.
  static let conditions: [(String, String?)] = [
    ("n >= 10", nil), ("n != 3", nil), ("not (n == 3)", "n != 3"), ("n in 1..5", nil), ("n not in 1..", nil),
    ("n > 1 and (b or c == DE)", nil), ("n > 1 and b or c == DE", "(n > 1 and b) or c == DE"),
    ("not (n > 1 and b)", nil), ("not b", nil), ("b", nil), ("not (b ?? false)", nil), ("a and free", nil),
    ("not free", nil),
    ("c in { DE, AT }", nil), ("c not in { DE }", nil), ("k == two", nil), ("k is missing", nil),
    ("k is known", nil),
    (#"t == "say \"hi\"""#, nil), (#"t starts with "a""#, nil), (#"t matches "^a+$""#, nil), (#""x" in s"#, nil),
    (#""x" not in s"#, nil), ("eur >= 100M EUR", nil), ("eur < 2500 EUR", nil), ("eur < 25_000 EUR", "eur < 25k EUR"),
    ("eur < 0.5 EUR", "eur < 0.50 EUR"), ("(n + 1) * 2 > m - (3 - n)", nil), ("x / 2 > 0.25", nil),
    ("(n ?? 0) > 5", nil), ("(b ?? false)", "b ?? false"), ("day + 3 days > today", nil),
    ("at - 1 month < now", nil),
    ("day < 2026-03-01", nil), ("now - at < 3 days", nil), ("long > 90 minutes", nil), ("age(day) >= 18", nil),
    ("min(n, m) < 3", nil), ("fit >= 40", nil), ("source == web", nil), ("work is completed", nil),
    ("owner == \"ann\"", nil),
    ("days_between(day, today) > 30", nil), ("x > 1", nil), ("-n > 3", nil), ("length(t) > 3", nil),
  ]

  private func program(_ condition: String) throws -> Program {
    let tail =
      "decision d { when \(condition) -> work  otherwise -> lost } stage work { activity work by lead  then -> d } }"
    return try TestRun.compile(Self.head + tail).funnels[0].program
  }

  private func words(_ program: Program, depth: Int = 0) -> [String] {
    (program.conditionTexts ?? []).filter { $0.depth == depth }.map { program.strings[$0.text] }
  }

  @Test(
    "the words are the author's but for what means the same, and mean what the condition means", arguments: conditions)
  func roundTrip(condition: String, expected: String?) throws {
    let program = try program(condition)
    let words = try #require(words(program).first)
    #expect(words == expected ?? condition)
    let again = try self.program(words)
    #expect(again.code == program.code && again.conditions == program.conditions)
    #expect(self.words(again) == [words])
  }

  @Test("the parts of a condition are conditions of their own, also those of a formula that it reads")
  func parts() throws {
    let program = try program("n > 1 and (a or not free) and not (b and k == one)")
    #expect(words(program, depth: 1) == ["n > 1", "a", "not free", "b", "k == one"])
    #expect(words(program, depth: 2) == ["n > 1", "b", #"domain(e) in { "x.example", "y.example" }"#])
    let alone = try self.program("a")
    #expect(words(alone, depth: 1).isEmpty && words(alone, depth: 2) == ["n > 1", "b"])
    let texts = try #require(alone.conditionTexts)
    #expect(texts[0].whole == texts[0].part && texts.allSatisfy { alone.conditions.indices.contains($0.part) })
  }

  @Test("the rows of a table have words")
  func tables() throws {
    let program = try TestRun.compile(
      Self.head + """
        decision d { table {
          | k   | n           | ->           |
          | one | 1..3, >= 10 | -> converted |
          | -   | missing     | -> lost "a"  |
          | two | not 5       | -> lost "b"  |
          | -   | -           | -> lost      |
        } } }
        """
    ).funnels[0].program
    #expect(words(program) == ["k == one and (n in 1..3 or n >= 10)", "n is missing", "k == two and n != 5"])
  }

  @Test("a program that was compiled before there were words still loads")
  func without() throws {
    let program = try program("n > 1 and b")
    // The words come behind everything else, and leave no trace where they are taken away.
    var older = program.withoutTexts
    #expect(older.code.count < program.code.count && older.conditions.count < program.conditions.count)
    #expect(older.conditionTexts == nil && older.withoutTexts == older)
    #expect(try ProgramIdentity.bytes(of: Workspace([program]).canonicalJSON()) == Workspace([older]).canonicalJSON())
    let bytes = try Workspace([older]).canonicalJSON()
    #expect(!String(decoding: bytes, as: UTF8.self).contains("conditionTexts"))
    #expect(try Compiler.load(bytes).funnels[0].program == older)
    older.conditionTexts = [ConditionText(whole: 0, depth: 0, text: 0, part: 99_999)]
    let hostile = try Workspace([older]).canonicalJSON()
    #expect(throws: RefusedProgram.self) { try Compiler.load(hostile) }
  }
}
