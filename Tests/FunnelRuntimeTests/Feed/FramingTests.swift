import FunnelIR
import FunnelRuntime
import Testing

/// How events are found in a feed: lines, an array, an array inside a document.
@Suite struct FramingTests {
  private let fixture = FeedFixture(points: [point("n", ValueType(.integer))])

  private func lead(_ id: String) -> FeedFixture.Item { .event("lead.registered " + id) }

  @Test func lines() throws {
    #expect(try fixture.items("") == [])
    #expect(try fixture.items("\n\r\n  \n\t\r\n") == [])
    #expect(try fixture.items("   ") == [])
    #expect(try fixture.items("{\"id\":\"a\"}") == [lead("a")])
    #expect(try fixture.items("{\"id\":\"a\"}\n") == [lead("a")])
    #expect(try fixture.items("\n{\"id\":\"a\"}\r\n\r\n  {\"id\":\"b\"}  \n\n") == [lead("a"), lead("b")])
    #expect(try fixture.items("\u{FEFF}{\"id\":\"a\"}\n") == [lead("a")])
    #expect(try fixture.items("{\"id\":\"a\"}\n\u{FEFF}{\"id\":\"b\"}\n") == [lead("a"), .reject(.invalidJSON)])
    #expect(try fixture.items("{\"id\":\"a\"}{\"id\":\"b\"}\n") == [.reject(.invalidJSON)])
    #expect(try fixture.items("{\"id\":\n\"a\"}") == [.reject(.invalidJSON), .reject(.invalidJSON)])
  }

  @Test func aLastLineWithoutItsEndThatFillsTheBuffer() throws {
    let feed = Array("\n{\"id\":\"a\"}".utf8)
    for size in 1...2 * feed.count {
      var reader = FeedReader(
        MemorySource(feed), plan: fixture.plan, choices: [], zone: .utc, limits: FeedLimits(readSize: size))
      var event = IncomingEvent()
      #expect(try reader.next(into: &event) == .event(line: 2, offset: 1))
      #expect(reader.item == Array(feed.dropFirst()))
      #expect(try reader.next(into: &event) == .end)
    }
  }

  @Test func aRejectKnowsItsPlaceAndItsBytes() throws {
    let rejects = try fixture.rejects(Array("{\"id\":\"a\"}\n\n{\"id\":}\r\n{\"id\":\"b\"}\nx".utf8))
    #expect(rejects.map(\.line) == [3, 5])
    #expect(rejects.map(\.offset) == [12, 32])
    #expect(rejects.map { String(decoding: $0.bytes, as: UTF8.self) } == ["{\"id\":}", "x"])
    #expect(rejects.map(\.length) == [7, 1])
  }

