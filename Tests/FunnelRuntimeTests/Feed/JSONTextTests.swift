import FunnelIR
import FunnelRuntime
import Testing

/// RFC 8259 to the letter: everything it allows is read, everything it forbids is refused with its reason. The text stands
/// where nobody reads it, and must be checked all the same.
@Suite struct JSONTextTests {
  private let fixture = FeedFixture(points: [point("read", ValueType(.text))])

  private func reason(_ value: [UInt8]) throws -> RejectReason? {
    try fixture.rejects(Array(#"{"id":"a","unread":"#.utf8) + value + Array("}".utf8)).first?.reason
  }

  @Test(arguments: [
    "null", "true", "false", "0", "-0", "12", "-12", "0.5", "-0.0", "1e3", "1E+3", "1e-3", "1.5e300", "1e999",
    "123456789012345678901234567890", #""""#, #""a""#, #""\"\\\/\b\f\n\r\t""#, #""\u0041\u00e9\uD83D\uDE00""#,
    #""\uD800""#, #""\uDC00\uD800""#, "\"é\u{7F}\u{80}\u{FFFF}\u{10FFFF}\"", "[]", "[ ]", "{}", "{ }", "[1,2]",
    "[ 1 , [ 2 , { } ] ]", #"{"a":1,"a":2}"#, #"{"":{"":[null]}}"#, " \t 1 \t ", #""\u0000""#, "\"\u{2028}\u{FEFF}\"",
  ])
  func allowed(_ value: String) throws {
    #expect(try reason(Array(value.utf8)) == nil)
  }

  @Test(arguments: [
    "", "nul", "nulll", "True", "NaN", "Infinity", "-Infinity", "undefined", "'a'", "01", "-01", "00", "+1", "-", "-a",
    "1.",
    ".5", "1.e3", "1e", "1e+", "1e-", "1ee3", "1.5.5", "0x10", "1_000", "1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[",
    "]",
    "[1", "[1}", "{\"a\":1]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{1:1}",
    "{\"a\":1 \"b\":2}", "{\"a\"::1}", "\"", "\"a", #""\a""#, #""\x41""#, #""\u""#, #""\u12""#, #""\u12g4""#,
    #""\U0041""#,
    "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "// a\n1", "/* a */ 1", "1 2", "\u{FEFF}1", "\u{A0}1", "\u{0B}1", "\u{0C}1",
    "é", "\"a\"\"b\"",
  ])
  func forbidden(_ value: String) throws {
    #expect(try reason(Array(value.utf8)) == .invalidJSON)
  }

  /// Overlong forms, surrogates, what lies above U+10FFFF, lone and missing continuation bytes.
  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
      [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) throws {
    let quote = UInt8(ascii: "\"")
    #expect(try reason([quote] + bytes + [quote]) == .invalidUTF8)
    #expect(try reason([quote] + bytes + Array("\":1".utf8)) == .invalidUTF8, "in a key's place")
    #expect(try reason(bytes) == .invalidUTF8, "outside a string")
  }

  @Test func aKeyIsCheckedLikeAnyString() throws {
    #expect(try fixture.reason(#"{"id":"a","\x":1}"#) == .invalidJSON)
    #expect(try fixture.reason("{\"id\":\"a\",\"\u{1}\":1}") == .invalidJSON)
  }

  @Test func nestingIsRefusedFromOneAboveTheLimit() throws {
    var fixture = fixture
    for limit in [2, 3, 64, 512, 5000] {
      fixture.limits.nesting = limit
      // The object of the line is the first level.
      func line(_ depth: Int) -> String {
        #"{"id":"a","unread":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
          + "}"
      }
      #expect(try fixture.reason(line(limit)) == nil)
      #expect(try fixture.reason(line(limit + 1)) == .nestedTooDeep)
    }
  }

  @Test func aHundredThousandBracketsAreRefusedAndNotFollowed() throws {
    #expect(try fixture.reason(String(repeating: "[{\"a\":", count: 100_000)) == .documentTruncated)
    #expect(try fixture.reason("{\"a\":" + String(repeating: "[", count: 100_000)) == .nestedTooDeep)
  }

  @Test func theMessageSaysWhatIsWrongAndWhere() throws {
    let reject = try #require(try fixture.rejects(Array(#"{"id":"a","b":01}"#.utf8)).first)
    #expect(
      reject.message == "this is not JSON: a number does not begin with a zero and another digit (byte 16)")
  }

  @Test func anythingButAnObjectIsNoEvent() throws {
    for line in ["1", "\"a\"", "null", "true"] { #expect(try fixture.reason(line) == .notAnObject) }
    #expect(try fixture.reason("{\"id\":1}\n[1]") == .notAnObject)
  }
}
