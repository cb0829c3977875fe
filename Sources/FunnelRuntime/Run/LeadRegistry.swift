import CScan

/// The ids of the leads seen so far, found by their bytes: text that only looks alike is never the same lead.
struct LeadRegistry {
  /// Open addressing: in the low half the number + 1 of the lead, 0 where the slot is empty; in the high half half its hash.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)
  /// All ids, one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  private let seed = KeyTable.Marks(first: LeadRegistry.secret(1), last: LeadRegistry.secret(2))

  /// How many leads there are.
  var count: Int { ends.count }

  /// The number of a lead, from 0 in order of registration.
  func find(_ id: UnsafeRawBufferPointer) -> Int? { find(id, hash(id)) }

  /// The number of a lead whose hash is known already.
  func find(_ id: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
    var slot = place(hash)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if holds(number, id) { return number }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Asks for the memory in which a hash is looked for.
  @inline(__always)
  func bring(_ hash: UInt64) {
    slots.withUnsafeBufferPointer { if let base = $0.baseAddress { cscan_bring(base + place(hash), 8) } }
  }

  /// The first lead with such a hash, which mostly is the one that has the id; -1 where there is none.
  @inline(__always)
  func first(_ hash: UInt64) -> Int {
    var slot = place(hash)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 { return Int(slots[slot] & 0xFFFF_FFFF) - 1 }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  /// Gives a new lead its number; nil where there are too many leads.
  /// - Precondition: the lead is not there yet.
  mutating func add(_ id: UnsafeRawBufferPointer) -> Int? {
    guard ends.count < Int(UInt32.max) - 1 else { return nil }
    if ends.count * 2 >= slots.count { grow() }
    bytes.append(contentsOf: id)
    ends.append(bytes.count)
    insert(hash(id), number: ends.count - 1)
    return ends.count - 1
  }

  /// Gives a lead's id to a function.
  func withID<Result>(of number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes[range(number)].withUnsafeBytes(body)
  }

  /// The id of a lead.
  func id(of number: Int) -> [UInt8] { Array(bytes[range(number)]) }

  private func holds(_ number: Int, _ id: UnsafeRawBufferPointer) -> Bool {
    bytes[range(number)].withUnsafeBytes { equalBytes($0, id) }
  }

  private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

  private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }

  private mutating func insert(_ hash: UInt64, number: Int) {
    var slot = place(hash)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = (hash >> 32) << 32 | UInt64(truncatingIfNeeded: number + 1)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for number in ends.indices { insert(bytes[range(number)].withUnsafeBytes { hash($0) }, number: number) }
  }

  /// A product of the id's bytes and two numbers that nobody outside knows, so that nobody can choose ids that collide (after
  /// wyhash by Wang Yi); nothing that comes out depends on it.
  func hash(_ id: UnsafeRawBufferPointer) -> UInt64 {
    guard let bytes = id.baseAddress else { return seed.first }
    var hash = seed.first ^ UInt64(truncatingIfNeeded: id.count)
    var place = 0
    while id.count &- place > 16 {
      let first = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      let second = bytes.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self)
      hash = LeadRegistry.mix(first ^ seed.last, second ^ hash)
      place &+= 16
    }
    let rest = KeyTable.Marks(bytes + place, id.count &- place)
    return LeadRegistry.mix(LeadRegistry.mix(rest.first ^ seed.last, rest.last ^ hash) ^ seed.first, seed.last)
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