  @Test func aRejectIsWrittenAsALine() throws {
    func written(_ feed: [UInt8]) throws -> String {
      var writer = JSONWriter()
      for reject in try fixture.rejects(feed) { writer.reject(reject) }
      return String(decoding: writer.bytes, as: UTF8.self)
    }
    #expect(
      try written(Array("\n{\"id\":\"é\"".utf8))
        == #"{"schemaVersion":1,"line":2,"offset":1,"reason":"invalid-json","message":"this is not JSON: it ends in the middle of a value (byte 11)","bytes":"{\"id\":\"é\""}"#
        + "\n")
    #expect(
      try written([0xFF, 0x00])
        == #"{"schemaVersion":1,"line":1,"offset":0,"reason":"invalid-utf8","message":"this is not text in UTF-8: these bytes stand for no character (byte 1)","bytesBase64":"/wA="}"#
        + "\n")
  }

  @Test func whoeverHasTheEventCanRejectIt() throws {
    var reader = FeedReader(MemorySource("\n{\"id\":\"a\"}\r\n"), plan: fixture.plan, choices: [], zone: .utc)
    var event = IncomingEvent()
    #expect(try reader.next(into: &event) == .event(line: 2, offset: 1))
    let reject = reader.reject(.unknownSource, "no source has this reference")
    #expect(
      reject
        == FeedReject(
          line: 2, offset: 1, reason: .unknownSource, message: "no source has this reference",
          bytes: Array("{\"id\":\"a\"}".utf8)))
    #expect(try reader.next(into: &event) == .end)
    #expect(try reader.next(into: &event) == .end)
  }

  @Test func aLineMayBeAsLongAsTheLimit() throws {
    var fixture = fixture
    fixture.limits = FeedLimits(lineLength: 20, keptBytes: 5, readSize: 7)
    let line = "{\"id\":\"" + String(repeating: "a", count: 11) + "\"}"
    let long = "{\"id\":\"" + String(repeating: "a", count: 12) + "\"}"
    #expect(line.utf8.count == 20)
    for end in ["\n", "\r\n", ""] {
      #expect(try fixture.items("{\"id\":1}\n" + line + end) == [lead("#1"), lead(String(repeating: "a", count: 11))])
      #expect(try fixture.items(long + end) == [.reject(.lineTooLong)])
    }
    let rejects = try fixture.rejects(Array((long + "\r\n{\"id\":2}\n" + long).utf8))
    #expect(rejects.map(\.length) == [21, 21])
    #expect(rejects.map(\.line) == [1, 3])
    #expect(rejects.map(\.bytes.count) == [5, 5])
  }

  @Test func noiseWithoutLineEndsTakesNoMemory() throws {
    /// Bytes without end or line end, and in the end a good line.
    struct Noise: ByteSource {
      let byte: UInt8
      var left = 4 << 20
      mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(left, buffer.count)
        left -= count
        for index in 0..<count { buffer[index] = byte }
        return count
      }
    }
    var fixture = fixture
    fixture.limits = FeedLimits(lineLength: 1 << 12, keptBytes: 100, readSize: 1 << 12)
    for byte in [
      UInt8(ascii: "x"), 0, 0xFF, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""), UInt8(ascii: " "),
    ] {
      var reader = FeedReader(Noise(byte: byte), plan: fixture.plan, choices: [], zone: .utc, limits: fixture.limits)
      var event = IncomingEvent()
      let item = try reader.next(into: &event)
      guard case .reject(let reject) = item else {
        Issue.record("\(byte) gives \(item)")
        continue
      }
      #expect(reject.bytes.count == 100)
      #expect(reject.length > 4 << 19)
    }
  }

  @Test func anArray() throws {
    #expect(try fixture.items("[]") == [])
    #expect(try fixture.items(" \n [ ] \n") == [])
    #expect(try fixture.items("[{\"id\":\"a\"},\n{\"id\":\n\"b\"}\n]\n") == [lead("a"), lead("b")])
    #expect(
      try fixture.items("[{\"id\":\"a\"}][{\"id\":\"b\"}]\n[]") == [lead("a"), lead("b")],
      "pages may follow one another")
    #expect(
      try fixture.items("[1, \"a]\", null, [[]], {\"id\":\"a\",\"n\":\"]}\"}]")
        == [
          .reject(.notAnObject), .reject(.notAnObject), .reject(.notAnObject), .reject(.notAnObject),
          .event("lead.registered a n=null issues=1"),
        ])
    #expect(try fixture.items("[{\"id\":01},{\"id\":\"b\"}]") == [.reject(.invalidJSON), lead("b")])
    #expect(try fixture.items("[{\"id\":\"a\"}") == [lead("a"), .reject(.documentTruncated)])
    #expect(try fixture.items("[{\"id\":\"a\"},") == [lead("a"), .reject(.documentTruncated)])
    #expect(try fixture.items("[{\"id\":\"a\"},{\"id\":") == [lead("a"), .reject(.documentTruncated)])
    #expect(try fixture.items("[1") == [.reject(.notAnObject), .reject(.documentTruncated)])
    for rest in ["{\"id\":\"b\"}]", "}", ":", "x]"] {
      #expect(try fixture.items("[{\"id\":\"a\"}" + rest) == [lead("a"), .reject(.invalidJSON)])
    }
    #expect(try fixture.items("[{\"id\":\"a\"},]") == [lead("a"), .reject(.invalidJSON)])
    #expect(try fixture.items("[,]") == [.reject(.invalidJSON)])
    #expect(try fixture.items("[] x") == [.reject(.invalidJSON)])
  }

  @Test func rejectsInAnArrayKnowTheirLines() throws {
    let rejects = try fixture.rejects(Array("[\n{\"id\":\"a\"},\n {\"id\":\n0a},\n\n5".utf8))
    #expect(rejects.map(\.line) == [3, 6, 6])
    #expect(rejects.map(\.offset) == [15, 28, 29])
    #expect(rejects.map(\.reason) == [.invalidJSON, .notAnObject, .documentTruncated])
    #expect(rejects.map { String(decoding: $0.bytes, as: UTF8.self) } == ["{\"id\":\n0a}", "5", ""])
  }

  @Test func anElementThatIsTooLong() throws {
    var fixture = fixture
    fixture.limits = FeedLimits(lineLength: 12, keptBytes: 4, readSize: 3)
    let rejects = try fixture.rejects(
      Array("[{\"id\":\"aaaaaaaaaa\"},{\"id\":\"b\"},\"aaaaaaaaaaaaaaaaaaaa\\\"]\",123456789012345]".utf8))
    #expect(rejects.map(\.reason) == [.lineTooLong, .lineTooLong, .lineTooLong])
    #expect(rejects.map(\.length) == [19, 25, 15])
    #expect(try fixture.items("[{\"id\":\"aaaaaaaaaa\"},{\"id\":\"b\"}]") == [.reject(.lineTooLong), lead("b")])
  }

  @Test func anArrayInsideADocument() throws {
    var fixture = fixture
    fixture.items = ["_embedded", "leads"]
    #expect(
      try fixture.items(
        #"{"_page":1,"_links":{"self":{"href":"]}"}},"_embedded":{"x":[1,{"leads":[]}],"leads":[{"id":1}, {"id":2}],"y":null},"z":"]"}"#
      )
        == [lead("#1"), lead("#2")])
    let page = #"{"_embedded":{"leads":[{"id":1}]}}"#
    #expect(try fixture.items(page + "\n" + page) == [lead("#1"), lead("#1")])
    #expect(try fixture.items(#"{"\u005fembedded":{"leads":[{"id":1}]}}"#) == [lead("#1")])
    #expect(try fixture.items("{}") == [.reject(.noItems)])
    #expect(try fixture.items(#"{"_embedded":{}}"#) == [.reject(.noItems)])
    #expect(try fixture.items(#"{"_embedded":null}"#) == [])
    #expect(try fixture.items(#"{"_embedded":{"leads":null},"x":1}"#) == [])
    #expect(try fixture.items(#"{"_embedded":{"leads":{"id":1}}}"#) == [.reject(.noItems)])
    #expect(try fixture.items(#"{"_embedded":[{"id":1}]}"#) == [.reject(.noItems)])
    #expect(try fixture.items(#"{"leads":[{"id":1}]}"#) == [.reject(.noItems)])
    #expect(try fixture.items("[]") == [.reject(.invalidJSON)])
    #expect(try fixture.items("") == [])
    #expect(
      try fixture.items(#"{"_embedded":{"leads":[{"id":1}],"leads":[{"id":2}]}}"#) == [
        lead("#1"), .reject(.duplicateKey),
      ])
    #expect(try fixture.items(#"{"_embedded":{"leads":[{"id":1}]}"#) == [lead("#1"), .reject(.documentTruncated)])
    #expect(try fixture.items(#"{"_embedded":{"leads":[{"id":1}],"x":"#) == [lead("#1"), .reject(.documentTruncated)])
    for bad in [
      #"{"x":01,"#, #"{"x":"\y","#, #"{"\y":1,"#, "{x:1,", #"{"x" 1,"#, #"{"x":1 "y":2,"#, #"{,"#, #"{"x":,"#,
      "{\"\u{1}\":1,", #"{"x":1,,"#,
    ] {
      #expect(try fixture.items(bad + #""_embedded":{"leads":[{"id":1}]}}"#) == [.reject(.invalidJSON)], "\(bad)")
    }
    #expect(try fixture.items(Array("{\"x\":\"".utf8) + [0xFF] + Array("\"}".utf8)) == [.reject(.invalidUTF8)])
  }
}
