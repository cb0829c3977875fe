/// What is known of each lead besides its id, by its number: as long as that is no more than that it is the subject of the same
/// number, many leads together take eight bytes.
///
/// - Invariant: `blocks` has one for every 64 leads; a block is empty, or has 64.
struct LeadTable {
  private static let size = 64
  private var blocks: [[FunnelRun.Lead]] = []
  /// How many leads there are.
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(number: Int) -> FunnelRun.Lead {
    @inline(__always) _read {
      let block = number / LeadTable.size
      if blocks[block].isEmpty {
        yield FunnelRun.Lead(subject: number)
      } else {
        yield blocks[block][number % LeadTable.size]
      }
    }
    _modify {
      let block = number / LeadTable.size
      if blocks[block].isEmpty {
        let first = block * LeadTable.size
        blocks[block] = (first..<first + LeadTable.size).map { FunnelRun.Lead(subject: $0) }
      }
      yield &blocks[block][number % LeadTable.size]
    }
  }

  /// Whether the ids of any of a lead's events are known.
  func hasIDs(_ number: Int) -> Bool { !self[number].ids.isEmpty }

  /// Adds a lead.
  mutating func append(_ lead: FunnelRun.Lead) {
    let number = count
    if number % LeadTable.size == 0 { blocks.append([]) }
    count += 1
    if lead.subject != number || lead.watermark != nil || !lead.ids.isEmpty { self[number] = lead }
  }
}
