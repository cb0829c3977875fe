/// Hashes the ids of leads: a product of an id's bytes and two numbers that nobody outside knows, so that nobody can choose ids
/// that collide (after wyhash by Wang Yi); nothing that comes out of a run depends on it.
struct LeadHash: Sendable {
  private let seed = KeyTable.Marks(first: LeadHash.secret(1), last: LeadHash.secret(2))

  /// The hash of an id, the same throughout a process.
  func callAsFunction(_ id: UnsafeRawBufferPointer) -> UInt64 {
    guard let bytes = id.baseAddress else { return seed.first }
    var hash = seed.first ^ UInt64(truncatingIfNeeded: id.count)
    var place = 0
    while id.count &- place > 16 {
      let first = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      let second = bytes.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self)
      hash = LeadHash.mix(first ^ seed.last, second ^ hash)
      place &+= 16
    }
    let rest = KeyTable.Marks(bytes + place, id.count &- place)
    return LeadHash.mix(LeadHash.mix(rest.first ^ seed.last, rest.last ^ hash) ^ seed.first, seed.last)
  }

  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// The standard library's hash has another seed in each process.
  private static func secret(_ number: Int) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(number)
    return UInt64(bitPattern: Int64(hasher.finalize())) | 1
  }
}
