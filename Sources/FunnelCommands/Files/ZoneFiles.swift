/// The system's time zone data.
enum ZoneFiles {
  private static let directory = "/usr/share/zoneinfo"
  private static let longest = 1 << 20

  /// The compiled file (RFC 8536) of a zone such as `Europe/Berlin`, or nil where the system has none of that name.
  static func bytes(of zone: String) -> [UInt8]? {
    // A name must not lead out of the directory.
    let parts = zone.split(separator: "/", omittingEmptySubsequences: false)
    let isName = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "_+-".utf8.contains($0) }
    }
    guard isName else { return nil }
    return read("\(directory)/\(zone)")
  }

  /// The release of the data, such as `2025b`, where the system tells it.
  static let version: String? = {
    let names = ["tzdata.zi", "+VERSION"]
    guard let file = names.lazy.compactMap({ try? InputFile("\(directory)/\($0)") }).first else { return nil }
    let line = String(decoding: file.firstBytes(64).prefix { $0 != 0x0A }, as: UTF8.self)
    return line.split(separator: " ").last.map(String.init)
  }()

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = try? InputFile(path), let bytes = try? file.readAll(atMost: longest) else { return nil }
    return bytes
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
