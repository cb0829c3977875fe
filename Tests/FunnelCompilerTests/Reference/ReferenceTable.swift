import FunnelSemantics

/// A table in which leads are looked up, as rows of what its cells hold.
struct ReferenceTable {
  /// The column by which rows are found, and each row's cells; what is missing is not there.
  let rows: [(key: [UInt8], cells: [String: PlainJSON])]

  func row(_ key: [UInt8]) -> [String: PlainJSON]? { rows.first { $0.key == key }?.cells }
}

/// Where a split sends a lead, by the recipe in the language reference.
enum ReferenceSplit {
  static func branch(of split: ResolvedDecision, lead: [UInt8]) -> ResolvedDecision.Branch? {
    let draw = draw(split.name, lead)
    var border = 0
    return split.branches.first { branch in
      border += branch.share
      return draw < border
    }
  }

  /// A number below a million.
  static func draw(_ name: String, _ lead: [UInt8]) -> Int {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in Array(name.utf8) + [0] + lead {
      hash ^= UInt64(byte)
      hash = hash &* 1_099_511_628_211
    }
    hash = (hash ^ (hash / (1 << 30))) &* 13_787_848_793_156_543_929
    hash = (hash ^ (hash / (1 << 27))) &* 10_723_151_780_598_845_931
    hash ^= hash / (1 << 31)
    // The upper half of the product with a million, in two halves of 32 bits.
    let upper = (hash >> 32) * 1_000_000
    let lower = (hash & 0xFFFF_FFFF) * 1_000_000
    return Int((upper + (lower >> 32)) >> 32)
  }
}
