import FunnelIR
import FunnelRuntime

/// A plan, and what comes out when a feed is read with it, in a form that tests can compare.
struct FeedFixture {
  var plan: FeedPlan
  var choices: [ChoiceTable] = []
  var zone = ZoneTable.utc
  var items: [String]?
  var limits = FeedLimits()

  /// Lead objects with an id, and these points.
  init(points: [PointField] = [], events: EventFields? = nil, actorsRequired: Bool = false) {
    plan = FeedPlan(
      leads: LeadFields(
        lead: [field("id"), field("lead"), field("email")], time: nil, source: nil, owner: nil, data: FeedPath([])),
      events: events, actorsRequired: actorsRequired, points: points)
  }

  /// One item of a feed as text.
  enum Item: Equatable {
    case event(String)
    case reject(RejectReason)
  }

  /// All items of a feed.
  func items(_ feed: [UInt8], pieces: (any ByteSource)? = nil) throws -> [Item] {
    try read(feed, pieces: pieces) { item, event in
      if case .reject(let reject) = item { return .reject(reject.reason) }
      return .event(describe(event))
    }
  }

  /// All items of a feed.
  func items(_ feed: String) throws -> [Item] { try items(Array(feed.utf8)) }

  /// All rejects of a feed.
  func rejects(_ feed: [UInt8]) throws -> [FeedReject] {
    try read(feed) { item, _ in
      if case .reject(let reject) = item { return reject }
      return nil
    }
  }

  /// The first event of a feed.
  func event(_ feed: String) throws -> IncomingEvent? {
    try read(Array(feed.utf8)) { item, event in
      if case .event = item { return event }
      return nil
    }.first
  }

  /// The first reject's reason of a feed; nil where every line is read.
  func reason(_ feed: String) throws -> RejectReason? { try rejects(Array(feed.utf8)).first?.reason }

  private func read<Result>(
    _ feed: [UInt8], pieces: (any ByteSource)? = nil, _ body: (FeedItem, IncomingEvent) -> Result?
  ) throws -> [Result] {
    var reader = FeedReader(
      pieces ?? MemorySource(feed), plan: plan, choices: choices, zone: zone, items: items, limits: limits)
    var event = IncomingEvent()
    var results: [Result] = []
    while true {
      let item = try reader.next(into: &event)
      if item == .end { return results }
      if let result = body(item, event) { results.append(result) }
    }
  }

  /// The event in one line: kind, lead, then what it holds.
  func describe(_ event: IncomingEvent) -> String {
    var parts = [event.kind.name, (event.leadIsNumber ? "#" : "") + event.text(event.lead)]
    if let time = event.time { parts.append("at=\(time)") }
    if let sequence = event.sequence { parts.append("sequence=\(sequence)") }
    let texts = [
      ("id", event.id), ("source", event.source), ("owner", event.owner), ("activity", event.activity),
      ("actor", event.actor), ("role", event.role), ("target", event.target), ("funnel", event.funnel),
    ]
    for case (let name, let reference?) in texts { parts.append("\(name)=\(event.text(reference))") }
    for value in event.values {
      let point = plan.points.first { $0.slot == value.slot }
      let shown = value.isKnown ? point.map { show(value.bits, $0.type, event) } ?? "?" : "null"
      parts.append("\(point?.name ?? "?")=\(shown)")
    }
    if !event.issues.isEmpty { parts.append("issues=\(event.issues.count)") }
    return parts.joined(separator: " ")
  }

  private func show(_ bits: UInt64, _ type: ValueType, _ event: IncomingEvent) -> String {
    if type.isSet {
      let bytes = event.bytes(TextReference(bits: bits))
      var elements: [String] = []
      var index = 0
      while index < bytes.count {
        let length = Int(bytes[index]) | Int(bytes[index + 1]) << 8
        let element = Array(bytes[(index + 4)..<(index + 4 + length)])
        let single = ValueType(type.base, detail: type.detail)
        elements.append(
          single.isReference
            ? String(decoding: element, as: UTF8.self)
            : show(element.reversed().reduce(0) { $0 << 8 | UInt64($1) }, single, event))
        index += 4 + length
      }
      return "{\(elements.joined(separator: ","))}"
    }
    if type.isReference { return event.text(TextReference(bits: bits)) }
    var writer = JSONWriter()
    let value = Int64(bitPattern: bits)
    switch type.base {
    case .boolean: writer.boolean(bits == 1)
    case .number: writer.number(Double(bitPattern: bits))
    case .money: writer.money(value)
    case .date: writer.date(value)
    case .datetime: writer.datetime(value)
    case .duration: writer.duration(value)
    case .country, .language:
      writer.string([UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)][...])
    default: writer.integer(value)
    }
    return String(decoding: writer.bytes, as: UTF8.self).filter { $0 != "\"" }
  }
}

/// A field at a dotted path.
func field(_ path: String, _ renames: [(String, String)] = []) -> FeedField {
  FeedField(path: dotted(path), renames: renames.map { FeedField.Rename(from: $0.0, to: $0.1) })
}

/// A path of keys.
func dotted(_ path: String) -> FeedPath {
  FeedPath(path.split(separator: ".").map { .key(String($0)) })
}

/// A point at a dotted path, named by its last key.
func point(_ path: String, _ type: ValueType, slot: Int = 0) -> PointField {
  PointField(slot: slot, name: String(path.split(separator: ".").last ?? ""), type: type, path: dotted(path))
}

extension IncomingEvent {
  /// The text of a reference.
  func text(_ reference: TextReference) -> String { String(decoding: bytes(reference), as: UTF8.self) }

  /// The bytes of a reference.
  func bytes(_ reference: TextReference) -> [UInt8] {
    Array(bytes[reference.offset..<reference.offset + reference.length])
  }
}

/// A source that hands out its bytes in pieces whose sizes a generator chooses.
struct PieceSource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let longest: Int
  private var random: SplitMix64

  init(_ bytes: [UInt8], longest: Int, seed: UInt64) {
    self.bytes = bytes
    self.longest = longest
    random = SplitMix64(seed: seed)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - position, 1 + random.below(longest))
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// A tiny deterministic generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  /// A number from 0 to below a bound.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
