/// Finds keywords by their bytes, without making strings.
struct KeywordTable: Sendable {
  /// Up to sixteen bytes of a word, the first in the lowest bits; the longest keyword has thirteen.
  struct Key: Sendable, Hashable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    /// A word that stands at a place within some bytes; nil where it is longer than sixteen bytes.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Range<Int>) {
      let count = place.count
      guard count <= 16, count > 0 else { return nil }
      if place.lowerBound + 16 <= bytes.count {
        // Sixteen bytes are there to be read; those behind the word are dropped.
        let raw = UnsafeRawBufferPointer(bytes)
        let first = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place.lowerBound, as: UInt64.self))
        let second = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place.lowerBound + 8, as: UInt64.self))
        low = count < 8 ? first & (.max >> UInt64(64 &- count &* 8)) : first
        high = count <= 8 ? 0 : second & (.max >> UInt64(128 &- count &* 8))
      } else {
        for (position, index) in place.enumerated() { append(bytes[index], at: position) }
      }
    }

    init() {}

    /// Adds the byte at `position`, which is below 16.
    mutating func append(_ byte: UInt8, at position: Int) {
      if position < 8 {
        low |= UInt64(byte) << UInt64(position &* 8)
      } else {
        high |= UInt64(byte) << UInt64((position &- 8) &* 8)
      }
    }
  }

  static let shared = KeywordTable()

  /// A power of two, much larger than the number of keywords.
  private static let size = 1024
  private var keys: [Key]
  private var values: [Keyword?]

  private init() {
    keys = Array(repeating: Key(), count: Self.size)
    values = Array(repeating: nil, count: Self.size)
    for keyword in Keyword.allCases {
      var key = Key()
      for (position, byte) in keyword.rawValue.utf8.enumerated() { key.append(byte, at: position) }
      var slot = Self.slot(key)
      while values[slot] != nil { slot = (slot + 1) % Self.size }
      keys[slot] = key
      values[slot] = keyword
    }
  }

  /// The keyword of that spelling.
  func keyword(_ key: Key) -> Keyword? {
    var slot = Self.slot(key)
    while let value = values[slot] {
      if keys[slot] == key { return value }
      slot = (slot &+ 1) & (Self.size - 1)
    }
    return nil
  }

  private static func slot(_ key: Key) -> Int {
    // Fibonacci hashing: the high bits of a product with 2^64 divided by the golden ratio spread well.
    Int(truncatingIfNeeded: ((key.low ^ (key.high &* 31)) &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }
}
