import FunnelIR
import FunnelRuntime
import Testing

/// Which values the declared paths find.
@Suite struct RecogniserTests {
  private func read(_ path: [FeedPath.Step], _ line: String, isSet: Bool = false) throws -> String {
    let point = PointField(slot: 0, name: "p", type: ValueType(.text, isSet: isSet), path: FeedPath(path))
    let items = try FeedFixture(points: [point]).items(line)
    guard items.count == 1, case .event(let text) = items[0] else { return "\(items)" }
    return String(text.dropFirst("lead.registered a".count).drop { $0 == " " })
  }

  private func filter(_ key: String..., equals value: String, isText: Bool = true) -> FeedPath.Step {
    .firstWhere(key: key, equals: value, isText: isText)
  }

  @Test func keysInAnyOrderAndDepth() throws {
    let path: [FeedPath.Step] = [.key("x"), .key("y"), .key("z")]
    #expect(try read(path, #"{"x":{"w":{"z":"no"},"y":{"z":"yes","z2":"no"}},"id":"a"}"#) == "p=yes")
    #expect(try read(path, #"{"id":"a","y":{"z":"no"}}"#) == "")
    #expect(try read(path, #"{"id":"a","x":{"y":"text"}}"#) == "")
    #expect(try read(path, #"{"id":"a","x":{"y":{"z":null}}}"#) == "p=null")
    #expect(try read(path, #"{"id":"a","x":null}"#) == "p=null", "a null holds nothing below it either")
  }

  @Test func keysAreComparedDecodedAndByteByByte() throws {
    #expect(try read([.key("ab/é")], #"{"id":"a","\u0061b\/\u00e9":"yes"}"#) == "p=yes")
    #expect(try read([.key("\u{E9}")], "{\"id\":\"a\",\"e\u{301}\":\"no\"}") == "")
    #expect(try read([.key("x")], #"{"id":"a","\ud800x":"no"}"#) == "")
    #expect(try read([.key("")], #"{"id":"a","":"yes"}"#) == "p=yes")
  }

  @Test func elementsFromTheFrontAndTheBack() throws {
    let line = #"{"id":"a","x":["0","1","2","3"]}"#
    #expect(try read([.key("x"), .index(0)], line) == "p=0")
    #expect(try read([.key("x"), .index(3)], line) == "p=3")
    #expect(try read([.key("x"), .index(4)], line) == "")
    #expect(try read([.key("x"), .index(-1)], line) == "p=3")
    #expect(try read([.key("x"), .index(-4)], line) == "p=0")
    #expect(try read([.key("x"), .index(-5)], line) == "")
    #expect(try read([.key("x"), .index(Int.min)], line) == "")
    #expect(
      try read([.key("x"), .index(-2), .index(-1), .key("y")], #"{"id":"a","x":[[{"y":"a"}],[1,{"y":"b"}],[]]}"#)
        == "p=b")
    #expect(try read([.key("x"), .index(0)], #"{"id":"a","x":{"0":"no"}}"#) == "")
    #expect(try read([.key("x"), .index(0)], #"{"id":"a","x":[null]}"#) == "p=null")
  }

