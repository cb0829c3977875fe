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
    let literals = MembershipsByVariable(pool)
    ranges.reserveCapacity(pool.variables.count)
    for id in pool.variables.indices {
      let pieces = literals.ranges(of: id, in: pool)
      ranges.append(pieces)
      let count = (pieces.count + 64) / 64
      bits.addVariable(count)
      Self.visit(pool.variables[id].domain, pieces) { bits.addValue($0) }
      for place in literals[id] {
        let node = pool.memberships[place].node
        bits.addSet(node, count)
        Self.visit(pool.memberships[place].set, pieces) { bits.add($0, to: node) }
      }
    }
  }

  /// The range that a bit of a variable stands for; nil for missing.
  func range(_ variable: VariableID, _ bit: Int) -> ClosedRange<Int64>? { bit == 0 ? nil : ranges[variable][bit - 1] }

  /// Hands over the bits of a set.
  private static func visit(_ set: ValueSet, _ pieces: [ClosedRange<Int64>], _ body: (Int) -> Void) {
    if set.hasMissing { body(0) }
    var piece = 0
    for range in set.ranges {
      while piece < pieces.count, pieces[piece].upperBound < range.lowerBound { piece += 1 }
      while piece < pieces.count, pieces[piece].lowerBound <= range.upperBound {
        body(piece + 1)
        piece += 1
      }
    }
  }
}
