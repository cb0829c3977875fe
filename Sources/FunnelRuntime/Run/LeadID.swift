/// A lead's id in eight bytes: itself where it has at most seven, otherwise how long it is and where it stands.
///
/// The highest byte of a short id is its length. Of a longer one the highest bit is set; 28 bits follow for its length, and 35
/// for its place.
struct LeadID: Equatable, BitwiseCopyable {
  private let bits: UInt64

  private static let placeBits: UInt64 = 35
  private static let long: UInt64 = 1 << 63

  /// Takes up an id; of a long one no more than that it is long.
  @inline(__always)
  init(_ id: UnsafeRawBufferPointer) {
    self = id.baseAddress.map { LeadID($0, id.count) } ?? LeadID()
  }

  /// The empty id.
  init() { bits = 0 }

  /// As above; no byte outside it is read.
  @inline(__always)
  init(_ id: UnsafeRawPointer, _ count: Int) {
    var bytes: UInt64 = 0
    switch count {
    case 0: break
    case 1...3:
      bytes = UInt64(id.load(as: UInt8.self))
      bytes |= UInt64(id.load(fromByteOffset: count >> 1, as: UInt8.self)) << UInt64(count >> 1 &* 8)
      bytes |= UInt64(id.load(fromByteOffset: count &- 1, as: UInt8.self)) << UInt64((count &- 1) &* 8)
    case 4...7:
      bytes = UInt64(UInt32(littleEndian: id.loadUnaligned(as: UInt32.self)))
      let back = UInt32(littleEndian: id.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      bytes |= UInt64(back) << UInt64((count &- 4) &* 8)
    default:
      bits = LeadID.long
      return
    }
    bits = bytes | UInt64(truncatingIfNeeded: count) << 56
  }

  /// Takes up an id that stands at a place if it is long; nil where it is too long for that, or stands too far behind.
  init?(_ id: UnsafeRawBufferPointer, at place: Int) {
    let known = LeadID(id)
    guard !known.isShort else {
      self = known
      return
    }
    guard id.count < 1 << 28, place < 1 << LeadID.placeBits else { return nil }
    bits = LeadID.long | UInt64(id.count) << LeadID.placeBits | UInt64(place)
  }

  /// Whether the id itself is here.
  var isShort: Bool { @inline(__always) get { bits < LeadID.long } }

  /// How many bytes a long id has.
  var length: Int { Int((bits & ~LeadID.long) >> LeadID.placeBits) }

  /// Where a long id stands.
  var range: Range<Int> {
    let start = Int(bits & (1 << LeadID.placeBits - 1))
    return start..<start + length
  }

  /// Gives the bytes of a short id to a function.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeBytes(of: bits.littleEndian) { body(UnsafeRawBufferPointer(rebasing: $0.prefix(Int(bits >> 56)))) }
  }
}
