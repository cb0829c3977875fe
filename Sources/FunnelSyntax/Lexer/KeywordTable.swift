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
      slot = (slot &+ 1) % Self.size
    }
    return nil
  }

  private static func slot(_ key: Key) -> Int {
    // Fibonacci hashing: the high bits of a product with 2^64 divided by the golden ratio spread well.
    Int(truncatingIfNeeded: ((key.low ^ (key.high &* 31)) &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }
}
