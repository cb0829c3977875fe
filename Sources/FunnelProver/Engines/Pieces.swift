/// The values of each variable, divided where the sets of a pool begin and end: the ranges between two such places, ascending.
///
/// The first bit of a variable stands for missing, the others for its ranges; so a set of values is a run of bits, and its
/// least and greatest values are found at its ends.
struct Pieces: Sendable {
  /// The ranges as bits.
  private(set) var bits: ValueBits
  /// For each variable, its ranges.
  private(set) var ranges: [[ClosedRange<Int64>]] = []

  /// Divides the values by the literals of a pool.
  init(_ pool: FormulaPool) {
    bits = ValueBits(pool)
    for (id, variable) in pool.variables.enumerated() { divide(id, variable.domain) }
  }

  /// The range that a bit of a variable stands for; nil for missing.
  func range(_ variable: VariableID, _ bit: Int) -> ClosedRange<Int64>? { bit == 0 ? nil : ranges[variable][bit - 1] }

  private mutating func divide(_ id: VariableID, _ domain: ValueSet) {
    let pieces = bits.ranges(of: id, domain)
    ranges.append(pieces)
    let count = (pieces.count + 64) / 64
    bits.add(words(of: domain, pieces, count))
    for literal in bits.literals[id] { bits.add(words(of: literal.set, pieces, count), of: literal.node) }
  }

  private func words(of set: ValueSet, _ pieces: [ClosedRange<Int64>], _ count: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: count)
    if set.hasMissing { words[0] = 1 }
    var piece = 0
    for range in set.ranges {
      while piece < pieces.count, pieces[piece].upperBound < range.lowerBound { piece += 1 }
      while piece < pieces.count, pieces[piece].lowerBound <= range.upperBound {
        words[(piece + 1) / 64] |= 1 << UInt64((piece + 1) % 64)
        piece += 1
      }
    }
    return words
  }
}
