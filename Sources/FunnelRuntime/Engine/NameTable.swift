/// Names and their places in a table, found by their bytes without making a string.
struct NameTable: Sendable {
  /// Open addressing: index + 1 of the name in a slot, 0 where it is empty. At most half full.
  private let slots: [UInt32]
  private let names: [[UInt8]]

  /// Makes a table; of equal names the first counts, and what has no name can't be found.
  init(_ names: [String?]) {
    self.names = names.map { Array(($0 ?? "").utf8) }
    var size = 4
    while size < names.count * 2 { size *= 2 }
    var slots = [UInt32](repeating: 0, count: size)
    for (index, name) in self.names.enumerated() where names[index] != nil {
      var slot = name.withUnsafeBytes { NameTable.hash($0) } & (size - 1)
      var isNew = true
      while slots[slot] != 0, isNew {
        isNew = self.names[Int(slots[slot]) - 1] != name
        slot = (slot + 1) & (size - 1)
      }
      if isNew { slots[slot] = UInt32(truncatingIfNeeded: index + 1) }
    }
    self.slots = slots
  }

  /// The place of a name.
  func index(of name: UnsafeRawBufferPointer) -> Int? {
    var slot = NameTable.hash(name) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      let isSame = names[index].withUnsafeBytes { equalBytes($0, name) }
      if isSame { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// FNV-1a; the names are the author's own, so nobody can choose them to collide with another's.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
