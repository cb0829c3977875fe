import FunnelIR

/// What a funnel needs from the outside while it is compiled, handed in by whoever may read files.
public struct CompilerServices: Sendable {
  /// A compiled zone file of the tz database.
  public struct ZoneFile: Sendable {
    /// The file's bytes.
    public let bytes: [UInt8]
    /// The release of the zone data, such as `2026a`, where it is known.
    public let dataVersion: String?

    /// Makes a zone file.
    public init(bytes: [UInt8], dataVersion: String? = nil) {
      self.bytes = bytes
      self.dataVersion = dataVersion
    }
  }

  /// Why there is no table for a zone's name.
  enum ZoneProblem: Error, Hashable {
    case unknown
    case unusable(String)
  }

  private let zoneFile: @Sendable (_ name: String) -> ZoneFile?

  /// Makes services; `zoneFile` gives the file of a zone such as `Europe/Berlin`, nil where there is none.
  public init(zoneFile: @escaping @Sendable (_ name: String) -> ZoneFile?) { self.zoneFile = zoneFile }

  /// The table of a zone; `UTC` needs no file.
  func zone(named name: String) throws(ZoneProblem) -> ZoneTable {
    if name == "UTC" { return .utc }
    guard let file = zoneFile(name) else { throw .unknown }
    do {
      return try TimeZoneFile.table(name: name, dataVersion: file.dataVersion, file.bytes)
    } catch {
      throw .unusable(error.message)
    }
  }
}
