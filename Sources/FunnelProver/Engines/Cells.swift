/// The values of each variable, divided by the literals of a pool: values of one cell are in the same sets, so that one
/// representative stands for all of them.
///
/// Missing is a cell of its own, the first.
struct Cells: Sendable {
  /// The cells as bits.
  private(set) var bits: ValueBits
  /// For each variable, a value of each cell; nil is missing.
  private var representatives: [[Int64?]] = []

  /// Divides the values by the literals of a pool.
  init(_ pool: FormulaPool) {
    bits = ValueBits(pool)
    let literals = MembershipsByVariable(pool)
    representatives.reserveCapacity(pool.variables.count)
    for id in pool.variables.indices { divide(id, literals, pool) }
  }

  /// The variables whose values are divided.
  var variables: Range<VariableID> { representatives.indices }

  /// The value that stands for the first cell of a set of a variable's cells.
  func representative(of variable: VariableID, among cells: ArraySlice<UInt64>) -> Int64? {
    for (number, word) in cells.enumerated() where word != 0 {
      return representatives[variable][number * 64 + word.trailingZeroBitCount]
    }
    return nil
  }

  private mutating func divide(_ id: VariableID, _ literals: MembershipsByVariable, _ pool: FormulaPool) {
    let variable = pool.variables[id]
    let places = literals[id]
    let pieces = literals.ranges(of: id, in: pool)
    // Pieces that are in the same sets are one cell, however far apart they lie.
    let rowLength = max(1, (places.count + 63) / 64)
    var rows = [UInt64](repeating: 0, count: rowLength * pieces.count)
    for (number, place) in places.enumerated() {
      var piece = 0
      for range in pool.memberships[place].set.ranges {
        while piece < pieces.count, pieces[piece].upperBound < range.lowerBound { piece += 1 }
        while piece < pieces.count, pieces[piece].lowerBound <= range.upperBound {
          rows[piece * rowLength + number / 64] |= 1 << UInt64(number % 64)
          piece += 1
        }
      }
    }
    var values: [Int64?] = []
    values.reserveCapacity(pieces.count + 1)
    if variable.domain.hasMissing { values.append(nil) }
    var cells: [(row: Int, cell: Int)] = []
    cells.reserveCapacity(pieces.count)
    var known: [ArraySlice<UInt64>: Int] = [:]
    for (number, piece) in pieces.enumerated() {
      let row = number * rowLength
      // A few are sooner compared than looked up.
      if cells.count <= 16 {
        let isKnown = cells.contains { cell in
          (0..<rowLength).allSatisfy { rows[cell.row + $0] == rows[row + $0] }
        }
        if isKnown { continue }
      } else if known[rows[row..<row + rowLength]] != nil {
        continue
      }
      if cells.count == 16 { for cell in cells { known[rows[cell.row..<cell.row + rowLength]] = cell.cell } }
      if cells.count >= 16 { known[rows[row..<row + rowLength]] = values.count }
      cells.append((row, values.count))
      values.append(Preference.value(in: piece, of: variable.domain, variable.type))
    }
    let count = max(1, (values.count + 63) / 64)
    bits.addVariable(count)
    for cell in values.indices { bits.addValue(cell) }
    for (number, place) in places.enumerated() {
      let node = pool.memberships[place].node
      bits.addSet(node, count)
      if variable.domain.hasMissing, pool.memberships[place].set.hasMissing { bits.add(0, to: node) }
      for (row, cell) in cells where rows[row + number / 64] >> UInt64(number % 64) & 1 == 1 {
        bits.add(cell, to: node)
      }
    }
    representatives.append(values)
  }
}
