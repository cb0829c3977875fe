import FunnelDiagnostics
import Testing

@testable import FunnelSyntax

@Suite("Literals mean what they say")
struct LiteralTests {
  /// The expression of `let a = ...`.
  static func expression(_ text: String) throws -> ExpressionSyntax {
    let parsed = Parsed("let a = " + text)
    #expect(parsed.findings == [])
    return try #require(parsed.tree.fileSyntax.lets.first?.cases.first?.value)
  }

  static func literal(_ text: String) throws -> LiteralSyntax {
    guard case .literal(let literal) = try expression(text) else { throw Missing("literal") }
    return literal
  }

  static func number(_ text: String) throws -> NumberSyntax {
    guard case .number(let number) = try literal(text) else { throw Missing("number") }
    return number
  }

  @Test("numbers are exact, with underscores and magnitudes")
  func numbers() throws {
    #expect(try Self.number("1_000").integer == 1000)
    #expect(try Self.number("2B").integer == 2_000_000_000)
    #expect(try Self.number("1.5k").integer == 1500)
    #expect(try Self.number("1.5").integer == nil)
    #expect(try Self.number("1.50").scaled(by: 1) == 15)
    #expect(try Self.number("0.00005").scaled(by: 4) == nil)
    #expect(try Self.number("12.5%").double == 0.125)
    #expect(try Self.number("12.5%").scaled(by: 4) == 1250)
    #expect(try Self.number("9223372036854775807").integer == .max)
    #expect(try Self.number("9223372036854775808").integer == nil)
    #expect(try Self.number("0.1").double == 0.1)
    #expect(try Self.number(String(repeating: "9", count: 400)).double == nil)
  }

  @Test("a minus belongs to the literal where only literals stand, so that the least integer can be written")
  func signs() throws {
    let data = Parsed("data { a: integer in -9223372036854775808..-1 default -5 }").tree.fileSyntax.dataGroups
    let point = try #require(data.first?.points.first)
    guard case .number(let lower) = try #require(point.type?.range?.lower),
      case .number(let upper) = try #require(point.type?.range?.upper),
      case .literal(.number(let fallback)) = try #require(point.fallback?.value)
    else { throw Missing("number") }
    #expect(lower.integer == .min)
    #expect(upper.integer == -1)
    #expect(fallback.integer == -5)
    guard case .negation = try Self.expression("-5") else { throw Missing("negation") }
  }

  @Test("units and currencies are joined with or without a blank")
  func measures() throws {
    guard case .money(let money) = try Self.literal("1.5k EUR") else { throw Missing("money") }
    #expect(money.number?.scaled(by: 4) == 15_000_000)
    #expect(money.currency?.text == "EUR")
    guard case .duration(let duration) = try Self.literal("3business days") else { throw Missing("duration") }
    #expect(duration.parts.map(\.unit) == [.businessDays])
    let stage = Parsed("funnel f { stage s { limit 1 month + 2 days + 3 hours -> x } }").funnel?.stages.first
    #expect(stage?.limits.first?.duration?.parts.map(\.unit) == [.months, .days, .hours])
    #expect(stage?.limits.first?.duration?.parts.map { $0.number?.integer } == [1, 2, 3])
  }

  @Test("dates and times know the calendar")
  func times() throws {
    guard case .date(let date) = try Self.literal("2024-02-29") else { throw Missing("date") }
    #expect(date.value?.daysSince1970 == 19_782)
    guard case .datetime(let datetime) = try Self.literal("1969-12-31T23:30:00.250-01:30") else {
      throw Missing("time")
    }
    #expect(datetime.value?.microsecondsSince1970 == 3_600_250_000)
    #expect(CivilDate(year: 0, month: 1, day: 1)?.daysSince1970 == -719_528)
    #expect(CivilDate(year: 9999, month: 12, day: 31)?.daysSince1970 == 2_932_896)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
  }

  @Test("strings resolve escapes, and texts hold expressions")
  func strings() throws {
    guard case .string(let string) = try Self.literal(#""a\n\"\\\u{1F600}{b}{{""#) else { throw Missing("string") }
    #expect(string.value == "a\n\"\\😀{b}{{")
    let parsed = Parsed(#"funnel f "{{a} {b + 1}{c}\u{7B}" { }"#)
    #expect(parsed.findings == [])
    let parts = try #require(parsed.funnel?.title?.parts)
    #expect(parts.count == 4)
    #expect(parts[0] == .literal("{a} "))
    #expect(parts[3] == .literal("{"))
    guard case .expression(.arithmetic) = parts[1], case .expression(.name(let name)) = parts[2] else {
      throw Missing("expression")
    }
    #expect(name.text == "c")
  }

  @Test("backquotes make a name of any word, and names may hold letters beyond ASCII")
  func names() throws {
    guard case .name(let quoted) = try Self.expression("`stage`"), case .name(let wide) = try Self.expression("größe_2")
    else { throw Missing("name") }
    #expect(quoted.text == "stage")
    #expect(quoted.isQuoted)
    #expect(wide.text == "größe_2")
    #expect(wide.keyword == nil)
  }

  @Test("operators bind as the grammar says")
  func precedence() throws {
    guard case .or(let or) = try Self.expression("not a == b and c or d ?? e + f * -g > 0") else { throw Missing("or") }
    guard case .and(let and) = or.operands[0], case .not(let not) = and.operands[0],
      case .comparison = try #require(not.operand), case .comparison(let right) = or.operands[1],
      case .coalesce(let coalesce) = try #require(right.left),
      case .arithmetic(let sum) = try #require(coalesce.fallback),
      case .arithmetic(let product) = try #require(sum.right), case .negation = try #require(product.right)
    else { throw Missing("operator") }
    #expect(sum.operation?.value == .plus)
    #expect(product.operation?.value == .times)
    guard case .arithmetic(let left) = try Self.expression("a - b - c"), case .arithmetic = try #require(left.left)
    else {
      throw Missing("left-associative")
    }
  }

  @Test("operator words are names where operands stand, and before a colon")
  func contextual() throws {
    guard case .membership(let membership) = try Self.expression("language in { is, or, no }"),
      case .set(let set) = try #require(membership.set)
    else { throw Missing("set") }
    #expect(set.elements.map(\.node.text) == ["is", "or", "no"])
    let data = Parsed(
      "data { a: text from x.is from: text or: boolean in: integer EUR: money EUR days: integer in 5..days }")
    #expect(data.diagnostics.count == 1)
    let given = Parsed("funnel f { test \"t\" { given { a: 5 days: 3 b: 5 EUR: 4, is: true } } }")
    #expect(given.findings == [])
    guard case .given(let values) = try #require(given.funnel?.tests.first?.statements.first) else {
      throw Missing("given")
    }
    #expect(values.entries.map { $0.key?.text } == ["a", "days", "b", "EUR", "is"])
  }

  @Test("line ends and a byte order mark don't matter, and spans count bytes")
  func spans() {
    let parsed = Parsed("\u{FEFF}/// Größe\r\n/// zwei\r\nlet größe = 1\r\nlet b = \"ä\" == c")
    #expect(parsed.findings == [])
    let lets = parsed.tree.fileSyntax.lets
    #expect(lets[0].documentation == ["Größe", "zwei"])
    #expect(lets[0].name?.text == "größe")
    #expect(lets[0].span.end - lets[0].span.start == 15)
    #expect(lets[1].documentation == [])
  }
}
