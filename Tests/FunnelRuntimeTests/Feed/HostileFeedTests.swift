import FunnelIR
import FunnelRuntime
import Testing

/// Nothing that is fed in crashes the reader, and how a feed arrives changes nothing.
@Suite struct HostileFeedTests {
  private static let lines = """
    {"id":"a","company":{"size":12,"tags":["x","y","x"]},"when":"2026-11-20T09:00:00Z","fields":[{"c":"P","v":[{"w":"1"}]}]}
    {"type":"lead.updated","lead":12,"time":1767222000,"by":{"name":"Ann"},"data":{"company":{"size":null}}}
    {"specversion":"1.0","type":"lead.withdrawn","subject":"a","id":"e","data":{}}

    {"id":"\\u00e9\\ud83d\\ude00","fields":[null,{"v":[{"w":"2"},{"w":"3"}],"c":"P"}],"x":[[[{}]]],"y":-1.5e-7}
    {"id":"b","company":{"tags":[1,true]},"when":"?"}
    broken
    """
  private static let array = "[" + lines.split(separator: "\n").dropLast().joined(separator: ",\n") + "]"
  private static let document = #"{"_links":{"a":[1,"]"]},"_embedded":{"leads":"# + array + "}}"

  private func fixture(items: [String]? = nil) -> FeedFixture {
    let fields: [FeedPath.Step] = [
      .key("fields"), .firstWhere(key: ["c"], equals: "P", isText: true), .key("v"), .index(-1), .key("w"),
    ]
    var fixture = FeedFixture(points: [
      point("company.size", ValueType(.integer), slot: 0),
      point("company.tags", ValueType(.text, isSet: true), slot: 1),
      point("when", ValueType(.datetime), slot: 2),
      PointField(slot: 3, name: "w", type: ValueType(.text), path: FeedPath(fields)),
      PointField(
        slot: 4, name: "all", type: ValueType(.text, isSet: true),
        path: FeedPath([
          .key("fields"), .firstWhere(key: ["c"], equals: "P", isText: true), .key("v"), .each, .key("w"),
        ])),
    ])
    fixture.items = items
    fixture.limits = FeedLimits(lineLength: 4096, nesting: 32, keptBytes: 16, readSize: 512)
    return fixture
  }

  private func feeds() -> [(feed: [UInt8], fixture: FeedFixture)] {
    [
      (Array(HostileFeedTests.lines.utf8), fixture()), (Array(HostileFeedTests.array.utf8), fixture()),
      (Array(HostileFeedTests.document.utf8), fixture(items: ["_embedded", "leads"])),
    ]
  }

  @Test func theFeedsAreReadAsTheyStand() throws {
    let events: [FeedFixture.Item] = [
      .event("lead.registered a size=12 tags={x,y} when=2026-11-20T09:00:00Z w=1 all={1}"),
      .event("lead.updated #12 at=1767222000000000 actor=Ann size=null"), .event("lead.withdrawn a id=e"),
      .event("lead.registered é😀 w=3 all={2,3}"), .event("lead.registered b tags=null when=null issues=2"),
    ]
    for (feed, fixture) in feeds() {
      let items = try fixture.items(feed)
      #expect(Array(items.prefix(events.count)) == events)
    }
    #expect(try fixture().items(HostileFeedTests.lines).last == .reject(.invalidJSON))
  }

  @Test func splittingTheInputChangesNothing() throws {
    for (feed, fixture) in feeds() {
      let whole = try fixture.items(feed)
      for seed in UInt64(0)..<40 {
        let pieces = PieceSource(feed, longest: seed < 5 ? 1 : Int(seed) * 3, seed: seed)
        var small = fixture
        small.limits.readSize = 1 + Int(seed) * 7
        #expect(try small.items([], pieces: pieces) == whole, "seed \(seed)")
      }
    }
  }

  @Test func cuttingTheInputKeepsWhatWasRead() throws {
    for (feed, fixture) in feeds() {
      let whole = try fixture.items(feed)
      for length in stride(from: 0, to: feed.count, by: 3) {
        let items = try fixture.items(Array(feed[..<length]))
        let events = items.prefix { if case .event = $0 { true } else { false } }
        #expect(whole.starts(with: events), "\(length) bytes")
        #expect(items.count - events.count <= 2, "\(length) bytes")
      }
    }
  }

  /// Changed, removed, doubled and inserted bytes: every byte of the feed is accounted for, whatever comes out.
  @Test func mutationsNeverCrash() throws {
    let seed: UInt64 = 20_261_120
    var random = SplitMix64(seed: seed)
    let pool = Array("{}[]\",:\\ue0123456789-+.tfn \n\r\u{0}\u{1F}é".utf8) + [0x80, 0xC0, 0xED, 0xF4, 0xFF]
    for (feed, fixture) in feeds() {
      for round in 0..<700 {
        var mutant = feed
        for _ in 0..<1 + random.below(4) {
          let place = random.below(mutant.count)
          switch random.below(4) {
          case 0: mutant[place] = pool[random.below(pool.count)]
          case 1: mutant.insert(pool[random.below(pool.count)], at: place)
          case 2: mutant.removeSubrange(place..<min(place + 1 + random.below(20), mutant.count))
          default:
            mutant.insert(
              contentsOf: mutant[place..<min(place + random.below(30), mutant.count)], at: random.below(mutant.count))
          }
          if mutant.isEmpty { mutant = [0] }
        }
        let items = try fixture.items(mutant)
        #expect(items.count <= mutant.count, "seed \(seed), round \(round)")
        let pieces = PieceSource(mutant, longest: 50, seed: UInt64(round))
        #expect(try fixture.items([], pieces: pieces) == items, "seed \(seed), round \(round)")
      }
    }
  }

  /// Every byte of a feed of lines is in an event, a reject or between them.
  @Test func rejectsHoldTheirLinesBytes() throws {
    let seed: UInt64 = 99
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let feed = (0..<random.below(300)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      guard feed.first(where: { $0 > 0x20 }) != UInt8(ascii: "[") else { continue }
      var fixture = fixture()
      fixture.limits.keptBytes = 4096
      for reject in try fixture.rejects(feed) {
        #expect(Array(feed[reject.offset..<reject.offset + reject.length]) == reject.bytes, "seed \(seed)")
        #expect(feed[..<reject.offset].filter { $0 == 0x0A }.count + 1 == reject.line, "seed \(seed)")
      }
    }
  }

  @Test func aSourceThatFailsStopsTheReaderWithItsError() {
    struct Broken: Error {}
    struct Failing: ByteSource {
      mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { throw Broken() }
    }
    #expect(throws: Broken.self) { try fixture().items([], pieces: Failing()) }
  }
}
