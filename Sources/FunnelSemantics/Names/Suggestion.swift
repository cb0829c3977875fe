/// Finds the name that somebody probably meant.
///
/// - Invariant: it looks at a bounded number of candidates in all, so that a hostile file cannot make it slow.
struct Suggestion {
  private var budget = 500_000

  /// The candidate nearest to `name`, if one is near enough; the first of those equally near.
  mutating func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.utf8)
    guard wanted.count <= 64 else { return nil }
    let tolerance = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      guard budget > 0 else { break }
      budget -= 1
      let limit = best.map { $0.distance - 1 } ?? tolerance
      guard abs(candidate.utf8.count - wanted.count) <= limit else { continue }
      budget -= wanted.count / 4
      if let distance = Self.distance(wanted, Array(candidate.utf8), limit: limit) { best = (candidate, distance) }
      if best?.distance == 0 { break }
    }
    return best?.name
  }

  /// The number of letters to change, add, leave out or swap with a neighbour; letters that differ only in case count as
  /// equal. Nil where it is over the limit.
  ///
  /// The optimal string alignment distance, row by row.
  private static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        let same = folded(a[i]) == folded(b[j])
        var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (same ? 0 : 1))
        if i > 0, j > 0, folded(a[i]) == folded(b[j - 1]), folded(a[i - 1]) == folded(b[j]) {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      if row.allSatisfy({ $0 > limit }) { return nil }
      beforeLast = last
      last = row
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }
}
