/// Whether an address is one of the internet at large: the registries of special purpose addresses (RFC 6890 and after) name
/// those that are not.
enum PublicAddress {
  /// Blocks of IPv4, as the first address and the number of leading bits.
  private static let special4: [(UInt32, UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
    (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
    (0xCB00_7100, 24), (0xE000_0000, 3),
  ]

  /// Whether an address of 4 or 16 bytes is public.
  static func contains(_ address: [UInt8]) -> Bool {
    switch address.count {
    case 4: isPublic(address.reduce(0) { $0 << 8 | UInt32($1) })
    case 16: isPublic6(address)
    default: false
    }
  }

  private static func isPublic(_ address: UInt32) -> Bool {
    !special4.contains { block, bits in (address ^ block) >> (32 - bits) == 0 }
  }

  private static func isPublic6(_ address: [UInt8]) -> Bool {
    // An address of IPv4 that is written as one of IPv6 reaches the same machine: mapped, and translated (RFC 6052).
    let isMapped = address.starts(with: Array(repeating: 0, count: 10) + [0xFF, 0xFF])
    let isTranslated = address.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
    if isMapped || isTranslated { return contains(Array(address.suffix(4))) }
    // The way back through 6to4 is in the address (RFC 3056).
    if address.starts(with: [0x20, 0x02]) { return contains(Array(address[2..<6])) }
    // Only this eighth of all addresses is given out; without Teredo and its neighbours, and the one for documents.
    guard address[0] & 0xE0 == 0x20 else { return false }
    let isReserved = address.starts(with: [0x20, 0x01]) && address[2] < 2
    let isForDocuments =
      address.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || (address.starts(with: [0x3F, 0xFF]) && address[2] < 0x10)
    return !isReserved && !isForDocuments
  }
}
