/// An event's own id in sixteen bytes: itself where it is that short, otherwise its hash.
struct EventID: Hashable, Sendable, Comparable {
  private var bytes: UInt128
  /// The id's length; 255 for a hash.
  private var length: UInt8

  /// The empty id.
  init() { (bytes, length) = (0, 0) }

  /// Makes an id; nil where the hash function gives nothing.
  init?(_ id: UnsafeRawBufferPointer, digest: ([UInt8]) -> [UInt8]) {
    guard id.count > 16 else {
      bytes = id.reduce(0) { $0 << 8 | UInt128($1) }
      length = UInt8(truncatingIfNeeded: id.count)
      return
    }
    let hash = digest(Array(id))
    guard hash.count >= 16 else { return nil }
    bytes = hash.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    length = 255
  }

  static func < (a: EventID, b: EventID) -> Bool { (a.length, a.bytes) < (b.length, b.bytes) }

  /// Writes or reads the id.
  mutating func code<Coder: FieldCoder>(_ coder: inout Coder) {
    coder.integer(&length, from: 0, through: .max)
    coder.number(&bytes)
  }
}
