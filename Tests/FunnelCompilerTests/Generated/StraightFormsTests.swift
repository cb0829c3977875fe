import FunnelRuntime
import Testing

@testable import FunnelCompiler

/// Everything that RFC 8259 allows and forbids, at every place that a value can have among the bytes looked at together: the
/// short way takes what is plain and right, leaves the rest, and gives what the general way gives.
@Suite("JSON on the short way")
struct StraightFormsTests {
  private static let funnel = """
    funnel forms {
      version 1
      timezone "UTC"
      feed leads { lead from id  time from at }
      data { size: integer  share: number  note: text  mail: email  tags: set of text }
      intake { duplicates unchecked }
      start -> d
      decision d {
        when "vip" in tags -> lost "tags" as tags
        when size > 10 or share > 0.5 -> lost "size" as size
        when note == "b" -> lost "note" as note
        when domain(mail) == "x.example" -> lost "mail" as mail
        otherwise -> lost "none" as none
      }
    }
    """

  private static let allowed = [
    "null", "true", "false", "0", "-0", "12", "-12", "0.5", "-0.0", "1e3", "1E+3", "1e-3", "1.5e300", "1e999",
    "12345678", "123456789", "123456789012345", "1234567890123456", "123456789012345678901234567890", "1234567.1234567",
    "12345678.12345678", "0.1234567890123456789", #""""#, #""a""#, #""b""#, #""\"\\\/\b\f\n\r\t""#, #""\\""#,
    #""\\\\\"""#, #""\u0041\u00e9\uD83D\uDE00""#, #""\uD800""#, "\"é\u{7F}\u{80}\u{FFFF}\u{10FFFF}\"", "\"株式会社サクラ\"",
    "[]", "[ ]", "{}", "{ }", "[1,2]", #"["vip"]"#, #"["\u0076ip"]"#, #"["a","vip","é"]"#, "[ 1 , [ 2 , { } ] ]",
    #"{"a":1,"a":2}"#, #"{"":{"":[null]}}"#, #"{"\u0061":[{"b":{}},[]]}"#, #""x@x.example""#, #""a@b@x.example""#,
    "\"" + String(repeating: "x", count: 200) + "\"", "\"" + String(repeating: "é", count: 100) + "\"",
    "[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]", " 1 ", "  \"b\"  ",
  ]

  private static let forbidden = [
    "", "nul", "nulll", "True", "NaN", "Infinity", "undefined", "'a'", "01", "-01", "00", "012345678", "+1", "-", "-a",
    "1.", ".5", "1.e3", "1e", "1e+", "1ee3", "1.5.5", "12345678.", "123456789012345678.", "0x10", "1_000", "1,", "[1,]",
    "[,1]", "[1 2]", "[", "]", "[1", "[1}", "{\"a\":1]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\" 1}",
    "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "\"", "\"a", #""\""#, #""\\\""#, #""\a""#, #""\x41""#,
    #""\u""#,
    #""\u12""#, #""\u12g4""#, #""\U0041""#, "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "1 2", "\u{FEFF}1", "\u{A0}1", "é",
    "\"a\"\"b\"", #"["\x"]"#, "{\"\\x\":1}", "{\"\u{1}\":1}", "[[[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]]]",
  ]

  /// Overlong forms, surrogates, what lies above U+10FFFF, lone and missing continuation bytes.
  private static let notUTF8: [[UInt8]] = [
    [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
    [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
    [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0x5C, 0xC3, 0xA9],
  ]

  /// A line for each value, at a key, so many bytes further on than without.
  private func feed(_ values: [[UInt8]], _ key: String, shift: Int) -> [UInt8] {
    var feed: [UInt8] = []
    for (number, value) in values.enumerated() {
      let front = #"{"fill":""# + String(repeating: "f", count: shift)
      feed += Array((front + #"","id":"L\#(number)","at":"2026-01-05T10:00:00Z","\#(key)":"#).utf8)
      feed += value + Array((number % 5 == 0 ? " }\r\n" : ",\"last\":1}\n").utf8)
    }
    return feed
  }

  /// What nobody reads stands at each offset, each of the others at every third.
  @Test(
    "at every offset",
    arguments: [("size", 0), ("share", 1), ("note", 2), ("mail", 0), ("tags", 1), ("unread", 0)])
  func everyOffset(key: String, first: Int) throws {
    let product = try ProductRun(compiling: StraightFormsTests.funnel)
    let quote = UInt8(ascii: "\"")
    var values = (StraightFormsTests.allowed + StraightFormsTests.forbidden).map { Array($0.utf8) }
    for bytes in StraightFormsTests.notUTF8 {
      values += [[quote] + bytes + [quote], [quote, quote + 1] + bytes + [quote], bytes]
    }
    for shift in stride(from: first, to: 64, by: key == "unread" ? 1 : 3) {
      let feed = feed(values, key, shift: shift)
      let short = try StraightRun(product, feed, isStraight: true, readSize: 1 << 20)
      let general = try StraightRun(product, feed, isStraight: false, readSize: 1 << 20)
      #expect(short.plain > 2 && short.plain < values.count, "\(key) \(shift): \(short.plain)")
      #expect(short.rejects == general.rejects, "\(key) \(shift)")
      #expect(short.summary == general.summary, "\(key) \(shift)")
      let (a, b) = (short.journeys.split(separator: 10), general.journeys.split(separator: 10))
      let differing = zip(a, b).first { $0 != $1 }.map { String(decoding: $0.0, as: UTF8.self) }
      #expect(a.count == b.count && differing == nil, "\(key) \(shift): \(differing ?? "")")
      #expect(short.rejects.count > StraightFormsTests.forbidden.count / 2)
    }
  }

  @Test("lines longer than what is marked at once, across the ends of what is read")
  func longLines() throws {
    let product = try ProductRun(compiling: StraightFormsTests.funnel)
    var feed: [UInt8] = []
    for number in 0..<400 {
      let filler = String(repeating: number % 3 == 0 ? "\\n" : "f\u{E9}", count: number % 7 == 0 ? 250 : number)
      feed += Array(
        #"{"fill":"\#(filler)", "id": "L\#(number)", "at": "2026-01-05T10:00:00Z", "size": \#(number)}"#.utf8)
      feed.append(10)
    }
    let general = try StraightRun(product, feed, isStraight: false, readSize: 1 << 20)
    for readSize in [1, 63, 64, 65, 1000, 1 << 16] {
      let short = try StraightRun(product, feed, isStraight: true, readSize: readSize)
      if readSize > 1000 { #expect(short.plain > 200, "\(readSize)") }
      #expect(short.rejects == general.rejects)
      #expect(short.journeys == general.journeys)
      #expect(short.summary == general.summary)
    }
  }
}
