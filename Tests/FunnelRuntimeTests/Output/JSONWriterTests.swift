import FunnelRuntime
import Testing

/// JSON as it is written.
@Suite struct JSONWriterTests {
  private func json(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func objectsArraysAndTheirCommas() {
    let text = json {
      for _ in 0..<2 {
        $0.beginObject()
        $0.key("a")
        $0.beginArray()
        $0.integer(1)
        $0.beginArray()
        $0.endArray()
        $0.null()
        $0.beginObject()
        $0.endObject()
        $0.endArray()
        $0.key("b" as String)
        $0.boolean(true)
        $0.key("é\"" as String)
        $0.boolean(false)
        $0.endObject()
        $0.endLine()
      }
    }
    let line = #"{"a":[1,[],null,{}],"b":true,"é\"":false}"# + "\n"
    #expect(text == line + line)
  }

  @Test func stringsEscapeWhatTheyMustAndNoMore() {
    #expect(
      json { $0.string("a\"b\\c/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}é😀\u{2028}") } == #""a\"b\\c/\n\r\t\b\f\u0000\u001f"#
        + "\u{7F}é😀\u{2028}\"")
    #expect(json { $0.string("") } == "\"\"")
    #expect(json { $0.string(Array("xaby".utf8)[1...2]) } == "\"ab\"")
  }

  @Test func numbersReadBackAsTheSame() {
    for (value, text) in [
      (0, "0"), (-0.0, "0"), (1, "1"), (-12, "-12"), (0.1, "0.1"), (1.5, "1.5"), (1e15, "1000000000000000"),
      (1e16, "1e+16"),
      (9_007_199_254_740_991, "9007199254740991"), (.leastNonzeroMagnitude, "5e-324"),
      (1.7976931348623157e308, "1.7976931348623157e+308"),
      (0.30000000000000004, "0.30000000000000004"), (.infinity, "null"), (.nan, "null"),
      (123456789.125, "123456789.125"),
    ] as [(Double, String)] {
      #expect(json { $0.number(value) } == text)
    }
    let seed: UInt64 = 3
    var random = SplitMix64(seed: seed)
    for _ in 0..<5000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let text = json { $0.number(value) }
      #expect(Double(text) == value, "seed \(seed)")
      #expect(!text.hasSuffix(".0"))
    }
    #expect(json { $0.integer(Int64.min) } == "-9223372036854775808")
  }

  @Test func moneyIsExact() {
    for (value, text) in [
      (0, "0"), (10_000, "1"), (125_000, "12.5"), (1, "0.0001"), (-1, "-0.0001"), (-10_500, "-1.05"),
      (.max, "922337203685477.5807"), (.min, "-922337203685477.5808"),
    ] as [(Int64, String)] {
      #expect(json { $0.money(value) } == text)
    }
  }

  @Test func timesAndBase64() {
    #expect(json { $0.date(0) } == "\"1970-01-01\"")
    #expect(json { $0.datetime(1) } == "\"1970-01-01T00:00:00.000001Z\"")
    #expect(json { $0.duration(1) } == "\"PT0.000001S\"")
    #expect(json { $0.date(.max) } == "null")
    #expect(json { $0.datetime(.min) } == "null")
    for (text, base64) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
      #expect(json { $0.base64(Array(text.utf8)) } == "\"\(base64)\"")
    }
  }
}
