/// Where the bytes of a text or a set stand: an arena, an offset and a length, packed into a slot's 64 bits.
///
/// Bits 0 to 31 hold the offset, bits 32 to 61 the length, bits 62 and 63 the arena.
public struct TextReference: Hashable, Sendable, BitwiseCopyable {
  /// The four places in which bytes can stand.
  public enum Arena: UInt64, Sendable {
    /// The program's own constants.
    case constants = 0
    /// The journey's heap.
    case journey = 1
    /// The event being handled.
    case event = 2
    /// What the running predicate made; gone with it.
    case scratch = 3
  }

  /// The packed form.
  public let bits: UInt64

  /// Reads a packed form; every bit pattern is a reference, possibly out of its arena's bounds.
  public init(bits: UInt64) { self.bits = bits }

  /// Packs a place.
  /// - Invariant: `length` is below 2^30.
  public init(_ arena: Arena, offset: UInt32, length: UInt32) {
    bits = arena.rawValue << 62 | UInt64(length & 0x3FFF_FFFF) << 32 | UInt64(offset)
  }

  /// The arena.
  public var arena: Arena { Arena(rawValue: bits >> 62) ?? .constants }
  /// The offset of the first byte in the arena.
  public var offset: Int { Int(truncatingIfNeeded: bits & 0xFFFF_FFFF) }
  /// The number of bytes.
  public var length: Int { Int(truncatingIfNeeded: (bits >> 32) & 0x3FFF_FFFF) }
}
