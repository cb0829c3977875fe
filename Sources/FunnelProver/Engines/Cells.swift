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
    for (id, variable) in pool.variables.enumerated() { divide(id, variable) }
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

  private mutating func divide(_ id: VariableID, _ variable: Variable) {
    let domain = variable.domain
    let literals = bits.literals[id]
    let pieces = bits.ranges(of: id, domain)
    // Pieces that are in the same sets are one cell, however far apart they lie.
    let rowLength = max(1, (literals.count + 63) / 64)
    var rows = [UInt64](repeating: 0, count: rowLength * pieces.count)
    for (number, literal) in literals.enumerated() {
      var piece = 0
      for range in literal.set.ranges {
        while piece < pieces.count, pieces[piece].upperBound < range.lowerBound { piece += 1 }
        while piece < pieces.count, pieces[piece].lowerBound <= range.upperBound {
          rows[piece * rowLength + number / 64] |= 1 << UInt64(number % 64)
          piece += 1
        }
      }
    }
    var values: [Int64?] = domain.hasMissing ? [nil] : []
    var cells: [(row: Int, cell: Int)] = []
    var known: [ArraySlice<UInt64>: Int] = [:]
    for (number, piece) in pieces.enumerated() {
      let row = rows[number * rowLength..<(number + 1) * rowLength]
      // A few are sooner compared than looked up.
      if cells.count <= 16 {
        let isKnown = cells.contains { rows[$0.row..<$0.row + rowLength].elementsEqual(row) }
        if isKnown { continue }
      } else if known[row] != nil {
        continue
      }
      if cells.count == 16 { for cell in cells { known[rows[cell.row..<cell.row + rowLength]] = cell.cell } }
      if cells.count >= 16 { known[row] = values.count }
      cells.append((number * rowLength, values.count))
      values.append(Preference.value(in: piece, of: domain, variable.type))
    }
    representatives.append(values)
    let count = max(1, (values.count + 63) / 64)
    var everything = [UInt64](repeating: 0, count: count)
    for cell in values.indices { everything[cell / 64] |= 1 << UInt64(cell % 64) }
    bits.add(everything)
    for (number, literal) in literals.enumerated() {
      var mask = [UInt64](repeating: 0, count: count)
      if literal.set.hasMissing, domain.hasMissing { mask[0] |= 1 }
      for (row, cell) in cells where rows[row + number / 64] >> UInt64(number % 64) & 1 == 1 {
        mask[cell / 64] |= 1 << UInt64(cell % 64)
      }
      bits.add(mask, of: literal.node)
    }
  }
}
