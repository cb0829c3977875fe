import CScan

/// The ids of the leads seen so far, found by their bytes: text that only looks alike is never the same lead.
///
/// A lead takes eight bytes, which hold an id of up to seven, and some eleven more by which it is found.
struct LeadRegistry {
  /// Open addressing, at most four fifths full: in the low half the number + 1 of the lead, 0 where the slot is empty; in the
  /// high half what says where a lead is looked for first, so that the table grows without a look at any id.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)
  private var ids: [LeadID] = []
  /// The ids that are longer, one after the other.
  private var bytes: [UInt8] = []

  /// Hashes an id.
  let hash = LeadHash()

  /// How many leads there are.
  var count: Int { ids.count }

  /// The number of a lead, from 0 in order of registration.
  func find(_ id: UnsafeRawBufferPointer) -> Int? { find(id, hash(id)) }

  /// The number of a lead whose hash is known already.
  func find(_ id: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
    let known = LeadID(id)
    var slot = place(hash)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash & 0xFFFF_FFFF {
        let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if isID(id, known, of: number) { return number }
      }
      slot = next(slot)
    }
    return nil
  }

  /// Whether a lead has an id.
  /// - Parameter known: the same id in eight bytes.
  @inline(__always)
  func isID(_ id: UnsafeRawBufferPointer, _ known: LeadID, of number: Int) -> Bool {
    known.isShort ? ids[number] == known : isLong(id, of: number)
  }

  private func isLong(_ id: UnsafeRawBufferPointer, of number: Int) -> Bool {
    guard !ids[number].isShort, ids[number].length == id.count else { return false }
    return bytes[ids[number].range].withUnsafeBytes { equalBytes($0, id) }
  }

  /// Asks for the memory in which a hash is looked for.
  @inline(__always)
  func bring(_ hash: UInt64) {
    slots.withUnsafeBufferPointer { if let base = $0.baseAddress { cscan_bring(base + place(hash), 8) } }
  }

  /// Asks for the memory in which a lead's id is.
  @inline(__always)
  func bringID(of number: Int) {
    ids.withUnsafeBufferPointer { if let base = $0.baseAddress { cscan_bring(base + number, 8) } }
  }

  /// Asks for the memory in which a lead's id stands where it is longer than what was asked for before.
  func bringLongID(of number: Int) {
    guard !ids[number].isShort else { return }
    let range = ids[number].range
    bytes.withUnsafeBufferPointer {
      if let base = $0.baseAddress { cscan_bring(base + range.lowerBound, min(range.count, 256)) }
    }
  }

  /// The first lead with such a hash, which mostly is the one that has the id; -1 where there is none.
  @inline(__always)
  func first(_ hash: UInt64) -> Int {
    var slot = place(hash)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash & 0xFFFF_FFFF { return Int(slots[slot] & 0xFFFF_FFFF) - 1 }
      slot = next(slot)
    }
    return -1
  }

  /// Gives a new lead its number; nil where there are too many leads.
  /// - Precondition: the lead is not there yet.
  mutating func add(_ id: UnsafeRawBufferPointer) -> Int? { add(id, hash(id)) }

  /// Gives a new lead whose hash is known already its number.
  mutating func add(_ id: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
    guard ids.count < Int(Int32.max), let known = LeadID(id, at: bytes.count) else { return nil }
    if ids.count * 5 >= slots.count * 4 { grow() }
    if !known.isShort { bytes.append(contentsOf: id) }
    ids.append(known)
    insert(hash << 32 | UInt64(truncatingIfNeeded: ids.count))
    return ids.count - 1
  }

  /// Gives a lead's id to a function.
  func withID<Result>(of number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let id = ids[number]
    return id.isShort ? id.withBytes(body) : bytes[id.range].withUnsafeBytes(body)
  }

  /// The id of a lead.
  func id(of number: Int) -> [UInt8] { withID(of: number) { Array($0) } }

  /// Where a hash is looked for first: the runs that share a feed have leads whose high halves are alike.
  @inline(__always)
  private func place(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: ((hash & 0xFFFF_FFFF) &* UInt64(truncatingIfNeeded: slots.count)) >> 32)
  }

  @inline(__always)
  private func next(_ slot: Int) -> Int { slot + 1 == slots.count ? 0 : slot + 1 }

  private mutating func insert(_ entry: UInt64) {
    var slot = place(entry >> 32)
    while slots[slot] != 0 { slot = next(slot) }
    slots[slot] = entry
  }

  /// Places stay in the order of what says where they are, so both tables are gone through from their front to their end.
  private mutating func grow() {
    let before = slots
    slots = Array(repeating: 0, count: before.count + before.count / 4)
    for entry in before where entry != 0 { insert(entry) }
  }
}
