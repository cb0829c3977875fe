import FunnelIR

/// Reads a compiled zone file of the tz database (TZif, RFC 8536) into a table that lasts through the year 2100.
///
/// A pure function of the file's bytes; what they hold is not trusted.
public struct TimeZoneFile {
  /// Why a file is no zone file that can be used, as a phrase.
  public struct Refusal: Error, Hashable, Sendable {
    /// The phrase.
    public let message: String
  }

  /// The last year for which a zone's rule is written out.
  public static let lastYear = 2100

  /// No zone file is nearly as large.
  private static let largest = 1 << 20

  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a file's bytes.
  /// - Parameters:
  ///   - name: the zone's name.
  ///   - dataVersion: the release of the zone data, where it is known.
  public static func table(
    name: String, dataVersion: String? = nil, _ bytes: [UInt8]
  ) throws(Refusal) -> ZoneTable {
    guard bytes.count <= largest else { throw Refusal(message: "it has more than \(largest) bytes") }
    var file = TimeZoneFile(bytes)
    return try file.read(name, dataVersion)
  }

  /// The six counts of a header.
  private struct Header {
    let version: UInt8
    let utcMarks: Int
    let standardMarks: Int
    let leapSeconds: Int
    let transitions: Int
    let types: Int
    let nameBytes: Int

    /// How many bytes the data behind the header take.
    func size(timeWidth: Int) -> Int {
      transitions * (timeWidth + 1) + types * 6 + nameBytes + leapSeconds * (timeWidth + 4) + standardMarks + utcMarks
    }
  }

  private mutating func read(_ name: String, _ dataVersion: String?) throws(Refusal) -> ZoneTable {
    var header = try header()
    var timeWidth = 4
    if header.version > 0 {
      // The first part repeats what readers of 32 bits need; the second is the real one.
      try skip(header.size(timeWidth: 4))
      header = try self.header()
      timeWidth = 8
    }
    guard header.leapSeconds == 0 else { throw Refusal(message: "its times count leap seconds, which clocks do not") }
    var changes = try changes(header, timeWidth)
    if header.version > 0, let rule = try footer() {
      let first = changes.times.last.map { ZoneRule.year(of: $0) - 1 } ?? 1970
      for change in rule.changes(from: first, through: TimeZoneFile.lastYear)
      where change.time > changes.times.last ?? .min {
        changes.times.append(change.time)
        changes.offsets.append(change.offset)
      }
    }
    return try table(name, dataVersion, changes)
  }

  /// Leaves out what changes nothing and what lies before all history, such as the beginning of the universe.
  private func table(
    _ name: String, _ dataVersion: String?, _ changes: (times: [Int64], offsets: [Int32])
  ) throws(Refusal) -> ZoneTable {
    var times: [Int64] = []
    var offsets = [changes.offsets[0]]
    for (time, offset) in zip(changes.times, changes.offsets.dropFirst()) {
      if time < ZoneRule.earliest {
        offsets = [offset]
      } else if offset != offsets.last {
        times.append(time)
        offsets.append(offset)
      }
    }
    guard let table = ZoneTable(name: name, dataVersion: dataVersion, transitions: times, offsets: offsets) else {
      throw Refusal(message: "its times do not ascend or are out of all bounds")
    }
    return table
  }

  private mutating func changes(
    _ header: Header, _ timeWidth: Int
  ) throws(Refusal) -> (times: [Int64], offsets: [Int32]) {
    guard header.size(timeWidth: timeWidth) <= bytes.count - position else { throw cutOff }
    guard header.types > 0 else { throw Refusal(message: "it names no offset from UTC") }
    let typesStart = position + header.transitions * (timeWidth + 1)
    var offsets: [Int32] = []
    for type in 0..<header.types {
      offsets.append(Int32(truncatingIfNeeded: number(at: typesStart + type * 6, width: 4)))
    }
    var times: [Int64] = []
    // Before the first change, the first type holds.
    var chosen = [offsets[0]]
    for index in 0..<header.transitions {
      times.append(number(at: position + index * timeWidth, width: timeWidth))
      let type = Int(bytes[position + header.transitions * timeWidth + index])
      guard type < header.types else { throw Refusal(message: "a change leads to an offset that is not in it") }
      chosen.append(offsets[type])
    }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw Refusal(message: "its times do not ascend")
    }
    try skip(header.size(timeWidth: timeWidth))
    return (times, chosen)
  }

  private mutating func header() throws(Refusal) -> Header {
    guard bytes.count - position >= 44 else { throw cutOff }
    guard bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
      throw Refusal(message: "it does not begin as a zone file does")
    }
    var counts: [Int] = []
    for index in 0..<6 {
      let count = number(at: position + 20 + index * 4, width: 4)
      guard (0...Int64(TimeZoneFile.largest)).contains(count) else { throw cutOff }
      counts.append(Int(count))
    }
    let version = bytes[position + 4]
    position += 44
    return Header(
      version: version, utcMarks: counts[0], standardMarks: counts[1], leapSeconds: counts[2], transitions: counts[3],
      types: counts[4], nameBytes: counts[5])
  }

  /// The rule behind the data, for the time after the last change; nil where nothing is known of it.
  private func footer() throws(Refusal) -> ZoneRule? {
    let newline = UInt8(ascii: "\n")
    guard position < bytes.count, bytes[position] == newline,
      let end = bytes[(position + 1)...].firstIndex(of: newline)
    else { throw cutOff }
    let text = Array(bytes[(position + 1)..<end])
    if text.isEmpty { return nil }
    guard let rule = ZoneRule(text) else { throw Refusal(message: "the rule at its end can't be read") }
    return rule
  }

  private var cutOff: Refusal { Refusal(message: "it is cut off") }

  private mutating func skip(_ count: Int) throws(Refusal) {
    guard count <= bytes.count - position else { throw cutOff }
    position += count
  }

  /// A signed number, the highest byte first.
  private func number(at start: Int, width: Int) -> Int64 {
    let bits = bytes[start..<start + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let shift = 64 - 8 * UInt64(width)
    return Int64(bitPattern: bits << shift) >> Int64(shift)
  }
}
