/// Numbers for words, by which they are found among many; they differ from run to run, so that nobody can write words that
/// all have the same.
struct WordKey: Sendable {
  static let shared = WordKey()

  private let seed = UInt64(bitPattern: Int64(0.hashValue))

  /// The number of a word of up to sixteen plain letters, the first in the lowest bits.
  @inline(__always)
  func key(low: UInt64, high: UInt64) -> UInt16 {
    UInt16(truncatingIfNeeded: Self.mixed(Self.mixed(seed ^ low) ^ high) >> 48)
  }

  /// The number of a word of any length and letters.
  func key(of word: UnsafeRawBufferPointer) -> UInt16 {
    // Letters beyond ASCII can be written in several ways, which strings know of.
    guard word.allSatisfy({ $0 < 0x80 }) else {
      return UInt16(truncatingIfNeeded: String(decoding: word, as: UTF8.self).hashValue)
    }
    var parts = (low: UInt64(0), high: UInt64(0))
    var mixed = seed
    var position = 0
    for byte in word {
      if position == 16 {
        mixed = Self.mixed(Self.mixed(mixed ^ parts.low) ^ parts.high)
        parts = (0, 0)
        position = 0
      }
      if position < 8 {
        parts.low |= UInt64(byte) << UInt64(position * 8)
      } else {
        parts.high |= UInt64(byte) << UInt64((position - 8) * 8)
      }
      position += 1
    }
    return UInt16(truncatingIfNeeded: Self.mixed(Self.mixed(mixed ^ parts.low) ^ parts.high) >> 48)
  }

  /// A product with both its halves.
  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
