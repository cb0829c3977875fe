/// What stands in place of what is personal, so that lines about one lead can still be brought together: a part of its hash.
enum Pseudonym {
  private static let digits = Array("0123456789abcdef".utf8)

  /// In place of an id or a name: `#` and sixteen hexadecimal digits.
  static func id(_ id: some Collection<UInt8>, _ digest: ([UInt8]) -> [UInt8]) -> [UInt8] {
    [UInt8(ascii: "#")] + digest(Array(id)).prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// Whether an id is one.
  static func isOne(_ id: [UInt8]) -> Bool {
    id.count == 17 && id[0] == UInt8(ascii: "#") && id.dropFirst().allSatisfy(digits.contains)
  }

  /// What begins the hash of a key: the number of a point that no funnel has.
  private static let keyMark: [UInt8] = [255, 255, 255, 255, 255]

  /// In place of a value by which a lead is known.
  static func key(_ key: some Collection<UInt8>, _ digest: ([UInt8]) -> [UInt8]) -> [UInt8] {
    key.starts(with: keyMark) ? Array(key) : keyMark + digest(Array(key)).prefix(16)
  }
}
