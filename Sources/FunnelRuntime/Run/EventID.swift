/// An event's own id in sixteen bytes: itself where it is that short, otherwise its hash.
struct EventID: Hashable, Sendable {
  private let bytes: UInt128
  /// The id's length; 255 for a hash.
  private let length: UInt8

  /// Makes an id; nil where the hash function gives nothing.
  init?(_ id: UnsafeRawBufferPointer, digest: ([UInt8]) -> [UInt8]) {
    let isShort = id.count <= 16
    let kept = isShort ? Array(id) : digest(Array(id))
    guard isShort || kept.count >= 16 else { return nil }
    bytes = kept.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    length = isShort ? UInt8(truncatingIfNeeded: id.count) : 255
  }
}
