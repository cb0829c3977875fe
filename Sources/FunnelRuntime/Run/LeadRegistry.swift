/// The ids of the leads seen so far, found by their bytes: text that only looks alike is never the same lead.
struct LeadRegistry {
  /// Open addressing: in the low half the number + 1 of the lead, 0 where the slot is empty; in the high half half its hash.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)
  /// All ids, one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many leads there are.
  var count: Int { ends.count }

  /// The number of a lead, from 0 in order of registration.
  func find(_ id: UnsafeRawBufferPointer) -> Int? {
    let hash = LeadRegistry.hash(id)
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

  /// Gives a new lead its number; nil where there are too many leads.
  /// - Precondition: the lead is not there yet.
  mutating func add(_ id: UnsafeRawBufferPointer) -> Int? {
    guard ends.count < Int(UInt32.max) - 1 else { return nil }
    if ends.count * 2 >= slots.count { grow() }
    bytes.append(contentsOf: id)
    ends.append(bytes.count)
    insert(LeadRegistry.hash(id), number: ends.count - 1)
    return ends.count - 1
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
    for number in ends.indices { insert(bytes[range(number)].withUnsafeBytes(LeadRegistry.hash), number: number) }
  }

  /// The standard library's hash, whose seed nobody outside knows; nothing that comes out depends on it.
  private static func hash(_ id: UnsafeRawBufferPointer) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(bytes: id)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
