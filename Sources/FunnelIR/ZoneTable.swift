/// A time zone as a program carries it: the instants at which its distance from UTC changes, and the distances.
///
/// The table travels inside the program, so a run never asks the machine's own zone data.
/// - Invariant: `transitions` ascends strictly, `offsets` has one element more, each within 26 hours of UTC.
public struct ZoneTable: Hashable, Sendable {
  /// The zone's name, such as `Europe/Berlin`.
  public let name: String
  /// The release of the zone data, such as `2026a`, where it is known.
  public let dataVersion: String?
  /// The instants of change, in seconds since 1970-01-01T00:00:00Z.
  public let transitions: [Int64]
  /// Seconds east of UTC: the first before all transitions, number n + 1 from transition n on.
  public let offsets: [Int32]

  /// Coordinated universal time.
  public static let utc = ZoneTable(name: "UTC", dataVersion: nil, uncheckedOffset: 0)

  /// Makes a table; nil where the parts do not fit together.
  public init?(name: String, dataVersion: String? = nil, transitions: [Int64], offsets: [Int32]) {
    guard offsets.count == transitions.count + 1, offsets.allSatisfy({ abs(Int64($0)) <= 26 * 3600 }),
      transitions.allSatisfy({ abs(Double($0)) < 1e12 }),
      zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    self.name = name
    self.dataVersion = dataVersion
    self.transitions = transitions
    self.offsets = offsets
  }

  private init(name: String, dataVersion: String?, uncheckedOffset offset: Int32) {
    self.name = name
    self.dataVersion = dataVersion
    transitions = []
    offsets = [offset]
  }

  /// The number of the span between transitions in which an instant lies, which is its place in `offsets`.
  /// - Complexity: O(log n)
  public func span(at second: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension ZoneTable: Codable {
  private enum CodingKeys: String, CodingKey { case name, dataVersion, transitions, offsets }

  /// Reads a table and refuses one whose parts do not fit together.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let table = ZoneTable(
      name: try values.decode(String.self, forKey: .name),
      dataVersion: try values.decodeIfPresent(String.self, forKey: .dataVersion),
      transitions: try values.decode([Int64].self, forKey: .transitions),
      offsets: try values.decode([Int32].self, forKey: .offsets))
    guard let table else {
      throw DecodingError.dataCorruptedError(
        forKey: .transitions, in: values, debugDescription: "the transitions of a time zone do not fit its offsets")
    }
    self = table
  }
}
