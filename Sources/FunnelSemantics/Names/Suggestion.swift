/// Finds the name that somebody probably meant.
///
/// - Invariant: it takes a bounded number of steps in all, so that a hostile file cannot make it slow.
struct Suggestion {
  /// The steps that are left.
  private var budget = 5_000_000

  /// Whether it looks no further.
  var isSpent: Bool { budget <= 0 }

  /// The candidate nearest to `name`, if one is near enough; the first of those equally near.
  mutating func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = name.utf8.map(Self.folded)
    guard wanted.count <= 64 else { return nil }
    let letters = Self.letters(of: wanted)
    var limit = wanted.count / 3
    var best: String?
    for candidate in candidates where candidate != name {
      guard !isSpent else { break }
      budget -= 8
      guard abs(candidate.utf8.count - wanted.count) <= limit else { continue }
      let other = candidate.utf8.map(Self.folded)
      guard (letters & ~Self.letters(of: other)).nonzeroBitCount <= limit else { continue }
      budget -= wanted.count * other.count
      guard let distance = Self.distance(wanted, other, limit: limit) else { continue }
      best = candidate
      if distance == 0 { break }
      limit = distance - 1
    }
    return best
  }

  /// The number of letters to change, add, leave out or swap with a neighbour; nil where it is over the limit.
  ///
  /// The optimal string alignment distance, row by row.
  private static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
    let width = b.count + 1
    var rows = [Int](repeating: 0, count: 3 * width)
    for j in 0..<width { rows[j] = j }
    for i in 1...max(1, a.count) where i <= a.count {
      let (row, last, beforeLast) = (i % 3 * width, (i + 2) % 3 * width, (i + 1) % 3 * width)
      rows[row] = i
      var least = i
      for j in 1..<max(1, width) {
        let isSame = a[i - 1] == b[j - 1]
        var cost = min(rows[row + j - 1] + 1, rows[last + j] + 1, rows[last + j - 1] + (isSame ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, rows[beforeLast + j - 2] + 1) }
        rows[row + j] = cost
        least = min(least, cost)
      }
      if least > limit { return nil }
    }
    let distance = rows[a.count % 3 * width + b.count]
    return distance <= limit ? distance : nil
  }

  /// Which letters occur, as a set of bits.
  private static func letters(of name: [UInt8]) -> UInt64 { name.reduce(0) { $0 | 1 << UInt64($1 & 63) } }

  /// Letters that differ only in case count as equal.
  private static func folded(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
  }
}
