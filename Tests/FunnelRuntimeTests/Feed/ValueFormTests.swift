import FunnelIR
import FunnelRuntime
import Testing

/// Which JSON forms each type takes: one case a row of the language reference's table.
@Suite struct ValueFormTests {
  private static let choice = ChoiceTable(members: [
    ChoiceTable.Member(name: "software", feedValue: "software"),
    ChoiceTable.Member(name: "other", feedValue: "Other / é"),
    ChoiceTable.Member(name: "won", feedValue: "142"), ChoiceTable.Member(name: "swapped", feedValue: "won"),
  ])
  private static let euro = UInt32(ascii: "EUR")

  /// What a value is read as, `misfit` where it is a data issue, nil where the point is not listed.
  private func read(_ type: ValueType, _ json: String, lowest: UInt64? = nil, highest: UInt64? = nil) throws -> String?
  {
    var point = point("p", type)
    point.lowest = lowest
    point.highest = highest
    var fixture = FeedFixture(points: [point])
    fixture.choices = [ValueFormTests.choice]
    fixture.zone = zone([("2026-03-29T01:00:00Z", 120), ("2026-10-25T01:00:00Z", 60)], first: 60)
    guard let event = try fixture.event(#"{"id":"a","p":"# + json + "}"), let value = event.values.first else {
      return nil
    }
    #expect(event.issues.count == (value.isKnown || json == "null" ? 0 : 1))
    if !event.issues.isEmpty { return "misfit" }
    return String(fixture.describe(event).dropFirst("lead.registered a p=".count))
  }

