import FunnelDiagnostics
import FunnelSemantics
import FunnelSyntax
import Testing

/// What expressions become: one form for each meaning, exact constants, members for bare words.
@Suite struct ExpressionTests {
  /// The first `let` of a funnel that declares points of all types, as text, and its type.
  private func resolve(_ expression: String, type: String = "") throws -> (text: String, type: FunnelType) {
    let lines = """
      funnel f {
        source website ref "W"
        feed leads { source from ref }
        data {
          n: integer  m: integer  x: number  price: money EUR  born: date  slot: datetime  waited: duration
          name: text  email: email  country: country  language: language  size: choice { small, large }
          tags: set of text  countries: set of country  consent: boolean
        }
        let it\(type) = \(expression)
        let big = n > 5
        score fit { award 10 when big }
        start -> segment
        decision segment { when big -> first  otherwise -> converted }
        stage first { activity kyc by automatic  then -> converted }
      }
      """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (program, found, syntax) = SemanticCase.resolve(lines)
    try #require(syntax.isEmpty, "\(syntax.map(\.message))")
    let funnel = try #require(program?.funnels.first, "\(found)")
    let value = funnel.lets[0].cases[0].value
    return (ExpressionText(funnel: funnel)(value), value.type)
  }

  @Test(arguments: [
    // Operators that mean the same have one form.
    ("n != 5", "(not (== n 5))"),
    ("n is known", "(not (missing n))"),
    ("n not in { 1, 2 }", "(not (one-of n 1 2))"),
    ("\"a\" in tags", "(has tags 'a')"),
    ("tags contains \"a\"", "(has tags 'a')"),
    ("DE in countries", "(has countries DE)"),
    ("consent or big and not consent", "(any consent (all let:big (not consent)))"),
    ("(consent or big) or consent", "(any (any consent let:big) consent)"),
    // Bare words take their meaning from the other side.
    ("country == DE", "(== country DE)"),
    ("DE == country", "(== DE country)"),
    ("country in { DE, AT }", "(one-of country DE AT)"),
    ("language in { is, or, no }", "(one-of language is or no)"),
    ("(country ?? DE) == AT", "(== (?? country DE) AT)"),
    ("size == large", "(== size #large)"),
    ("source == website", "(== source #website)"),
    ("stage == first", "(== stage #first)"),
    ("segment in { first, converted }", "(one-of label:segment #first #converted)"),
    ("kyc is overdue", "(overdue kyc)"),
    // Numbers.
    ("n / m > 0.5", "(> (divideNumbers (number n) (number m)) 0.5)"),
    ("x >= 1", "(>= x 1.0)"),
    ("n >= 0.5", "(>= (number n) 0.5)"),
    ("n in 1..", "(in-range n 1 _)"),
    ("n in 0.5..2", "(in-range (number n) 0.5 2.0)"),
    ("n in { 1, 2.5 }", "(one-of (number n) 1.0 2.5)"),
    ("x > 12.5%", "(> x 0.125)"),
    ("n > 1.5k", "(> n 1500)"),
    ("n > -5", "(> n -5)"),
    ("n + m * 2 > 1", "(> (addIntegers n (multiplyIntegers m 2)) 1)"),
    ("fit >= 40", "(>= score:fit 40)"),
    // Amounts are exact.
    ("price >= 100M EUR", "(>= price 1000000000000/10000)"),
    ("price > 0.1234 EUR", "(> price 1234/10000)"),
    ("2 * price > 1 EUR", "(> (multiplyMoneyByInteger price 2) 10000/10000)"),
    ("price / 3 > 1 EUR", "(> (divideMoneyByInteger price 3) 10000/10000)"),
    ("price * x > 1 EUR", "(> (multiplyMoneyByNumber price x) 10000/10000)"),
    ("price / price > 2", "(> (divideMoney price price) 2.0)"),
    // Time.
    ("born > 2000-02-29", "(> born day:11016)"),
    ("slot > 1970-01-01T00:00:01.5+01:00", "(> slot at:-3598500000)"),
    ("now - last_event < 3 days", "(< (subtractDatetimes now last_event) 259200000000us)"),
    ("now >= entered + 2 months", "(>= now (shift entered 2m 0d 0us))"),
    ("now >= entered - 1 week - 90 minutes", "(>= now (shift (shift entered 0m -7d 0us) 0m 0d -5400000000us))"),
    ("born + (1 year + 2 days) > today", "(> (shift born 12m 2d 0us) today)"),
    ("slot + waited > now", "(> (addElapsed slot waited) now)"),
    ("today - born > 1 day", "(> (subtractDates today born) 86400000000us)"),
    ("waited in 1 hour..2 days", "(in-range waited 3600000000us 172800000000us)"),
    ("year(slot) == 2026", "(== (year (date slot)) 2026)"),
    ("days_between(born, slot) > 3", "(> (days_between born (date slot)) 3)"),
    ("age(born) >= 18", "(>= (age born) 18)"),
    // Text.
    ("name starts with \"a\\u{20AC}\"", "(starts with name 'a€')"),
    ("email ends with \"@a.de\"", "(ends with email '@a.de')"),
    ("name matches \"^\\\\d+$\"", "(matches name ^\\d+$)"),
    ("domain(email) in { \"a.de\" }", "(one-of (domain email) 'a.de')"),
    ("min(n, x) > 1", "(> (min (number n) x) 1.0)"),
  ])
  func aCondition(_ source: String, becomes text: String) throws {
    let resolved = try resolve(source)
    #expect(resolved.text == text)
    #expect(resolved.type == .boolean)
  }

  @Test(
    arguments: [
      ("n ?? m", .integer, "(?? n m)"),
      ("n ?? 0.5", .number, "(?? (number n) 0.5)"),
      ("-n", .integer, "(- n)"),
      ("-(-5)", .integer, "5"),
      ("round(x)", .integer, "(round x)"),
      ("round(n)", .integer, "n"),
      ("{ DE, country }", .set(.country), "{DE country}"),
      ("upper(email)", .text, "(upper email)"),
      ("stage", .stage, "stage"),
      ("segment", .label(ID(0)), "label:segment"),
      ("slot - 1 day", .datetime, "(shift slot 0m -1d 0us)"),
      ("3 days + 2 hours", .duration, "(addDurations 259200000000us 7200000000us)"),
      ("waited / waited", .number, "(divideDurations waited waited)"),
    ] as [(String, FunnelType, String)])
  func aValue(_ source: String, hasType type: FunnelType, becoming text: String) throws {
    let resolved = try resolve(source)
    #expect(resolved.type == type)
    #expect(resolved.text == text)
  }

  @Test func aDeclaredTypeGivesBareWordsTheirMeaning() throws {
    #expect(try resolve("{ DE, NO }", type: ": set of country").text == "{DE NO}")
    #expect(try resolve("5", type: ": number").text == "5.0")
    #expect(try resolve("\"a@b.de\"", type: ": email").type == .email)
  }
}
