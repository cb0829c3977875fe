import FunnelIR
import Testing

@Suite("A program as JSON")
struct ProgramCodingTests {
  @Test("an instruction takes sixteen bytes and one line of text")
  func instruction() throws {
    #expect(MemoryLayout<Instruction>.size == 16)
    var program = Program.empty
    program.code = [
      Instruction(.lessConstant, test: [.negated], a: 7, b: 12, immediate: UInt64(bitPattern: -5)),
      Instruction(.inWords, test: [.jumpsWhenTrue], a: 1, b: 2, immediate: Instruction.range(start: 3, count: 4)),
    ]
    let text = String(decoding: try Workspace([program]).canonicalJSON(), as: UTF8.self)
    #expect(text.contains(#"["lessConstant 1 7 12 -5","inWords 2 1 2 17179869187"]"#))
  }

  @Test("what is written is read back, and written again as the same bytes")
  func roundTrip() throws {
    var program = Program.empty
    program.strings = ["a", "é", "\u{0}"]
    _ = program.constants.add(Array("straße".utf8))
    program.words = [Int64.min, -1, 0, Int64.max]
    program.points = [DataPoint(name: 0, type: ValueType(.money, detail: 0x455552), fallback: UInt64.max)]
    program.feed.points = [
      PointField(
        slot: 0, name: "a", type: ValueType(.text, isSet: true),
        path: FeedPath([.key("x"), .index(-1), .firstWhere(key: ["k"], equals: "1", isText: false), .each]),
        lowest: 0, highest: UInt64.max)
    ]
    let bytes = try Workspace([program]).canonicalJSON()
    let read = try #require(Workspace(canonicalJSON: bytes))
    #expect(read.funnels == [program])
    #expect(try read.canonicalJSON() == bytes)
  }

  @Test(
    "what is no program is not read",
    arguments: ["", "{}", "[]", #"{"formatVersion":1}"#])
  func unreadable(text: String) {
    #expect(Workspace(canonicalJSON: Array(text.utf8)) == nil)
  }

  @Test("a program of another format is not read")
  func otherFormat() throws {
    var workspace = Workspace([.empty])
    workspace.formatVersion = 999
    #expect(Workspace(canonicalJSON: try workspace.canonicalJSON()) == nil)
  }
}

extension Program {
  /// A funnel without anything.
  static var empty: Program {
    Program(
      name: "empty", version: 1, zone: .utc,
      feed: FeedPlan(
        leads: LeadFields(lead: [], time: nil, source: nil, owner: nil, data: FeedPath([])), events: nil,
        actorsRequired: false, points: []),
      start: Target(.end, 0))
  }
}
