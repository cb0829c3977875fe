import CScan

/// The ids of the leads seen so far, found by their bytes: text that only looks alike is never the same lead.
struct LeadRegistry {
  /// Open addressing: in the low half the number + 1 of the lead, 0 where the slot is empty; in the high half half its hash.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)
  /// All ids, one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// Hashes an id.
  let hash = LeadHash()

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
}