  /// The shape of Kommo's custom fields.
  @Test func theFirstElementThatAFilterMatches() throws {
    let phone: [FeedPath.Step] = [
      .key("custom_fields_values"), filter("field_code", equals: "PHONE"), .key("values"), .index(0), .key("value"),
    ]
    func line(_ fields: String) -> String { #"{"id":"a","custom_fields_values":"# + fields + "}" }
    #expect(
      try read(
        phone,
        line(
          #"[{"field_code":"EMAIL","values":[{"value":"e"}]},{"values":[{"value":"p"},{"value":"q"}],"field_code":"PHONE"}]"#
        )) == "p=p")
    #expect(
      try read(
        phone,
        line(
          #"[{"field_code":"PHONE","values":[{"value":"1"}]},{"field_code":"PHONE","values":[{"value":"2"}]}]"#
        )) == "p=1")
    #expect(try read(phone, line(#"[{"field_code":"PH\u004fNE","values":[{"value":"1"}]}]"#)) == "p=1")
    #expect(try read(phone, line(#"[{"field_code":"EMAIL","values":[{"value":"1"}]}]"#)) == "")
    #expect(try read(phone, line(#"[{"field_code":"PHONE"},{"field_code":"PHONE","values":[{"value":"2"}]}]"#)) == "")
    #expect(try read(phone, line(#"[null,5,"x",[],{}]"#)) == "")
    #expect(try read(phone, line("null")) == "p=null")
    #expect(try read(phone, line("[]")) == "")
  }

  @Test func filtersCompareTextsNumbersAndWords() throws {
    func find(_ value: String, _ isText: Bool, _ element: String) throws -> Bool {
      let line = #"{"id":"a","x":[{"k":{"l":"# + element + #"},"v":"yes"}]}"#
      return try read([.key("x"), filter("k", "l", equals: value, isText: isText), .key("v")], line) == "p=yes"
    }
    #expect(try find("1", false, "1"))
    #expect(try find("1", false, "1.0e0"))
    #expect(try find("150", false, "1.5e2"))
    #expect(try !find("1", false, "\"1\""))
    #expect(try !find("1", true, "1"))
    #expect(try !find("9007199254740993", false, "9007199254740992"))
    #expect(try find("true", false, "true"))
    #expect(try !find("true", true, "true"))
    #expect(try find("null", false, "null"))
    #expect(try !find("null", false, "false"))
  }

  @Test func aNullElementFulfilsNoFilter() throws {
    let path: [FeedPath.Step] = [.key("x"), filter("k", equals: "null", isText: false), .key("v")]
    #expect(try read(path, #"{"id":"a","x":[null,{"k":null,"v":"yes"}]}"#) == "p=yes")
  }

  @Test func everyElementOfASet() throws {
    let names: [FeedPath.Step] = [.key("tags"), .each, .key("name")]
    #expect(
      try read(names, #"{"id":"a","tags":[{"name":"x"},{"other":1},{"name":"y"},{"name":"x"}]}"#, isSet: true)
        == "p={x,y}")
    #expect(try read(names, #"{"id":"a","tags":[]}"#, isSet: true) == "p={}")
    #expect(try read(names, #"{"id":"a","tags":[{"name":null}]}"#, isSet: true) == "p=null issues=1")
    #expect(try read(names, #"{"id":"a"}"#, isSet: true) == "")
    #expect(try read(names, #"{"id":"a","tags":null}"#, isSet: true) == "p=null")
    #expect(try read([.key("x"), .each], #"{"id":"a","x":["a","b"]}"#, isSet: true) == "p={a,b}")
    let behindFilter: [FeedPath.Step] = [.key("f"), filter("c", equals: "T"), .key("values"), .each, .key("value")]
    let fields = #"[{"c":"S","values":[{"value":"s"}]},{"values":[{"value":"t"},{"value":"u"}],"c":"T"}]"#
    #expect(try read(behindFilter, #"{"id":"a","f":"# + fields + "}", isSet: true) == "p={t,u}")
    let beforeFilter: [FeedPath.Step] = [.key("g"), .each, .key("f"), filter("c", equals: "T"), .key("v")]
    #expect(
      try read(
        beforeFilter,
        #"{"id":"a","g":[{"f":[{"c":"T","v":"1"}]},{"f":[{"c":"S","v":"2"}]},{"f":[{"v":"3","c":"T"}]}]}"#,
        isSet: true) == "p={1,3}")
  }

  @Test func manyFiltersOverOneArray() throws {
    let points = (0..<300).map { number in
      PointField(
        slot: number, name: "p\(number)", type: ValueType(.integer),
        path: FeedPath([.key("f"), filter("c", equals: "C\(number)"), .key("v")]))
    }
    let fields = (0..<300).reversed().map { #"{"c":"C\#($0)","v":\#($0 * 7)}"# }.joined(separator: ",")
    let items = try FeedFixture(points: points).items(#"{"id":"a","f":["# + fields + "]}")
    let expected = (0..<300).map { "p\($0)=\($0 * 7)" }.joined(separator: " ")
    #expect(items == [.event("lead.registered a \(expected)")])
  }

  @Test func aReadKeyThatStandsTwiceRejectsTheLine() throws {
    let company = FeedFixture(points: [point("company.country", ValueType(.text))])
    #expect(try company.reason(#"{"id":"a","id":"b"}"#) == .duplicateKey)
    #expect(try company.reason(#"{"id":"a","\u0069d":"b"}"#) == .duplicateKey)
    #expect(try company.reason(#"{"id":"a","company":{"country":"DE","country":"DE"}}"#) == .duplicateKey)
    #expect(try company.reason(#"{"id":"a","company":{},"company":{}}"#) == .duplicateKey)
    #expect(try company.reason(#"{"id":"a","unread":1,"unread":2}"#) == nil)
    #expect(try company.reason(#"{"id":"a","other":{"country":1,"country":2}}"#) == nil)
    #expect(try company.reason(#"{"id":"a","data":1,"data":2}"#) == nil, "only the other envelopes read it")
    #expect(try company.reason(#"{"id":"a","type":1,"type":2}"#) == .duplicateKey, "it tells the envelopes apart")
    let tags = FeedFixture(points: [
      PointField(
        slot: 0, name: "t", type: ValueType(.text, isSet: true), path: FeedPath([.key("t"), .each, .key("n")]))
    ])
    #expect(try tags.reason(#"{"id":"a","t":[{"n":"x"},{"n":"y"}]}"#) == nil)
    #expect(try tags.reason(#"{"id":"a","t":[{"n":"x"},{"n":"y","n":"z"}]}"#) == .duplicateKey)
  }

  @Test func aLoneSurrogateInAReadValueIsADataIssue() throws {
    #expect(try read([.key("x")], #"{"id":"a","x":"b\ud800"}"#) == "p=null issues=1")
    #expect(try read([.key("x")], #"{"id":"a","x":"\ud83d\ude00"}"#) == "p=😀")
    #expect(try read([.key("x")], #"{"id":"a","y":"b\ud800"}"#) == "")
  }
}