  private func check(_ type: ValueType, _ rows: [(json: String, expected: String)]) throws {
    for row in rows { #expect(try read(type, row.json) == row.expected, "\(type.base) from \(row.json)") }
  }

  @Test func nullIsMissingForEveryTypeAndObjectsFitNone() throws {
    for base in ValueType.Base.allCases {
      for isSet in [false, true] {
        let type = ValueType(base, isSet: isSet, detail: base == .money ? ValueFormTests.euro : 0)
        try check(type, [("null", "null"), ("{}", "misfit"), (#"{"a":1}"#, "misfit")])
        if !isSet { try check(type, [("[]", "misfit"), (#"["a"]"#, "misfit")]) }
        if isSet { try check(type, [("[]", "{}"), ("\"a\"", "misfit"), ("[null]", "misfit"), ("[[]]", "misfit")]) }
      }
    }
  }

  @Test func boolean() throws {
    try check(
      ValueType(.boolean),
      [
        ("true", "true"), ("false", "false"), ("\"true\"", "true"), ("\"false\"", "false"), ("\"True\"", "misfit"),
        ("1", "misfit"),
        ("0", "misfit"), ("\"\"", "misfit"), (#""tru\u0065""#, "true"),
      ])
  }

  @Test func integer() throws {
    try check(
      ValueType(.integer),
      [
        ("12", "12"), ("-12", "-12"), ("12.0", "12"), ("1e3", "1000"), ("1.5e1", "15"), ("1200e-2", "12"), ("-0", "0"),
        ("0e99", "0"),
        ("\"12\"", "12"), ("\"1e3\"", "1000"), ("12.5", "misfit"), ("1e-1", "misfit"), ("\"\"", "misfit"),
        ("\" 12\"", "misfit"),
        ("\"012\"", "misfit"), ("\"+12\"", "misfit"), ("\"1_000\"", "misfit"), ("true", "misfit"),
        ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", "misfit"), ("-9223372036854775809", "misfit"), ("1e19", "misfit"),
        ("1e99999999999999999999", "misfit"),
        ("0.000000000000000000000000000001e30", "1"), ("10000000000000000000000e-22", "1"),
      ])
  }

  @Test func number() throws {
    try check(
      ValueType(.number),
      [
        ("12", "12"), ("0.1", "0.1"), ("-1.5e3", "-1500"), ("\"0.1\"", "0.1"), ("-0.0", "0"), ("1e-999", "0"),
        ("1e999", "misfit"),
        ("\"NaN\"", "misfit"), ("\"inf\"", "misfit"), ("\"0x10\"", "misfit"),
        ("2.2250738585072014e-308", "2.2250738585072014e-308"),
        ("9007199254740993", "9007199254740992"), ("0.1000000000000000055511151231257827", "0.1"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"), ("1e23", "1e+23"), ("true", "misfit"),
      ])
  }

  @Test func doublesAreRoundedLikeTheStandardLibraryRounds() throws {
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let text = "\(random.next() >> random.below(64)).\(random.next() >> random.below(64))e\(random.below(80) - 40)"
      let bits = try FeedFixture(points: [point("p", ValueType(.number))]).event("{\"id\":1,\"p\":\(text)}")?.values
        .first?.bits
      #expect(bits == Double(text)?.bitPattern, "seed \(seed), \(text)")
    }
  }

  @Test func money() throws {
    try check(
      ValueType(.money, detail: ValueFormTests.euro),
      [
        ("12", "12"), ("12.5", "12.5"), ("0.0001", "0.0001"), ("0.00010", "0.0001"), ("0.00001", "misfit"),
        ("1e-4", "0.0001"),
        ("1e-5", "misfit"), ("\"12.34\"", "12.34"), ("\"12,34\"", "misfit"), ("0.1", "0.1"),
        ("922337203685477.5807", "922337203685477.5807"),
        ("922337203685477.5808", "misfit"), ("-922337203685477.5808", "-922337203685477.5808"),
        ("1e11", "100000000000"),
        ("true", "misfit"),
      ])
  }

  @Test func moneyWithItsCurrency() throws {
    var amount = point("p", ValueType(.money, detail: ValueFormTests.euro))
    amount.currency = dotted("c")
    let fixture = FeedFixture(points: [amount])
    func items(_ line: String) throws -> String? { try fixture.event(line).map { fixture.describe($0) } }
    #expect(try items(#"{"id":"a","c":"EUR","p":5}"#) == "lead.registered a p=5")
    #expect(try items(#"{"id":"a","p":5,"c":"eur"}"#) == "lead.registered a p=5")
    #expect(try items(#"{"id":"a","p":5,"c":"USD"}"#) == "lead.registered a p=null issues=1")
    #expect(try items(#"{"id":"a","p":5,"c":null}"#) == "lead.registered a p=null issues=1")
    #expect(try items(#"{"id":"a","p":5}"#) == "lead.registered a p=null issues=1")
    #expect(try items(#"{"id":"a","p":null,"c":"USD"}"#) == "lead.registered a p=null")
    #expect(
      try fixture.event(#"{"id":"a","p":5,"c":"USD"}"#)?.issues.first?.reason == "the amount is in \"USD\", not in EUR")
  }

  @Test func date() throws {
    try check(
      ValueType(.date),
      [
        ("\"2026-11-20\"", "2026-11-20"), ("\"2026-11-20T23:30:00Z\"", "2026-11-21"),
        ("\"2026-07-20T21:59:59Z\"", "2026-07-20"),
        ("\"2026-07-20T22:00:00Z\"", "2026-07-21"), ("1767222000", "2026-01-01"), ("1767221999", "2025-12-31"),
        ("\"1767222000\"", "2026-01-01"),
        ("1767222000000", "2026-01-01"), ("-1", "1970-01-01"), ("-3601", "1969-12-31"), ("99999999999", "5138-11-16"),
        ("100000000000", "1973-03-03"), ("-100000000000", "1966-10-31"), ("\"2026-02-29\"", "misfit"),
        ("\"20.11.2026\"", "misfit"),
        ("1.5", "misfit"), ("1e99", "misfit"), ("9223372036854775807", "misfit"), ("true", "misfit"),
      ])
  }

  @Test func datetime() throws {
    try check(
      ValueType(.datetime),
      [
        ("\"2026-11-20T09:00:00+01:00\"", "2026-11-20T08:00:00Z"), ("\"2026-11-20\"", "2026-11-19T23:00:00Z"),
        ("\"2026-07-20\"", "2026-07-19T22:00:00Z"), ("0", "1970-01-01T00:00:00Z"), ("\"0\"", "1970-01-01T00:00:00Z"),
        ("1767222000123", "2025-12-31T23:00:00.123Z"), ("-1", "1969-12-31T23:59:59Z"),
        ("\"2026-11-20T09:00:00\"", "misfit"),
        ("0.5", "misfit"), ("true", "misfit"),
      ])
  }

  @Test func duration() throws {
    try check(
      ValueType(.duration),
      [
        ("\"P3DT2H\"", "P3DT2H"), ("\"P1M\"", "misfit"), ("\"P1Y\"", "misfit"), ("90", "PT1M30S"), ("1.5", "PT1.5S"),
        ("\"90\"", "PT1M30S"),
        ("-90", "-PT1M30S"), ("0.0000015", "PT0.000001S"), ("1e300", "misfit"), ("\"3 days\"", "misfit"),
      ])
  }

  @Test func textAndDocument() throws {
    for base in [ValueType.Base.text, .document] {
      try check(
        ValueType(base),
        [
          ("\"a b\"", "a b"), ("\"\"", ""), ("12", "12"), ("1.50", "1.50"), ("1E3", "1E3"), (#""\u00e9\n""#, "é\n"),
          ("true", "misfit"),
          (#""\ud800""#, "misfit"),
        ])
    }
  }

  @Test func emailPhoneAndURL() throws {
    try check(
      ValueType(.email),
      [
        ("\"a@b\"", "a@b"), ("\"a@b@c\"", "a@b@c"), ("\"@b\"", "misfit"), ("\"a@\"", "misfit"), ("\"a@b@\"", "misfit"),
        ("\"ab\"", "misfit"),
        ("\"a @b\"", "misfit"), (#""a@b\t""#, "misfit"), ("\"\"", "misfit"), ("5", "misfit"),
      ])
    try check(
      ValueType(.phone),
      [
        ("\"+49 (0)30/12-34.5\"", "+49 (0)30/12-34.5"), ("4930123", "4930123"), ("\"\"", "misfit"), ("\"+\"", "misfit"),
        ("\"12a\"", "misfit"),
        ("1.5", "misfit"), ("1e3", "misfit"), ("true", "misfit"),
      ])
    try check(
      ValueType(.url),
      [
        ("\"https://a.example/x?y\"", "https://a.example/x?y"), ("\"mailto:a@b\"", "mailto:a@b"),
        ("\"a+b-1.c:d\"", "a+b-1.c:d"),
        ("\"a.example/x\"", "misfit"), ("\":x\"", "misfit"), ("\"http:\"", "misfit"), ("\"1a:x\"", "misfit"),
        ("\"ht tp:x\"", "misfit"),
        ("\"http:x y\"", "misfit"), ("5", "misfit"),
      ])
  }

  @Test func countryAndLanguage() throws {
    try check(
      ValueType(.country),
      [
        ("\"DE\"", "DE"), ("\"de\"", "DE"), ("\"dE\"", "DE"), ("\"XX\"", "misfit"), ("\"UK\"", "misfit"),
        ("\"DEU\"", "misfit"),
        ("\"D\"", "misfit"), ("\"\"", "misfit"), ("\"D@\"", "misfit"), ("5", "misfit"), ("\"Germany\"", "misfit"),
      ])
    try check(
      ValueType(.language),
      [
        ("\"de\"", "de"), ("\"EN\"", "en"), ("\"en-GB\"", "en"), ("\"en_GB\"", "en"), ("\"zh-Hant-TW\"", "zh"),
        ("\"en-\"", "misfit"),
        ("\"eng\"", "misfit"), ("\"xx\"", "misfit"), ("\"en GB\"", "misfit"), ("\"e\"", "misfit"), ("5", "misfit"),
      ])
  }

  @Test func choiceByFeedValueBeforeName() throws {
    try check(
      ValueType(.choice),
      [
        ("\"software\"", "0"), ("\"other\"", "1"), (#""Other \/ \u00e9""#, "1"), ("142", "2"), ("\"142\"", "2"),
        ("\"won\"", "3"),
        ("\"swapped\"", "3"), ("\"Software\"", "misfit"), ("\"\"", "misfit"), ("142.0", "misfit"), ("true", "misfit"),
      ])
    try check(ValueType(.choice, detail: 7), [("\"software\"", "misfit")])
  }

  @Test func setsDropWhatIsRepeated() throws {
    try check(
      ValueType(.text, isSet: true),
      [
        (#"["b","a","b","\u0061",""]"#, "{b,a,}"), (#"["a",1]"#, "{a,1}"), (#"["a",null]"#, "misfit"),
        (#"["a",{}]"#, "misfit"),
        (#"["a",["b"]]"#, "misfit"), (#"[ "a" , "b" ]"#, "{a,b}"), (#"["a","\ud800"]"#, "misfit"),
      ])
    try check(
      ValueType(.integer, isSet: true), [("[1,2,1.0,\"2\",3]", "{1,2,3}"), ("[1,1.5]", "misfit"), ("[[]]", "misfit")])
    try check(
      ValueType(.choice, isSet: true), [(#"["software",142,"software"]"#, "{0,2}"), (#"["software","x"]"#, "misfit")])
    try check(ValueType(.country, isSet: true), [(#"["DE","at","de"]"#, "{DE,AT}")])
  }

  @Test func aLongSetWithoutRepetitionsIsReadInBearableTime() throws {
    let elements = (0..<20_000).map { "\"\($0)\"" }.joined(separator: ",")
    let text = try #require(try read(ValueType(.text, isSet: true), "[\(elements)]"))
    #expect(text.count == elements.count - 40_000 + 2)
  }

  @Test func valuesStayInTheirDeclaredRange() throws {
    #expect(try read(ValueType(.integer), "-1", lowest: 0) == "misfit")
    #expect(try read(ValueType(.integer), "0", lowest: 0) == "0")
    #expect(
      try read(ValueType(.integer), "-5", lowest: UInt64(bitPattern: -5), highest: UInt64(bitPattern: -1)) == "-5")
    #expect(
      try read(ValueType(.integer), "0", lowest: UInt64(bitPattern: -5), highest: UInt64(bitPattern: -1)) == "misfit")
    #expect(try read(ValueType(.number), "0.5", lowest: (-1.0).bitPattern, highest: (0.5).bitPattern) == "0.5")
    #expect(try read(ValueType(.number), "-1.5", lowest: (-1.0).bitPattern) == "misfit")
  }

  @Test func theIssueSaysWhatDoesNotFit() throws {
    var number = point("p", ValueType(.integer))
    func reason(_ json: String) throws -> String? {
      try FeedFixture(points: [number]).event(#"{"id":1,"p":"# + json + "}")?.issues.first?.reason
    }
    #expect(try reason("\"abc\"") == "\"abc\" is not a whole number")
    #expect(try reason(#""\ud800""#) == #""\ud800" holds half of a character (a lone surrogate) and is no text"#)
    #expect(
      try reason("\"" + String(repeating: "é", count: 100) + "\"") == "\"" + String(repeating: "é", count: 29)
        + "… is not a whole number")
    number.lowest = 0
    number.highest = 10
    #expect(try reason("11") == "11 is not a whole number from 0 up to 10")
  }
}

extension UInt32 {
  /// The letters of a currency's code, packed.
  init(ascii code: String) { self = code.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}
