/// Finds keywords by their bytes, without making strings.
struct KeywordTable: Sendable {
  /// Up to sixteen bytes of a word, the first in the lowest bits; the longest keyword has thirteen.
  struct Key: Sendable, Hashable {
    var low: UInt64 = 0
    var high: UInt64 = 0

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

  /// The shortest and the longest keyword.
  private static let lengths = 2...13

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

  /// The keyword that stands at a place within some bytes.
  func keyword(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Range<Int>) -> Keyword? {
    guard Self.lengths.contains(place.count) else { return nil }
    var key = Key()
    if place.lowerBound + 16 <= bytes.count {
      // Sixteen bytes are there to be read; those behind the word are dropped.
      let raw = UnsafeRawBufferPointer(bytes)
      let low = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place.lowerBound, as: UInt64.self))
      let high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place.lowerBound + 8, as: UInt64.self))
      let isShort = place.count <= 8
      let rest: UInt64 = .max >> UInt64(((isShort ? 8 : 16) - place.count) * 8)
      key.low = isShort ? low & rest : low
      key.high = isShort ? 0 : high & rest
    } else {
      for (position, index) in place.enumerated() { key.append(bytes[index], at: position) }
    }
    return keyword(key)
  }

  /// The keyword of that spelling.
  private func keyword(_ key: Key) -> Keyword? {
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
