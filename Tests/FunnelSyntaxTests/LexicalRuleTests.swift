import FunnelDiagnostics
import Testing

@Suite("Mistakes within a word")
struct LexicalRuleTests {
  @Test(
    "each reports its own rule, once",
    arguments: [
      ("let a = \"b\nlet c = d", DiagnosticRule.unterminatedString),
      ("/* a /* b */", .unterminatedBlock),
      ("let a = \"\\q\"", .invalidEscape),
      ("let a = \"\\u{110000}\"", .invalidEscape),
      ("let a = 2026-02-30", .invalidLiteral),
      ("let now = 5", .reservedName),
      ("let a = b\u{200B} or c", .invisibleCharacter),
      ("let a = b\u{202E} or c", .invisibleCharacter),
      ("let a = b;", .unexpectedToken),
    ])
  func rule(source: String, rule: DiagnosticRule) {
    #expect(Parsed(source).rules == [rule])
  }
}
